import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { readSearch } from '../../http/search.ts'
import { policyOfGroup } from '../policies/policy-response.ts'
import { findPoliciesOfGroups } from '../policies/queries.ts'
import { findGroupPage, findGroupSummary } from './list-queries.ts'
import {
  findActivePolicyGroups,
  findAllPolicyGroups,
  findGroups,
  findGroupValues,
  findPolicyGroup,
  groupSearch,
} from './queries.ts'

/** @throws {Failure} no_active_policy_group (policy.md 4.5) */
export async function listActivePolicyGroups({
  db,
}: Context): Promise<ResponseOf<typeof contract.listActivePolicyGroups>> {
  const groups = await findActivePolicyGroups(db)
  if (groups.length === 0) throw new Failure('no_active_policy_group')
  return groups
}

/** @throws {Failure} policy_group_id_not_found (policy.md 4.4) */
export async function readPolicyGroup(
  { db }: Context,
  { policygroupId }: InputOf<typeof contract.readPolicyGroup>,
): Promise<ResponseOf<typeof contract.readPolicyGroup>> {
  const policyGroup = await findPolicyGroup(db, policygroupId)
  if (!policyGroup) throw new Failure('policy_group_id_not_found')
  const policies = await findPoliciesOfGroups(db, policygroupId)
  return { policyGroup, policies: policies.toSorted(byName).flatMap(policyOfGroup) }
}

/** Every group with its policies, none left out; groups and policies by name (policy.md 4.4). */
export async function listPolicyGroups({
  db,
}: Context): Promise<ResponseOf<typeof contract.listPolicyGroups>> {
  const groups = await findAllPolicyGroups(db)
  const policies = await findPoliciesOfGroups(db)
  const byGroup = Map.groupBy(policies, ({ policyGroupId }) => policyGroupId)
  return groups.toSorted(byName).map((policyGroup) => ({
    policyGroup,
    policies: (byGroup.get(policyGroup.id) ?? []).toSorted(byName).flatMap(policyOfGroup),
  }))
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : Number(a.name > b.name)
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
