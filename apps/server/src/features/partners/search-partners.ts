import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Actor, Context } from '../../context.ts'
import { readSearch } from '../../database/lists/search.ts'
import {
  findPartnerValues,
  findSearchedPartners,
  findSearchedTypes,
  partnerSearch,
  partnerTypeSearch,
} from './partner-search.ts'
import { readPersonalRows } from './personal-details.ts'
import { mayActForAll } from '../../identity/ownership.ts'

/**
 * Searches partners of a type, or `all`. Upstream shows everybody's to everybody; here others than
 * administrators and services find their own (partner.md 4.2, "Right").
 * @throws {Failure} each failure that the contract lists
 */
export async function searchPartners(
  { db, keys, actor }: Context,
  { partnerType, ...request }: InputOf<typeof contract.searchPartners>,
): Promise<ResponseOf<typeof contract.searchPartners>> {
  checkReadable(request.filters?.map(({ columnName }) => columnName))
  checkReadable(request.sort?.map(({ sortField }) => sortField))
  const search = readSearch(partnerSearch, request)
  const type = partnerType.toLowerCase() === 'all' ? undefined : partnerType
  const page = await findSearchedPartners(db, { userId: scopeOf(actor), type }, search)
  const columns = ['address', 'contactNo', 'emailId'] as const
  return { ...page, data: page.data && (await readPersonalRows(keys, page.data, columns)) }
}

/** @throws {Failure} one of `searchFailures` (partner.md 4.2) */
export async function searchPartnerTypes(
  { db }: Context,
  request: InputOf<typeof contract.searchPartnerTypes>,
): Promise<ResponseOf<typeof contract.searchPartnerTypes>> {
  return findSearchedTypes(db, readSearch(partnerTypeSearch, request))
}

/**
 * The values of columns of the partners that the caller may see (partner.md 4.3).
 * @throws {Failure} each failure that the contract lists
 */
export async function listPartnerValues(
  { db, actor }: Context,
  request: InputOf<typeof contract.listPartnerValues>,
): Promise<ResponseOf<typeof contract.listPartnerValues>> {
  checkReadable(request.filters.map(({ columnName }) => columnName))
  checkReadable(request.optionalFilters?.map(({ columnName }) => columnName))
  return findPartnerValues(db, { userId: scopeOf(actor) }, request)
}

/** Whose partners the caller sees: their own, or everybody's. */
function scopeOf(actor: Actor): string | null | undefined {
  return mayActForAll(actor) ? undefined : actor.userId
}

const encryptedColumns = ['address', 'contactno', 'emailid']

/** @throws {Failure} column_encrypted */
function checkReadable(columns: readonly (string | null | undefined)[] | undefined): void {
  const encrypted = columns?.find((name) => encryptedColumns.includes(name?.toLowerCase() ?? ''))
  if (encrypted) throw new Failure('column_encrypted', { field: encrypted })
}
