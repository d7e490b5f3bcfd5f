import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Actor, Context } from '../../context.ts'
import { readSearch } from '../../database/lists/search.ts'
import { mayActForAll } from '../../identity/ownership.ts'
import {
  findKeyValues,
  findKeys,
  findSearchedKeys,
  mispKeySearch,
  type Whose,
} from './list-queries.ts'

/** Every key; upstream shows everybody's to each MISP (auth-services.md 9.3, "Right"). */
export async function listMispKeys({
  db,
  actor,
}: Context): Promise<ResponseOf<typeof contract.listMispKeys>> {
  return findKeys(db, scopeOf(actor))
}

/** @throws {Failure} search_page_missing · one of `searchFailures` (auth-services.md 9.6) */
export async function searchMispKeys(
  { db, actor }: Context,
  request: InputOf<typeof contract.searchMispKeys>,
): Promise<ResponseOf<typeof contract.searchMispKeys>> {
  const search = readSearch(mispKeySearch, request)
  if (!request.pagination) throw new Failure('search_page_missing')
  return findSearchedKeys(db, scopeOf(actor), search)
}

/** @throws {Failure} each failure that the contract lists (auth-services.md 9.6) */
export async function listMispKeyValues(
  { db, actor }: Context,
  request: InputOf<typeof contract.listMispKeyValues>,
): Promise<ResponseOf<typeof contract.listMispKeyValues>> {
  return findKeyValues(db, scopeOf(actor), request)
}

function scopeOf(actor: Actor): Whose {
  return mayActForAll(actor) ? 'all' : { userId: actor.userId }
}
