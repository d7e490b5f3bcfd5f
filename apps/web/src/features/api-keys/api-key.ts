import type { RowOf, listAllApiKeys } from '@pmp/contract'
import { seenEnd, statusByEnd } from '../../domain/ending.ts'
import { useMay } from '../../shell/session.tsx'
import type { PageAbove } from '../../ui/page.tsx'

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

/** The page above those of keys: the list, else what keys are made for, which everybody has who makes some. */
export function useKeysAbove(): PageAbove {
  const may = useMay()
  return may('apiKeys.list')
    ? { to: '/api-keys', title: 'keys.menu' }
    : { to: '/policy-requests', title: 'requests.menu' }
}
