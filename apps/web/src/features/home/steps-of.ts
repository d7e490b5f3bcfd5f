import { isMispType } from '@pmp/contract'
import type { Session } from '../../shell/session.tsx'

type Partner = Pick<
  Session['partners'][number],
  | 'partnerType'
  | 'hasCertificate'
  | 'pendingRequests'
  | 'approvedRequests'
  | 'activeApiKeys'
  | 'activeLicences'
>

export interface PartnerStep {
  id:
    | 'account'
    | 'registration'
    | 'certificate'
    | 'sentCertificate'
    | 'request'
    | 'approval'
    | 'key'
    | 'licence'
  isDone: boolean
  /** Who must act when it is the next one. */
  actor: 'you' | 'administrator'
}

/** The steps of a partner in their order; the first that is not done is the next one. */
export function stepsOf(
  partner: Partner,
  policyRequiredTypes: readonly string[],
  mayGenerateKeys: boolean,
): PartnerStep[] {
  const { pendingRequests, approvedRequests } = partner
  const asksForPolicies = policyRequiredTypes.includes(partner.partnerType.toUpperCase())
  if (isMispType(partner.partnerType)) return stepsOfMisp(partner)
  const isAuthPartner = partner.partnerType.toLowerCase() === 'auth_partner'
  const steps: PartnerStep[] = [
    { id: 'account', isDone: true, actor: 'you' },
    { id: 'registration', isDone: true, actor: 'you' },
    { id: 'certificate', isDone: partner.hasCertificate, actor: 'you' },
  ]
  if (asksForPolicies) {
    steps.push(
      { id: 'request', isDone: pendingRequests + approvedRequests > 0, actor: 'you' },
      { id: 'approval', isDone: approvedRequests > 0, actor: 'administrator' },
    )
  }
  if (asksForPolicies && isAuthPartner && mayGenerateKeys)
    steps.push({ id: 'key', isDone: partner.activeApiKeys > 0, actor: 'you' })
  return steps
}

/** The certificate of a MISP is uploaded by an administrator (additions-1.3.0.md 2.6). */
function stepsOfMisp({ hasCertificate, activeLicences }: Partner): PartnerStep[] {
  return [
    { id: 'account', isDone: true, actor: 'you' },
    { id: 'registration', isDone: true, actor: 'you' },
    { id: 'sentCertificate', isDone: hasCertificate, actor: 'administrator' },
    { id: 'licence', isDone: activeLicences > 0, actor: 'you' },
  ]
}
