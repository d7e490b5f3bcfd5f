import { lookUpPolicyOfApiKey, urlOf } from '@pmp/contract'

/** A command that looks up the policy behind a key; the secrets come from the reader's shell. */
export function lookUpSnippet(partnerId: string): string {
  // The key stays out of the text, so that the text can be shared.
  const path = urlOf(lookUpPolicyOfApiKey, { partnerId, apikey: 'API_KEY' })
  const address = `${window.location.origin}${path}`.replace(/API_KEY$/, '$API_KEY')
  return `curl -H "Authorization: Bearer $TOKEN" \\\n  "${address}"`
}
