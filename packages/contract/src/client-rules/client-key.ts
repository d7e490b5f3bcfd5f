import {
  KEY_FLAWS,
  describePublicKey,
  spkiOfNumbers,
  type PublicNumbers,
} from '@pmp/x509/public-key'
import { fromBase64url, toBase64url } from './base64url.ts'

/** The members of a public JWK that are kept and sent on, in the order in which they are stored. */
const keptMembers = ['kty', 'crv', 'e', 'use', 'kid', 'alg', 'n', 'x', 'y'] as const

/** A public JWK with nothing but what is kept. RFC 7517 §4, RFC 7518 §6 */
export type ClientJwk = Partial<Record<(typeof keptMembers)[number], string>>

/** What only the private half has, or a key that both sides share. RFC 7518 §6.2.2, §6.3.2, §6.4.1 */
export const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'r', 't']

/** Kinds of keys that some eSignet takes. */
export type KeyKind = 'RSA' | 'EC'

/** Numbers of a key by its kind. */
const numberMembers = { RSA: ['n', 'e'], EC: ['x', 'y'] } as const

const leastRsaBits = 2048
/** A number of 8,192 bits and a stray octet. */
const longestNumber = 1370
/** eSignet keeps the text of a key in a column of this width. */
const longestJwk = 1024

/** Why a JWK cannot be the key of a client, besides the flaws of its key: by name, with words for the wire. */
export const CLIENT_KEY_FLAWS = {
  no_kty: 'it has no kty',
  kty_not_public: 'its kty is none of a public key',
  kind_not_taken: 'eSignet takes no keys of this kind',
  member_not_text: 'a member is no text',
  number_missing: 'a number is missing',
  number_malformed: 'a number is not base64url, or too long',
  number_zero: 'a number is zero',
  curve_not_supported: 'its curve is not supported',
  numbers_no_key: 'its numbers are no key',
  too_weak: `fewer than ${leastRsaBits} bits`,
  too_long: 'it is too long',
  ...KEY_FLAWS,
} as const

type ClientKeyFlaw = keyof typeof CLIENT_KEY_FLAWS

/** A key that a client may have. */
export interface ClientKey {
  /** The public members only, numbers in their one canonical spelling. */
  jwk: ClientJwk
  /** SubjectPublicKeyInfo. RFC 5280 §4.1.2.7 */
  spki: Uint8Array
  kind: KeyKind
  bits: number
  /** Whether private members came along, which makes the key nobody's secret any more. */
  hadPrivateMembers: boolean
}

type Judged = ClientKey | { flaw: ClientKeyFlaw }

/**
 * Judges a JWK before anything of it is kept (auth-services.md 8.1, esignet.md).
 * @param keyKinds those that eSignet takes
 */
export function judgeClientKey(
  sent: Readonly<Record<string, unknown>>,
  keyKinds: readonly KeyKind[],
): Judged {
  const { kty } = sent
  if (typeof kty !== 'string') return { flaw: 'no_kty' }
  if (!['RSA', 'EC', 'OKP'].includes(kty)) return { flaw: 'kty_not_public' }
  const isText = (member: string) => ['string', 'undefined'].includes(typeof sent[member])
  if (!keptMembers.every(isText)) return { flaw: 'member_not_text' }
  if (kty !== 'RSA' && kty !== 'EC') return { flaw: 'kind_not_taken' }
  if (!keyKinds.includes(kty)) return { flaw: 'kind_not_taken' }
  const read = canonical(publicMembers(sent), kty)
  if ('flaw' in read) return read
  const spki = spkiOfNumbers(read.numbers)
  if (!spki) return { flaw: 'numbers_no_key' }
  const { bits, flaw } = describePublicKey(spki)
  if (flaw !== undefined) return { flaw }
  if (kty === 'RSA' && bits < leastRsaBits) return { flaw: 'too_weak' }
  if (JSON.stringify(read.jwk).length > longestJwk) return { flaw: 'too_long' }
  const hadPrivateMembers = holdsSecrets(sent)
  return { jwk: read.jwk, spki, kind: kty, bits, hadPrivateMembers }
}

/** Whether a JWK has a member of the private half. */
export function holdsSecrets(jwk: Readonly<Record<string, unknown>>): boolean {
  return secretMembers.some((member) => Object.hasOwn(jwk, member))
}

/** The public members of a JWK that are texts, in the order in which they are stored. */
export function publicMembers(jwk: Readonly<Record<string, unknown>>): ClientJwk {
  return Object.fromEntries(
    keptMembers.flatMap((member) => {
      const value = jwk[member]
      return typeof value === 'string' ? [[member, value]] : []
    }),
  )
}

/** Reads the numbers and writes them as RFC 7518 §2 wants them. */
function canonical(
  kept: ClientJwk,
  kty: KeyKind,
): { jwk: ClientJwk; numbers: PublicNumbers } | { flaw: ClientKeyFlaw } {
  const jwk = { ...kept }
  const octets: Record<string, Uint8Array> = {}
  for (const name of numberMembers[kty]) {
    const number = kept[name]
    if (number === undefined) return { flaw: 'number_missing' }
    const read = number.length <= longestNumber ? fromBase64url(number) : undefined
    if (!read) return { flaw: 'number_malformed' }
    const first = read.findIndex((octet) => octet !== 0)
    if (kty === 'RSA' && first === -1) return { flaw: 'number_zero' }
    // RFC 7518 §6.3.1.1: as few octets as an RSA number needs; §6.2.1.2: coordinates are of one size.
    octets[name] = kty === 'RSA' ? read.subarray(first) : read
    jwk[name] = toBase64url(octets[name])
  }
  const { n, e, x, y } = octets
  if (n && e) {
    for (const foreign of ['crv', 'x', 'y'] as const) delete jwk[foreign]
    return { jwk, numbers: { kty: 'RSA', n, e } }
  }
  for (const foreign of ['n', 'e'] as const) delete jwk[foreign]
  const { crv = '' } = kept
  if (!x || !y || !clientCurves.includes(crv)) return { flaw: 'curve_not_supported' }
  return { jwk, numbers: { kty: 'EC', crv, x, y } }
}

const clientCurves = ['P-256', 'P-384', 'P-521']

/**
 * The id of the client that has a key, so that no two clients ever have one key (auth-services.md 8.1).
 * @param spki SubjectPublicKeyInfo
 */
export async function clientIdOf(spki: Uint8Array): Promise<string> {
  const standard = btoa(Array.from(spki, (octet) => String.fromCodePoint(octet)).join(''))
  return toBase64url(await sha256(standard))
}

/** The thumbprint of a public JWK. RFC 7638 §3: required members only, in the order of their names. */
export async function thumbprintOf({ kty, crv, n, e, x, y }: ClientJwk): Promise<string> {
  const required = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y }
  return toBase64url(await sha256(JSON.stringify(required)))
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}
