import { Failure, isMispType, policyTypeOf, stateOf } from '@pmp/contract'

interface PolicyState {
  isActive: boolean
  validToDate: Date
}

/**
 * Whether a policy can be given to a partner now.
 * @throws {Failure} policy_not_active · policy_expired · group_of_policy_not_active
 */
export function checkPolicyUsable(
  policy: PolicyState & { groupIsActive: boolean },
  now: Date,
): void {
  if (!policy.isActive) throw new Failure('policy_not_active')
  if (isPolicyOver(policy, now)) throw new Failure('policy_expired')
  if (!policy.groupIsActive) throw new Failure('group_of_policy_not_active')
}

/** Whether the validity of a policy has ended. */
export function isPolicyOver(
  { validToDate }: Pick<PolicyState, 'validToDate'>,
  now: Date,
): boolean {
  return validToDate < now
}

/**
 * The same at an approval, in the order of additions-1.3.0.md 4.6.
 * @throws {Failure} policy_not_active · request_policy_group_not_found · group_of_policy_not_active ·
 *   policy_expired
 */
export function checkPolicyGrantable(
  policy: PolicyState,
  group: { isActive: boolean } | undefined,
  now: Date,
): void {
  if (!policy.isActive) throw new Failure('policy_not_active')
  if (!group) throw new Failure('request_policy_group_not_found')
  if (!group.isActive) throw new Failure('group_of_policy_not_active')
  if (isPolicyOver(policy, now)) throw new Failure('policy_expired')
}

/**
 * What infrastructure providers may do for partners is for them alone (additions-1.3.0.md 8).
 * @throws {Failure} policy_for_misp_only
 */
export function checkPolicyIsForPartner(
  { policyType }: { policyType: string },
  { partnerTypeCode }: { partnerTypeCode: string },
): void {
  if (policyTypeOf(policyType) === 'MISP' && !isMispType(partnerTypeCode)) {
    throw new Failure('policy_for_misp_only')
  }
}

/**
 * A pair of partner and policy has one open request at most.
 * @throws {Failure} policy_request_pending · policy_request_already_granted
 */
export function checkNoOpenRequest(open: readonly { statusCode: string }[]): void {
  if (open.some(({ statusCode }) => stateOf(statusCode) === 'InProgress')) {
    throw new Failure('policy_request_pending')
  }
  if (open.length > 0) throw new Failure('policy_request_already_granted')
}

/**
 * The decision that a status word means, letter case ignored.
 * @throws {Failure} decision_unknown
 */
export function decisionOf(word: string): 'approved' | 'rejected' {
  const decision = word.toLowerCase()
  if (decision !== 'approved' && decision !== 'rejected') throw new Failure('decision_unknown')
  return decision
}

/** @throws {Failure} policy_request_already_approved · policy_request_already_rejected */
export function checkUndecided(statusCode: string): void {
  const state = stateOf(statusCode)
  if (state === 'approved') throw new Failure('policy_request_already_approved')
  if (state === 'rejected') throw new Failure('policy_request_already_rejected')
}
