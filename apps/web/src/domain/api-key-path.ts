/** The page of an API key; a label may hold any character. */
export function pathOfKey(key: { partnerId: string; policyId: string; label: string }): string {
  const parts = [key.partnerId, key.policyId, key.label]
  return `/api-keys/${parts.map(encodeURIComponent).join('/')}`
}
