/** Octets as JOSE writes them. RFC 7515 §2; `btoa` because browsers have no `Buffer`. */
export function toBase64url(octets: Uint8Array): string {
  const text = Array.from(octets, (octet) => String.fromCodePoint(octet)).join('')
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** @returns undefined for what is no base64url; RFC 7515 §2 knows no padding, which many write all the same */
export function fromBase64url(text: string): Uint8Array | undefined {
  const digits = /^(?<digits>[\w-]+)={0,2}$/.exec(text)?.groups?.['digits']
  if (digits === undefined || digits.length % 4 === 1) return undefined
  const octets = atob(digits.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(octets, (octet) => octet.codePointAt(0) ?? 0)
}
