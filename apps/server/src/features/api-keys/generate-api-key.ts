import {
  Failure,
  type InputOf,
  type ResponseOf,
  type generateApiKey as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { lockPartner, type Partner } from '../partners/queries.ts'
import { isOwner } from '../../identity/ownership.ts'
import { isSameUserId } from '../../identity/user-ids.ts'
import { findPoliciesNamed, holdPolicy } from '../policies/queries.ts'
import { isPolicyApproved } from '../policy-requests/queries.ts'
import { checkPolicyUsable } from '../policy-requests/rules.ts'
import { issueKey } from './issue-key.ts'
import { isLabelTaken } from './queries.ts'
import { normalizedLabel } from './rules.ts'

/**
 * Generates an API key; the answer is the only place that shows it (auth-services.md 3.1).
 * @throws {Failure} each failure that the contract lists
 */
export async function generateApiKey(
  context: Context,
  { partnerId, policyName, label: asked }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const label = normalizedLabel(asked)
  const partner = await lockOwnPartner(context, partnerId)
  const policy = await findUsablePolicy(context, partner, { policyName, label })

  const apiKey = await issueKey(context, { partner, policy, label })
  return { apiKey, label, policyId: policy.id, partnerId: partner.id }
}

/** Only the partner's own user; not even administrators make keys for others. */
async function lockOwnPartner({ db, actor }: Context, partnerId: string): Promise<Partner> {
  const partner = await lockPartner(db, partnerId)
  // Upstream: an unknown partner that is not the caller's name reads as "not yours".
  const isOwnName = isSameUserId(partnerId, actor.userName)
  if (!partner && isOwnName) throw new Failure('key_partner_not_found')
  if (!partner || !isOwner(actor, partner)) throw new Failure('caller_not_owner')
  if (!partner.isActive) throw new Failure('partner_not_active')
  return partner
}

async function findUsablePolicy(
  { db, now }: Context,
  partner: Partner,
  { policyName, label }: { policyName: string; label: string },
) {
  const { policyGroupId } = partner
  const find = async () =>
    policyGroupId ? await findPoliciesNamed(db, policyName, policyGroupId) : []
  for (const { id } of await find()) await holdPolicy(db, id)
  // As it is now that it is held.
  const [policy] = await find()
  if (!policy) throw new Failure('policy_not_in_partner_group')
  if (await isLabelTaken(db, { partnerId: partner.id, policyId: policy.id, label }))
    throw new Failure('api_key_label_taken')
  if (!(await isPolicyApproved(db, partner.id, policy.id))) {
    throw new Failure('policy_not_approved_for_partner')
  }
  checkPolicyUsable(policy, now)
  return policy
}
