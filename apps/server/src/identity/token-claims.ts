import type { Account } from './accounts.ts'

// Browsers drop cookies above 4096 bytes. A token is 4/3 of its claims plus about 1.6 KB of header,
// signature and fixed claims, which leaves this for what people type.
const longestTypedBytes = 1650

/** Claims of an account as Keycloak's mappers write them (integration.md 8.3, common.md 4.1). */
export function profileClaims(account: Account) {
  const { organizationName, partnerType, phoneNumber, address, langCode, locale } =
    account.attributes
  const typed = {
    preferred_username: account.userName,
    email: account.email,
    given_name: account.givenName,
    family_name: account.familyName,
    name: `${account.givenName} ${account.familyName}`.trim(),
    phoneNumber,
    organizationName,
  }
  const room = longestTypedBytes - Buffer.byteLength(JSON.stringify(typed))
  return {
    ...typed,
    // Upstream: the claim of the address has this name.
    addressTest: address === undefined ? undefined : cutToBytes(address, Math.max(room, 0)),
    partnerType,
    langCode,
    locale,
  }
}

/** What an access token says beyond the claims of RFC 9068. */
export function accessTokenClaims(account: Account, clientId: string) {
  return {
    ...profileClaims(account),
    typ: 'Bearer',
    azp: clientId,
    email_verified: false,
    realm_access: { roles: account.roles },
  }
}

/** The longest beginning of a text that fits, without half a character at its end. */
function cutToBytes(text: string, bytes: number): string {
  const whole = Buffer.from(text)
  if (whole.length <= bytes) return text
  const cut = new TextDecoder().decode(whole.subarray(0, bytes), { stream: true })
  return cut
}
