import { eventTime } from '../../outbox/enqueue.ts'
import { readPolicyText } from './rules.ts'

interface PublishedPolicy {
  id: string
  name: string
  descr: string
  isActive: boolean
  policyFileId: string
  validFromDate: Date
  validToDate: Date
}

/** `policyData` of events (integration.md 1.3): the whole policy, as consumers store it. */
export function policyData(policy: PublishedPolicy): Record<string, unknown> {
  return {
    policyId: policy.id,
    policy: readPolicyText(policy.policyFileId),
    policyName: policy.name,
    policyStatus: policy.isActive ? 'ACTIVE' : 'DEACTIVE',
    policyDescription: policy.descr,
    policyCommenceOn: eventTime(policy.validFromDate),
    policyExpiresOn: eventTime(policy.validToDate),
  }
}
