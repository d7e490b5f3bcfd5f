import {
  Failure,
  type InputOf,
  type ResponseOf,
  type decidePolicyRequest as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { lockPartner } from '../partners/queries.ts'
import { lockPolicy } from '../policies/queries.ts'
import { lockPolicyGroup } from '../policy-groups/queries.ts'
import { hasBioExtractors, lockPolicyRequest, saveDecision } from './queries.ts'
import { checkPolicyGrantable, checkUndecided, decisionOf } from './rules.ts'

/**
 * Approves or rejects a request (auth-services.md 2.2, additions-1.3.0.md 4.6). Whether the policy can be used matters for
 * an approval only, so that a request for an expired policy can still be rejected.
 * @throws {Failure} each failure that the contract lists
 */
export async function decidePolicyRequest(
  context: Context,
  { mappingkey, status, reason }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, now } = context
  const request = await lockPolicyRequest(db, mappingkey)
  if (!request) throw new Failure('policy_request_not_found')
  checkUndecided(request.statusCode)
  const decision = decisionOf(status)
  if (decision === 'approved') await checkApprovable(context, request)

  const given = reason?.trim() ? reason.trim() : null
  await saveDecision(db, {
    id: mappingkey,
    status: decision,
    reason: given,
    actor: actor.userName,
    now,
  })
  await record(context, `policyRequest.${decision}`, {
    subjectType: 'policyRequest',
    subjectId: mappingkey,
    before: { status: request.statusCode },
    after: { status: decision, reason: given },
    details: { partnerId: request.partId, policyId: request.policyId },
  })
  return `Policy mapping ${decision} successfully`
}

async function checkApprovable(
  { db, config, now }: Context,
  request: { partId: string; policyId: string },
): Promise<void> {
  const partner = await lockPartner(db, request.partId)
  // Upstream: the partner is not looked at.
  if (!partner?.isActive) throw new Failure('partner_not_active')
  const policy = await lockPolicy(db, request.policyId)
  if (!policy) throw new Failure('request_policy_not_found')
  checkPolicyGrantable(policy, await lockPolicyGroup(db, policy.policyGroupId ?? ''), now)
  const needsExtractors = config.EXTRACTORS_REQUIRED_FOR.includes(partner.partnerTypeCode)
  if (needsExtractors && !(await hasBioExtractors(db, request.partId, request.policyId))) {
    throw new Failure('extractors_missing')
  }
}
