import { createHash, createPublicKey } from 'node:crypto'
import { Failure, isObject } from '@pmp/contract'
import { KEY_FLAWS, describePublicKey } from '@pmp/x509'
import { isEsignetSince } from '../../esignet/esignet-version.ts'

/** The members of a public JWK that are kept and sent on, in the order in which they are stored. */
const keptMembers = ['kty', 'crv', 'e', 'use', 'kid', 'alg', 'n', 'x', 'y'] as const

/** A public JWK with nothing but what is kept. RFC 7517 §4, RFC 7518 §6 */
export type ClientJwk = Partial<Record<(typeof keptMembers)[number], string>>

/** What only the private half has, or a key that both sides share. RFC 7518 §6.2.2, §6.3.2, §6.4.1 */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'r', 't']

/** Numbers of a key by its kind. */
const numbers: Readonly<Record<string, readonly ('n' | 'e' | 'x' | 'y')[]>> = {
  RSA: ['n', 'e'],
  EC: ['x', 'y'],
}

const curves = ['P-256', 'P-384', 'P-521']
const leastRsaBits = 2048
/** A number of 8,192 bits and a stray octet. */
const longestNumber = 1370
/** eSignet keeps the text of a key in a column of this width. */
const longestJwk = 1024

/**
 * Judges a JWK before anything of it is kept. The client id follows from the numbers alone, so that
 * no two clients ever have one key (auth-services.md 8.1).
 * @param version eSignet's, which takes keys on curves from 1.7 on and others never
 * @returns the public members only, numbers in their one canonical spelling; and whether private ones
 *   came along, which makes the key nobody's secret any more
 * @throws {Failure} client_key_unusable · public_key_refused
 */
export function readClientKey(
  sent: Readonly<Record<string, unknown>>,
  version: string | undefined,
): { jwk: ClientJwk; clientId: string; hadPrivateMembers: boolean } {
  const jwk = canonical(sent)
  if (!isKindTaken(jwk.kty, version)) throw new Failure('public_key_refused')
  const spki = spkiOf(jwk)
  const { type, bits, flaw } = describePublicKey(spki)
  if (flaw !== undefined) throw unusable(KEY_FLAWS[flaw])
  if (type === 'RSA' && bits < leastRsaBits) throw unusable(`fewer than ${leastRsaBits} bits`)
  if (JSON.stringify(jwk).length > longestJwk) throw unusable('it is too long')
  // Upstream's own clients send whole pairs, so they are taken, and nothing of the private half is.
  const hadPrivateMembers = secretMembers.some((member) => Object.hasOwn(sent, member))
  return { jwk, clientId: clientIdOf(spki), hadPrivateMembers }
}

/**
 * The public members of a JWK as it is stored, also of one from before private ones were refused.
 * @returns nothing for a text that is no JWK
 */
export function publicMembers(stored: Readonly<Record<string, unknown>>): ClientJwk {
  return Object.fromEntries(
    keptMembers.flatMap((member) => {
      const value = stored[member]
      return typeof value === 'string' ? [[member, value]] : []
    }),
  )
}

/**
 * The stored text of a public key for others to read: as it is, but without what is secret in rows of
 * before.
 */
export function publicKeyText(stored: string): string {
  const isSuspicious = secretMembers.some((member) => stored.includes(`"${member}"`))
  return isSuspicious ? JSON.stringify(publicMembers(objectIn(stored) ?? {})) : stored
}

/** Reads a stored JSON object; undefined for anything else. */
export function objectIn(stored: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(stored)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function unusable(constraint: string): Failure {
  return new Failure('client_key_unusable', { constraint })
}

/** Checks the members that are kept, and writes numbers as RFC 7518 §2 wants them. */
function canonical(sent: Readonly<Record<string, unknown>>): ClientJwk {
  const { kty } = sent
  if (typeof kty !== 'string') throw unusable('it has no kty')
  if (!['RSA', 'EC', 'OKP'].includes(kty)) throw unusable('its kty is none of a public key')
  const wrong = keptMembers.find((member) => !['string', 'undefined'].includes(typeof sent[member]))
  if (wrong !== undefined) throw unusable(`its ${wrong} is no text`)
  const kept = publicMembers(sent)
  for (const name of numbers[kty] ?? []) {
    const number = kept[name]
    if (number === undefined) throw unusable(`it has no ${name}`)
    kept[name] = kty === 'RSA' ? withoutZeros(number) : octetsOf(number).toString('base64url')
  }
  const foreign: readonly (keyof ClientJwk)[] = kty === 'RSA' ? ['crv', 'x', 'y'] : ['n', 'e']
  for (const name of foreign) delete kept[name]
  return kept
}

function octetsOf(number: string): Buffer {
  // RFC 7515 §2 knows no padding, which many write all the same.
  const isText = /^[\w-]+={0,2}$/.test(number) && number.length <= longestNumber
  if (!isText) throw unusable('a number is not base64url, or too long')
  return Buffer.from(number, 'base64url')
}

/** RFC 7518 §2: as few octets as the number needs. */
function withoutZeros(number: string): string {
  const octets = octetsOf(number)
  const first = octets.findIndex((octet) => octet !== 0)
  if (first === -1) throw unusable('a number is zero')
  return octets.subarray(first).toString('base64url')
}

function isKindTaken(kty: string | undefined, version: string | undefined): boolean {
  return kty === 'RSA' || (kty === 'EC' && isEsignetSince(version, [1, 7]))
}

/** The key as SubjectPublicKeyInfo. RFC 5280 §4.1.2.7 */
function spkiOf({ kty, crv, n, e, x, y }: ClientJwk): Buffer {
  if (kty === 'EC' && !curves.includes(crv ?? '')) throw unusable('its curve is not supported')
  try {
    const numbers = kty === 'RSA' ? { kty, n, e } : { kty, crv, x, y }
    const key = createPublicKey({ key: numbers, format: 'jwk' })
    return key.export({ type: 'spki', format: 'der' })
  } catch {
    throw unusable('its numbers are no key')
  }
}

function clientIdOf(spki: Buffer): string {
  return createHash('sha256').update(spki.toString('base64'), 'ascii').digest('base64url')
}
