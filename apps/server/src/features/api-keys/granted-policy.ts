import { Failure } from '@pmp/contract'
import type { Context } from '../../context.ts'
import type { Partner } from '../partners/queries.ts'
import { findPolicy, type PolicyWithGroup } from '../policies/queries.ts'
import { isPolicyApproved } from '../policy-requests/queries.ts'
import { checkPolicyUsable } from '../policy-requests/rules.ts'

/**
 * A policy of the partner's group that can be used now and is approved for the partner.
 * @throws {Failure} policy_not_in_partner_group · policy_not_active · policy_expired ·
 *   group_of_policy_not_active · policy_not_approved_for_partner
 */
export async function findGrantedPolicy(
  { db, now }: Context,
  partner: Partner,
  policyId: string,
): Promise<PolicyWithGroup> {
  const policy = await findPolicy(db, policyId)
  if (!policy || policy.policyGroupId !== partner.policyGroupId) {
    throw new Failure('policy_not_in_partner_group')
  }
  checkPolicyUsable(policy, now)
  if (!(await isPolicyApproved(db, partner.id, policy.id))) {
    throw new Failure('policy_not_approved_for_partner')
  }
  return policy
}
