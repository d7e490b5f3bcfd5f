import type { RowOf, listAllApiKeys } from '@pmp/contract'
import { dayMs } from '../../durations.ts'

export type ApiKey = RowOf<typeof listAllApiKeys>

const soonDays = 30
const mostYears = 100

/** Which key is meant: labels are unique for a partner and a policy. */
export function nameOfKey({ partnerId, policyId, apiKeyLabel }: ApiKey) {
  return { partnerId, policyId, apiKeyName: apiKeyLabel }
}

/** When a key ends; null where it carries a date that nobody will see. */
export function endOf({ apiKeyExpiryDateTime: end }: ApiKey): Date | null {
  return end && end.getFullYear() < new Date().getFullYear() + mostYears ? end : null
}

/** Whether systems that send the key are served, and for how long. */
export function statusOfKey(key: ApiKey): 'activated' | 'expiring' | 'expired' | 'deactivated' {
  if (key.status === 'deactivated') return 'deactivated'
  const left = (key.apiKeyExpiryDateTime?.getTime() ?? Infinity) - Date.now()
  if (left < 0) return 'expired'
  return left < soonDays * dayMs ? 'expiring' : 'activated'
}

/** Whether it can still be replaced, changed and deactivated. */
export function isInUse(key: ApiKey): boolean {
  return ['activated', 'expiring'].includes(statusOfKey(key))
}
