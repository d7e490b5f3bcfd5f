import { createHash, ECDH } from 'node:crypto'
import { elementAt, readChildren, readOid, readWhole, TAG } from './asn1.ts'

/** What a key is known by, whichever certificate it stands in. */
interface KeyIdentity {
  /** SHA-256 over the numbers of the key, as 64 hexadecimal digits. */
  readonly id: string
  /** Octets that stand in every certificate of the key, in whichever form it is written. */
  readonly octets: Uint8Array
}

const RSA_PREFIX = '1.2.840.113549.1.1.'
const EC = '1.2.840.10045.2.1'
const CURVES: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.1': 'prime192v1',
  '1.3.132.0.33': 'secp224r1',
  '1.2.840.10045.3.1.7': 'prime256v1',
  '1.3.132.0.10': 'secp256k1',
  '1.3.132.0.34': 'secp384r1',
  '1.3.132.0.35': 'secp521r1',
  '1.3.36.3.3.2.8.1.1.7': 'brainpoolP256r1',
  '1.3.36.3.3.2.8.1.1.11': 'brainpoolP384r1',
  '1.3.36.3.3.2.8.1.1.13': 'brainpoolP512r1',
}

/**
 * Identifies a public key by its numbers: the same RSA key for PSS, or the same point written in its
 * short form, is the same key, although its SubjectPublicKeyInfo differs.
 * @param spki of a certificate that was read
 */
export function identifyKey(spki: Uint8Array): KeyIdentity {
  const fields = readChildren(readWhole(spki), TAG.sequence)
  const [algorithm, parameters] = readChildren(elementAt(fields, 0), TAG.sequence)
  const octets = elementAt(fields, 1).content.subarray(1)
  const oid = algorithm ? readOid(algorithm) : ''
  if (oid.startsWith(RSA_PREFIX)) return { id: hashOf('RSA', octets), octets }
  if (oid !== EC || parameters?.tag !== TAG.oid) return { id: hashOf(oid, octets), octets }
  const curve = readOid(parameters)
  const size = octets[0] === 4 ? (octets.length - 1) / 2 : octets.length - 1
  return { id: hashOf(curve, wholePoint(octets, curve)), octets: octets.subarray(1, 1 + size) }
}

/** RFC 5480 §2.2: a point stands with one coordinate and a sign, or with both. */
function wholePoint(point: Uint8Array, oid: string): Uint8Array {
  const curve = CURVES[oid]
  if (point[0] === 4 || curve === undefined) return point
  try {
    const whole = ECDH.convertKey(point, curve, undefined, undefined, 'uncompressed')
    return typeof whole === 'string' ? Buffer.from(whole, 'latin1') : whole
  } catch {
    // No point of the curve: no key either, and refused as such.
    return point
  }
}

function hashOf(kind: string, octets: Uint8Array): string {
  return createHash('sha256').update(kind).update('\0').update(octets).digest('hex')
}
