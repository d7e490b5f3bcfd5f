import {
  Failure,
  type InputOf,
  type ResponseOf,
  type decidePolicyRequest as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { lockPartner, type Partner } from '../partners/queries.ts'
import { lockPolicy, type StoredPolicy } from '../policies/queries.ts'
import { lockPolicyGroup } from '../policy-groups/queries.ts'
import {
  findPairOfRequest,
  lockPolicyRequest,
  saveDecisions,
  type PolicyRequestRow,
} from '../policy-requests/queries.ts'
import { checkPolicyGrantable, checkUndecided, decisionOf } from '../policy-requests/rules.ts'
import { checkComplete, findAsked, refuseAsked, takeOver } from './take-over.ts'

/**
 * Approves or rejects a request with all that is asked for with it (auth-services.md 2.2,
 * additions-1.3.0.md 4.6). Whether the policy can be used matters for an approval only, so that a
 * request for an expired policy can still be rejected.
 * @throws {Failure} each failure that the contract lists
 */
export async function decidePolicyRequest(
  context: Context,
  { mappingkey, status, reason }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, now } = context
  // Partner, policy and group are held before what hangs on them everywhere, so that nobody waits in a
  // circle.
  const pair = await findPairOfRequest(db, mappingkey)
  const partner = pair && (await lockPartner(db, pair.partId))
  const policy = pair && (await lockPolicy(db, pair.policyId))
  const group = policy && (await lockPolicyGroup(db, policy.policyGroupId ?? ''))
  const request = await lockPolicyRequest(db, mappingkey)
  if (!request) throw new Failure('policy_request_not_found')
  checkUndecided(request.statusCode)
  const decision = decisionOf(status)
  if (decision === 'approved') await approve(context, request, { partner, policy, group })
  else await refuseAsked(context, mappingkey)

  const given = reason?.trim() ? reason.trim() : null
  const by = { actor: actor.userName, now }
  await saveDecisions(db, [mappingkey], { status: decision, reason: given, ...by })
  await record(context, `policyRequest.${decision}`, {
    subjectType: 'policyRequest',
    subjectId: mappingkey,
    before: { status: request.statusCode },
    after: { status: decision, reason: given },
    details: { partnerId: request.partId, policyId: request.policyId },
  })
  return `Policy mapping ${decision} successfully`
}

interface Held {
  partner: Partner | undefined
  policy: StoredPolicy | undefined
  group: Awaited<ReturnType<typeof lockPolicyGroup>>
}

async function approve(
  context: Context,
  request: PolicyRequestRow,
  { partner, policy, group }: Held,
): Promise<void> {
  const { config, now } = context
  checkPartnerActive(partner)
  if (!policy) throw new Failure('request_policy_not_found')
  checkPolicyGrantable(policy, group, now)
  const asked = await findAsked(context, request.id)
  if (config.EXTRACTORS_REQUIRED_FOR.includes(partner.partnerTypeCode)) checkComplete(asked)
  await takeOver(context, request, asked)
}

/** @throws {Failure} partner_not_active */
export function checkPartnerActive(
  partner: Pick<Partner, 'isActive'> | undefined,
): asserts partner {
  // Upstream: the partner is not looked at.
  if (!partner?.isActive) throw new Failure('partner_not_active')
}
