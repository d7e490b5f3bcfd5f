import { holdsSecrets, toBase64url } from '@pmp/contract/client-rules'
import { holdsPrivateKey, textOfBytes } from '@pmp/x509/private-key'
import {
  numbersOfPkcs1,
  numbersOfSpki,
  spkiOfCertificate,
  type PublicNumbers,
} from '@pmp/x509/public-key'
import { pemOf } from '../../domain/keys/private-key-file.ts'

/** In which of the ways that are in use a public key was given. */
export type KeyForm = 'jwk' | 'jwks' | 'pem' | 'certificate'

/** Why a text cannot be read as one public key. */
type KeyTextFlaw = 'private' | 'unreadable' | 'no_key' | 'several_keys' | 'kind_not_taken'

type Jwk = Readonly<Record<string, unknown>>

export type ReadKey = { jwk: Jwk; form: KeyForm } | { flaw: KeyTextFlaw }

const unreadable: ReadKey = { flaw: 'unreadable' }

/**
 * Reads one public key out of what people have at hand: a JWK, a set with one, a public key or a
 * certificate as PEM or base64. Whatever holds a private half is refused whole, so that nothing of it
 * goes further than this page.
 */
export function readKeyText(text: string): ReadKey {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) return readJson(trimmed)
  if (holdsPrivateKey(trimmed)) return { flaw: 'private' }
  const block = /-----BEGIN ([^-\n]+)-----([^-]+)-----END \1-----/.exec(trimmed)
  const [, label = '', body = trimmed] = block ?? []
  const der = bytesOf(body)
  if (!der) return unreadable
  return label === 'RSA PUBLIC KEY' ? read(() => numbersOfPkcs1(der), 'pem') : readDerKey(der)
}

/** A file as text for the field: what is binary becomes PEM. */
export function keyTextOfFile(bytes: Uint8Array): string {
  if (bytes[0] !== 0x30) return textOfBytes(bytes)
  const isCertificate = 'form' in readCertificate(bytes)
  return pemOf(isCertificate ? 'CERTIFICATE' : 'PUBLIC KEY', bytes)
}

function readJson(text: string): ReadKey {
  const value = parsed(text)
  if (!value) return holdsPrivateKey(text) ? { flaw: 'private' } : unreadable
  const { keys } = value
  if (!Array.isArray(keys)) return ofJwk(value, 'jwk')
  const all: unknown[] = keys
  const [only, ...others] = all.filter((key) => isObject(key))
  if (!only) return { flaw: 'no_key' }
  if ([only, ...others].some(holdsSecrets)) return { flaw: 'private' }
  return others.length > 0 ? { flaw: 'several_keys' } : ofJwk(only, 'jwks')
}

function ofJwk(jwk: Jwk, form: KeyForm): ReadKey {
  return holdsSecrets(jwk) ? { flaw: 'private' } : { jwk, form }
}

function isObject(value: unknown): value is Jwk {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parsed(text: string): Jwk | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function bytesOf(digits: string): Uint8Array | undefined {
  const bare = digits.replaceAll(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]{40,}={0,2}$/.test(bare) || bare.length % 4 !== 0) return undefined
  return Uint8Array.from(atob(bare), (letter) => letter.codePointAt(0) ?? 0)
}

function readDerKey(der: Uint8Array): ReadKey {
  const ofCertificate = readCertificate(der)
  return 'flaw' in ofCertificate && ofCertificate.flaw === 'unreadable'
    ? read(() => numbersOfSpki(der), 'pem')
    : ofCertificate
}

const readCertificate = (der: Uint8Array) =>
  read(() => numbersOfSpki(spkiOfCertificate(der)), 'certificate')

function read(numbersIn: () => PublicNumbers | undefined, form: KeyForm): ReadKey {
  try {
    const numbers = numbersIn()
    return numbers ? { jwk: jwkOf(numbers), form } : { flaw: 'kind_not_taken' }
  } catch {
    return unreadable
  }
}

/** What signs what an elliptic curve's key signs. RFC 7518 §3.4. */
const curveAlgorithms: Readonly<Record<string, string>> = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
}

function jwkOf(numbers: PublicNumbers): Jwk {
  if (numbers.kty === 'RSA') {
    const { n, e } = numbers
    return { kty: 'RSA', use: 'sig', alg: 'RS256', n: toBase64url(n), e: toBase64url(e) }
  }
  const { crv, x, y } = numbers
  const alg = curveAlgorithms[crv] ?? ''
  return { kty: 'EC', use: 'sig', alg, crv, x: toBase64url(x), y: toBase64url(y) }
}
