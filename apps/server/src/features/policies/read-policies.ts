import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { policyResponse } from './policy-response.ts'
import {
  findActivePoliciesOfGroup,
  findActivePolicyGroups,
  findPolicies,
  findPolicy,
  findPolicyGroupByName,
  mayUsePolicy,
} from './queries.ts'

/** @throws {Failure} no_active_policy_group (policy.md 4.5) */
export async function listActivePolicyGroups({
  db,
}: Context): Promise<ResponseOf<typeof contract.listActivePolicyGroups>> {
  const groups = await findActivePolicyGroups(db)
  if (groups.length === 0) throw new Failure('no_active_policy_group')
  return groups
}

/** @throws {Failure} policy_not_found · policy_text_unreadable (policy.md 5.6) */
export async function readPolicy(
  { db }: Context,
  { policyId }: InputOf<typeof contract.readPolicy>,
): Promise<ResponseOf<typeof contract.readPolicy>> {
  const policy = await findPolicy(db, policyId)
  if (!policy) throw new Failure('policy_not_found')
  return policyResponse(policy)
}

/**
 * The look-up of Datashare and others: the policy, if the partner may use it.
 * @throws {Failure} no_active_key_for_policy · policy_not_found · policy_text_unreadable
 */
export async function readPolicyOfPartner(
  context: Context,
  { policyId, partnerId }: InputOf<typeof contract.readPolicyOfPartner>,
): Promise<ResponseOf<typeof contract.readPolicyOfPartner>> {
  if (!(await mayUsePolicy(context.db, partnerId, policyId))) {
    throw new Failure('no_active_key_for_policy')
  }
  return readPolicy(context, { policyId })
}

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

/** Policies page by page (policy.md 5.8). */
export async function listPolicies(
  { db }: Context,
  { list, ...filters }: InputOf<typeof contract.listPolicies>,
): Promise<ResponseOf<typeof contract.listPolicies>> {
  return findPolicies(db, filters, list)
}
