import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import {
  findAllPolicyGroups,
  findPolicyGroup,
  findPolicyGroupByName,
} from '../policy-groups/queries.ts'
import { policyOfGroup } from './policy-response.ts'
import { findActivePoliciesOfGroup, findPoliciesOfGroups } from './queries.ts'

/** @throws {Failure} policy_group_name_not_found · policy_group_not_active (policy.md 5.7) */
export async function listActivePoliciesOfGroup(
  { db }: Context,
  { groupName }: InputOf<typeof contract.listActivePoliciesOfGroup>,
): Promise<ResponseOf<typeof contract.listActivePoliciesOfGroup>> {
  const group = await findPolicyGroupByName(db, groupName)
  if (!group) throw new Failure('policy_group_name_not_found')
  if (!group.isActive) throw new Failure('policy_group_not_active')
  const policies = await findActivePoliciesOfGroup(db, group.id)
  return policies.map((policy) => ({
    policyGroupId: group.id,
    policyGroupName: group.name,
    ...policy,
  }))
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
