import type { RowOf, listAllApiKeys } from '@pmp/contract'
import { seenEnd, statusByEnd } from '../../domain/ending.ts'

export type ApiKey = RowOf<typeof listAllApiKeys>

/** Which key is meant: labels are unique for a partner and a policy. */
export function nameOfKey({ partnerId, policyId, apiKeyLabel }: ApiKey) {
  return { partnerId, policyId, apiKeyName: apiKeyLabel }
}

/** When a key ends; null where it carries a date that nobody will see. */
export function endOf({ apiKeyExpiryDateTime: end }: ApiKey): Date | null {
  return seenEnd(end)
}

/** Whether systems that send the key are served, and for how long. */
export function statusOfKey({ status, apiKeyExpiryDateTime: end }: ApiKey) {
  return statusByEnd(status !== 'deactivated', end)
}

/** Whether it can still be replaced, changed and deactivated. */
export function isInUse(key: ApiKey): boolean {
  return ['activated', 'expiring'].includes(statusOfKey(key))
}
