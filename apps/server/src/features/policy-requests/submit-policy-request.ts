import {
  Failure,
  type InputOf,
  type ResponseOf,
  type submitPolicyRequest as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { lockPartner, type Partner } from '../partners/queries.ts'
import { checkMayActFor } from '../../identity/ownership.ts'
import { findPoliciesNamed, isNameOfActivePolicy, lockPolicy } from '../policies/queries.ts'
import { findOpenRequests, insertPolicyRequest } from './queries.ts'
import { checkNoOpenRequest, checkPolicyIsForPartner, checkPolicyUsable } from './rules.ts'

/**
 * A partner asks for the use of a policy (auth-services.md 2.1). The partner's row is held, so two
 * equal requests at once cannot both pass.
 * @throws {Failure} each failure that the contract lists
 */
export async function submitPolicyRequest(
  context: Context,
  { partnerId, policyName, useCaseDescription }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor } = context
  const partner = await lockPartner(db, partnerId)
  if (!partner) throw new Failure('partner_not_found')
  checkMayActFor(actor, partner)
  if (!partner.isActive) throw new Failure('partner_not_active')
  const policy = await findPolicyForPartner(context, partner, policyName)
  const id = await openRequest(context, { partner, policy, detail: useCaseDescription })
  return { mappingkey: id, message: 'Policy mapping request submitted successfully.' }
}

interface Wanted {
  partner: Partner
  policy: Awaited<ReturnType<typeof findPolicyForPartner>>
  detail: string
}

/**
 * Stores a request that waits, of a partner that is held.
 * @returns its id
 * @throws {Failure} policy_for_misp_only · policy_not_active · policy_expired ·
 *   group_of_policy_not_active · policy_request_pending · policy_request_already_granted · no_free_id
 */
export async function openRequest(
  context: Context,
  { partner, policy, detail }: Wanted,
): Promise<string> {
  const { db, actor, now } = context
  checkPolicyIsForPartner(policy, partner)
  checkPolicyUsable(policy, now)
  checkNoOpenRequest(await findOpenRequests(db, partner.id, policy.id))

  const id = await insertPolicyRequest(db, {
    partnerId: partner.id,
    policyId: policy.id,
    detail,
    actor: actor.userName,
    now,
  })
  await record(context, 'policyRequest.submitted', {
    subjectType: 'policyRequest',
    subjectId: id,
    after: { partnerId: partner.id, policyId: policy.id, status: 'InProgress' },
  })
  return id
}

/**
 * The policy of that name in the partner's group, held until the transaction ends. A name that no
 * active policy has anywhere is unknown.
 * @throws {Failure} requested_policy_not_found · policy_outside_partner_group
 */
export async function findPolicyForPartner({ db }: Context, partner: Partner, policyName: string) {
  if (!(await isNameOfActivePolicy(db, policyName))) {
    throw new Failure('requested_policy_not_found')
  }
  const [policy] = partner.policyGroupId
    ? await findPoliciesNamed(db, policyName, partner.policyGroupId)
    : []
  if (!policy) throw new Failure('policy_outside_partner_group')
  // Held against a deactivation that runs at the same time (policy.md 3.7).
  const current = await lockPolicy(db, policy.id)
  return { ...policy, isActive: current?.isActive ?? false }
}
