import { X509Certificate, sign, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { TAG, type Element, elementAt, readChildren, readOid, write, writeOid } from './asn1.ts'
import { X509Error, unreadable } from './x509-error.ts'

interface Algorithm {
  readonly oid: string
  /** The digest to sign with; null where the algorithm brings its own. */
  readonly digest: string | null
  /** The kind of key we sign with; undefined for algorithms that are only recognised. */
  readonly keyType?: 'rsa' | 'ec' | 'ed25519'
}

/** Signature algorithms by the names Java gives them. */
const ALGORITHMS: Record<string, Algorithm> = {
  SHA256withRSA: { oid: '1.2.840.113549.1.1.11', digest: 'sha256', keyType: 'rsa' },
  SHA384withRSA: { oid: '1.2.840.113549.1.1.12', digest: 'sha384', keyType: 'rsa' },
  SHA512withRSA: { oid: '1.2.840.113549.1.1.13', digest: 'sha512', keyType: 'rsa' },
  SHA256withECDSA: { oid: '1.2.840.10045.4.3.2', digest: 'sha256', keyType: 'ec' },
  SHA384withECDSA: { oid: '1.2.840.10045.4.3.3', digest: 'sha384', keyType: 'ec' },
  SHA512withECDSA: { oid: '1.2.840.10045.4.3.4', digest: 'sha512', keyType: 'ec' },
  Ed25519: { oid: '1.3.101.112', digest: null, keyType: 'ed25519' },
  Ed448: { oid: '1.3.101.113', digest: null },
  MD2withRSA: { oid: '1.2.840.113549.1.1.2', digest: 'md2' },
  MD5withRSA: { oid: '1.2.840.113549.1.1.4', digest: 'md5' },
  SHA1withRSA: { oid: '1.2.840.113549.1.1.5', digest: 'sha1' },
  SHA224withRSA: { oid: '1.2.840.113549.1.1.14', digest: 'sha224' },
  'RSASSA-PSS': { oid: '1.2.840.113549.1.1.10', digest: null },
  SHA1withECDSA: { oid: '1.2.840.10045.4.1', digest: 'sha1' },
  SHA224withECDSA: { oid: '1.2.840.10045.4.3.1', digest: 'sha224' },
  SHA1withDSA: { oid: '1.2.840.10040.4.3', digest: 'sha1' },
  SHA256withDSA: { oid: '2.16.840.1.101.3.4.3.2', digest: 'sha256' },
}
const MD5 = Buffer.from('06082a864886f70d0205', 'hex')
const NAMES = new Map(Object.entries(ALGORITHMS).map(([name, { oid }]) => [oid, name]))

/** Makes the signature of a certificate; for keys that never leave their device. */
export type Signer = (tbs: Uint8Array) => Promise<Uint8Array>

/** Names the algorithm of an AlgorithmIdentifier as Java does; unknown ones by their identifier. */
export function readSignatureAlgorithm(element: Element): string {
  const oid = readOid(elementAt(readChildren(element, TAG.sequence), 0))
  const name = NAMES.get(oid) ?? oid
  // The digest hides in the parameters here, and MD5 must not pass for a strong one.
  const isMd5 = name === 'RSASSA-PSS' && Buffer.from(element.bytes).includes(MD5)
  return isMd5 ? 'MD5withRSAandMGF1' : name
}

/**
 * Opens a certificate with OpenSSL and makes sure that it saw the same bytes: Node looks for PEM
 * first, also within DER, so a certificate hidden in a name would be opened in place of ours.
 * @throws {X509Error} unreadable
 */
export function openCertificate(der: Uint8Array): X509Certificate {
  let opened: X509Certificate
  try {
    opened = new X509Certificate(der)
  } catch (cause) {
    throw unreadable('OpenSSL cannot read the certificate', cause)
  }
  if (!opened.raw.equals(der)) throw unreadable('not the DER encoding of a certificate')
  return opened
}

/** Tells whether the signature verifies with the key; names play no part. */
export function isSignedWith(certificate: X509Certificate, key: KeyObject | undefined): boolean {
  try {
    return key !== undefined && certificate.verify(key)
  } catch {
    // A key of a kind that cannot have made this signature.
    return false
  }
}

/** The AlgorithmIdentifier of an algorithm we can sign with. RFC 4055 §5, RFC 5758, RFC 8410. */
export function writeSignatureAlgorithm(name: string): Uint8Array {
  const { oid, keyType } = signingAlgorithm(name)
  const parameters = keyType === 'rsa' ? [write(TAG.null)] : []
  return write(TAG.sequence, writeOid(oid), ...parameters)
}

/**
 * Signs with a key in memory, outside the event loop.
 * @throws {X509Error} unsuitable_key when the key is of another kind than the algorithm
 */
export async function signWith(key: KeyObject, name: string, tbs: Uint8Array): Promise<Uint8Array> {
  const { digest, keyType } = signingAlgorithm(name)
  if (key.asymmetricKeyType !== keyType) {
    throw new X509Error('unsuitable_key', `${name} needs another key than ${key.asymmetricKeyType}`)
  }
  return await promisify(sign)(digest, tbs, key)
}

function signingAlgorithm(name: string): Algorithm {
  const wanted = name.toLowerCase()
  const known = Object.entries(ALGORITHMS).find(([known]) => known.toLowerCase() === wanted)?.[1]
  if (!known?.keyType) throw new RangeError(`cannot sign with ${name}`)
  return known
}
