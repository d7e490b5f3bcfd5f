/**
 * What a public key is, told from its bytes. Browsers use it, too: nothing here is Node's.
 */
import { TAG, type Element, elementAt, readChildren, readInteger, readOid } from './asn1.ts'
import { readDer } from './der.ts'
import type { KeyFlaw } from './key-flaws.ts'
import { flawOfDsa, flawOfEdwards, flawOfPoint, flawOfRsa, type Flaw } from './key-soundness.ts'
import { X509Error, unreadable } from './x509-error.ts'

/** What kind of key a certificate holds. */
export interface KeyDescription {
  /** `RSA`, `EC`, `Ed25519`, `Ed448`, `DSA`, `X25519`, `X448`, else `unknown`. */
  readonly type: string
  /** The strength as usually stated: modulus or field size; 0 when it cannot be told. */
  readonly bits: number
  /** OpenSSL's name of a named curve, else its object identifier. */
  readonly curve?: string
  /** The public exponent of an RSA key. */
  readonly exponent?: bigint
  /** Why it is no key at all, whatever its size; absent for one that is. */
  readonly flaw?: KeyFlaw
}

/** Keys whose kind alone says how strong they are. RFC 8410 §3. */
const MONTGOMERY_EDWARDS: Record<string, KeyDescription> = {
  '1.3.101.110': { type: 'X25519', bits: 253 },
  '1.3.101.111': { type: 'X448', bits: 448 },
  '1.3.101.112': { type: 'Ed25519', bits: 256 },
  '1.3.101.113': { type: 'Ed448', bits: 456 },
}
const RSA = '1.2.840.113549.1.1.1'
const RSA_PSS = '1.2.840.113549.1.1.10'
const EC = '1.2.840.10045.2.1'
const DSA = '1.2.840.10040.4.1'
/** RFC 5480 §2.1.1.1, RFC 5639 §4.1; the names are OpenSSL's. */
const CURVES: Record<string, readonly [string, number]> = {
  '1.2.840.10045.3.1.1': ['prime192v1', 192],
  '1.3.132.0.33': ['secp224r1', 224],
  '1.2.840.10045.3.1.7': ['prime256v1', 256],
  '1.3.132.0.10': ['secp256k1', 256],
  '1.3.132.0.34': ['secp384r1', 384],
  '1.3.132.0.35': ['secp521r1', 521],
  '1.3.36.3.3.2.8.1.1.7': ['brainpoolP256r1', 256],
  '1.3.36.3.3.2.8.1.1.11': ['brainpoolP384r1', 384],
  '1.3.36.3.3.2.8.1.1.13': ['brainpoolP512r1', 512],
}

/**
 * Describes the key of a SubjectPublicKeyInfo from its bytes alone, so that a hostile key is never
 * computed with. RFC 5280 §4.1.2.7.
 * @throws {X509Error} unreadable when the SubjectPublicKeyInfo has not its two fields
 */
export function describeKey(spki: Element): KeyDescription {
  const fields = readChildren(spki, TAG.sequence)
  const [algorithm, parameters] = readChildren(elementAt(fields, 0), TAG.sequence)
  const bits = elementAt(fields, 1)
  if (!algorithm || bits.tag !== TAG.bitString || fields.length !== 2) {
    throw unreadable('structure', 'not a SubjectPublicKeyInfo')
  }
  const key = { oid: readOid(algorithm), parameters, octets: bits.content.subarray(1) }
  try {
    if (bits.content[0] !== 0) throw unreadable('structure', 'a key of broken octets')
    const { flaw, ...description } = describeKind(key)
    return flaw === undefined ? description : { ...description, flaw }
  } catch (error) {
    if (!(error instanceof X509Error)) throw error
    return { type: 'unknown', bits: 0, flaw: 'key_malformed' }
  }
}

/** The parts of a SubjectPublicKeyInfo. RFC 5280 §4.1. */
interface KeyParts {
  readonly oid: string
  readonly parameters: Element | undefined
  readonly octets: Uint8Array
}

type Described = Omit<KeyDescription, 'flaw'> & { readonly flaw: Flaw }

function describeKind(key: KeyParts): Described {
  if (key.oid === RSA || key.oid === RSA_PSS) return describeRsa(key)
  if (key.oid === EC) return describeCurve(key)
  if (key.oid === DSA) return describeDsa(key)
  const known = MONTGOMERY_EDWARDS[key.oid]
  if (!known) return { type: 'unknown', bits: 0, flaw: 'key_kind_unknown' }
  // RFC 8410 §3: parameters must be absent.
  const flaw = key.parameters ? 'key_parameters' : undefined
  return { ...known, flaw: flaw ?? flawOfEdwards(known.type, key.octets) }
}

/** RFC 8017 §A.1.1; RFC 3279 §2.3.1: the parameters of the plain kind are NULL. */
function describeRsa({ oid, parameters, octets }: KeyParts): Described {
  const [first, second, ...others] = readChildren(readDer(octets), TAG.sequence)
  if (!first || !second || others.length > 0) throw unreadable('structure', 'not an RSA key')
  const bits = bitLength(first)
  const exponent = readInteger(second, LONGEST_NUMBER)
  const modulus = readInteger(first, LONGEST_NUMBER)
  const isPlain = oid === RSA
  const hasParameters = isPlain ? parameters?.tag === TAG.null : parameters?.tag !== TAG.null
  const flaw = hasParameters ? undefined : 'key_parameters'
  return { type: 'RSA', bits, exponent, flaw: flaw ?? flawOfRsa({ modulus, exponent }) }
}

/** RFC 3279 §2.3.2. */
function describeDsa({ parameters, octets }: KeyParts): Described {
  if (!parameters) return { type: 'DSA', bits: 0, flaw: 'key_parameters' }
  const bits = bitLength(elementAt(readChildren(parameters, TAG.sequence), 0))
  const tooLong = bits > MOST_BITS ? 'key_too_long' : undefined
  return { type: 'DSA', bits, flaw: tooLong ?? flawOfDsa(parameters, readDer(octets)) }
}

/** A curve that is none of the named ones has no bits: nobody vouches for it. RFC 5480 §2.1.1. */
function describeCurve({ parameters, octets }: KeyParts): Described {
  if (parameters?.tag !== TAG.oid) {
    return { type: 'EC', bits: 0, flaw: 'key_curve_not_named' }
  }
  const oid = readOid(parameters)
  const [curve, bits] = CURVES[oid] ?? [oid, 0]
  const flaw = bits === 0 ? 'key_curve_unknown' : flawOfPoint(octets, bits)
  return { type: 'EC', bits, curve, flaw }
}

function bitLength({ tag, content }: Element): number {
  const digits = content[0] === 0 ? content.subarray(1) : content
  const [first] = digits
  if (tag !== TAG.integer || first === undefined || (content[0] ?? 0) >= 0x80) {
    throw unreadable('bad_number', 'not a positive number')
  }
  return (digits.length - 1) * 8 + (32 - Math.clz32(first))
}

const MOST_BITS = 8192
/** In octets: what cannot be judged for its length is refused for it. */
const LONGEST_NUMBER = 2100
const LARGEST_EXPONENT = 1n << 256n

/**
 * Tells whether checking a signature with a key takes a few milliseconds at most: whoever sends a
 * longer one, or one with a monstrous exponent, only wants others to be busy.
 */
export const isAffordable = ({ bits, exponent = 0n }: KeyDescription): boolean =>
  bits <= MOST_BITS && exponent < LARGEST_EXPONENT
