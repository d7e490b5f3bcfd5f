import { stateOf, type checkAcceptance, type ResponseOf } from '@pmp/contract'
import { isDeactivated } from '../partners/rules.ts'
import { isPolicyOver } from '../policy-requests/rules.ts'

export type Check = ResponseOf<typeof checkAcceptance>['checks'][number]
type Name = Check['check']
type Reason = NonNullable<Check['reason']>

/** @param reason null: passed */
export function judged(check: Name, reason: Reason | null, at: Date | null = null): Check {
  return { check, outcome: reason === null ? 'passed' : 'failed', reason, at }
}

/** A check whose object is missing, which another check says. */
export function notReached(check: Name): Check {
  return { check, outcome: 'not_reached', reason: null, at: null }
}

/** Whether a partner may call at all: consumers compare its state (integration.md 2.2). */
export function judgePartner(partner: { approvalStatus: string; isActive: boolean }): Check[] {
  const state = stateOf(partner.approvalStatus)
  const refusal = state === 'rejected' ? 'rejected' : 'not_approved'
  const off = isDeactivated(partner) ? 'deactivated' : 'not_approved'
  return [
    judged('partner_approved', state === 'approved' ? null : refusal),
    judged('partner_active', partner.isActive ? null : off),
  ]
}

/** The certificate that consumers were told, with whose key calls are signed. */
export interface Certificate {
  notBefore: Date
  notAfter: Date
  isRevoked: boolean
}

/** Whether calls signed with it are believed; RFC 5280 §4.1.2.5: both ends of its period are inclusive. */
export function judgeCertificate(certificate: Certificate | undefined, now: Date): Check[] {
  if (!certificate) {
    return [
      judged('certificate_present', 'missing'),
      notReached('certificate_in_date'),
      notReached('certificate_not_revoked'),
    ]
  }
  const { notBefore, notAfter, isRevoked } = certificate
  const isEarly = notBefore > now
  const reason = isEarly ? 'not_begun' : notAfter < now ? 'expired' : null
  return [
    judged('certificate_present', null),
    judged('certificate_in_date', reason, isEarly ? notBefore : notAfter),
    judged('certificate_not_revoked', isRevoked ? 'revoked' : null),
  ]
}

interface Policy {
  policySchema: string | null
  isActive: boolean
  validToDate: Date
}

/** @param states of the partner's requests for the policy */
export function judgePolicy(
  policy: Policy | undefined,
  states: readonly string[],
  now: Date,
): Check[] {
  if (!policy) {
    return [
      judged('policy_published', 'gone'),
      notReached('policy_in_date'),
      notReached('request_approved'),
    ]
  }
  const off = policy.policySchema === null ? 'draft' : 'deactivated'
  return [
    judged('policy_published', policy.isActive ? null : off),
    judged('policy_in_date', isPolicyOver(policy, now) ? 'expired' : null, policy.validToDate),
    judged('request_approved', whyNotApproved(states)),
  ]
}

export const policyNotReached: readonly Check[] = [
  notReached('policy_published'),
  notReached('policy_in_date'),
  notReached('request_approved'),
]

/** The best of several requests counts. */
function whyNotApproved(states: readonly string[]): Reason | null {
  if (states.includes('approved')) return null
  if (states.includes('InProgress')) return 'waiting'
  return states.includes('rejected') ? 'rejected' : 'missing'
}

/** Passed also where nobody says which policy is meant. */
export function judgeOfPolicy(
  check: 'key_of_policy' | 'client_of_policy' | 'licence_of_policy',
  policyId: string | null,
  meant: string | null,
): Check {
  return judged(check, meant === null || meant === policyId ? null : 'other_policy')
}
