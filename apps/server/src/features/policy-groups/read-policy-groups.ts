import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { readSearch } from '../../database/lists/search.ts'
import { findGroupPage, findGroupSummary } from './list-queries.ts'
import { findActivePolicyGroups, findGroups, findGroupValues, groupSearch } from './queries.ts'

/** @throws {Failure} no_active_policy_group (policy.md 4.5) */
export async function listActivePolicyGroups({
  db,
}: Context): Promise<ResponseOf<typeof contract.listActivePolicyGroups>> {
  const groups = await findActivePolicyGroups(db)
  if (groups.length === 0) throw new Failure('no_active_policy_group')
  return groups
}

/** @throws {Failure} one of `searchFailures` (policy.md 4.6) */
export async function searchPolicyGroups(
  { db }: Context,
  request: InputOf<typeof contract.searchPolicyGroups>,
): Promise<ResponseOf<typeof contract.searchPolicyGroups>> {
  return findGroups(db, readSearch(groupSearch, request))
}

/** @throws {Failure} unexpected (policy.md 4.7) */
export async function listPolicyGroupValues(
  { db }: Context,
  request: InputOf<typeof contract.listPolicyGroupValues>,
): Promise<ResponseOf<typeof contract.listPolicyGroupValues>> {
  return findGroupValues(db, request)
}

/** Policy groups page by page. */
export async function listPolicyGroupPage(
  { db }: Context,
  { list, ...filters }: InputOf<typeof contract.listPolicyGroupPage>,
): Promise<ResponseOf<typeof contract.listPolicyGroupPage>> {
  return findGroupPage(db, filters, list)
}

/** @throws {Failure} policy_group_id_not_found */
export async function readPolicyGroupSummary(
  { db }: Context,
  { policyGroupId }: InputOf<typeof contract.readPolicyGroupSummary>,
): Promise<ResponseOf<typeof contract.readPolicyGroupSummary>> {
  const group = await findGroupSummary(db, policyGroupId)
  if (!group) throw new Failure('policy_group_id_not_found')
  return group
}
