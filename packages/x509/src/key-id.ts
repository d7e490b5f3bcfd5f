import { createHash } from 'node:crypto'
import { elementAt, readChildren, readOid, readWhole, TAG } from './asn1.ts'
import { X509Error } from './x509-error.ts'

/** What a key is known by, whichever certificate it stands in. */
interface KeyIdentity {
  /** SHA-256 over a number of the key, as 64 hexadecimal digits. */
  readonly id: string
  /** Octets that stand in every certificate of the key, in whichever form it is written. */
  readonly octets: Uint8Array
}

const RSA_PREFIX = '1.2.840.113549.1.1.'
const EC = '1.2.840.10045.2.1'
/**
 * Identifies a public key by what its private half gives away: who has the half of an RSA key for one
 * exponent has it for all, and who has that of a point has that of its mirror image. So a modulus counts,
 * or a curve and an abscissa, in whichever form the SubjectPublicKeyInfo is written.
 * @param spki of a certificate that was read
 */
export function identifyKey(spki: Uint8Array): KeyIdentity {
  const fields = readChildren(readWhole(spki), TAG.sequence)
  const [algorithm, parameters] = readChildren(elementAt(fields, 0), TAG.sequence)
  const octets = elementAt(fields, 1).content.subarray(1)
  const oid = algorithm ? readOid(algorithm) : ''
  if (oid.startsWith(RSA_PREFIX)) return identityOf('RSA', modulusOf(octets))
  if (oid !== EC || parameters?.tag !== TAG.oid) return identityOf(oid, octets)
  // RFC 5480 §2.2: a point stands with one coordinate and a sign, or with both.
  const size = octets[0] === 4 ? (octets.length - 1) / 2 : octets.length - 1
  return identityOf(readOid(parameters), octets.subarray(1, 1 + size))
}

/** RFC 8017 §A.1.1; what cannot be read is no key and counts as it stands. */
function modulusOf(key: Uint8Array): Uint8Array {
  try {
    const { content } = elementAt(readChildren(readWhole(key), TAG.sequence), 0)
    return content[0] === 0 ? content.subarray(1) : content
  } catch (error) {
    if (error instanceof X509Error) return key
    throw error
  }
}

function identityOf(kind: string, octets: Uint8Array): KeyIdentity {
  const id = createHash('sha256').update(kind).update('\0').update(octets).digest('hex')
  return { id, octets }
}
