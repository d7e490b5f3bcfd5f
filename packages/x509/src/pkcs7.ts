import { TAG, contextTag, elementAt, readChildren, readOid, readWhole } from './asn1.ts'
import { write, writeInteger, writeOid } from './asn1-write.ts'
import { type Certificate, certificateFromDer } from './certificate.ts'
import { encodePem } from './pem.ts'
import { reading, unreadable } from './x509-error.ts'

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const DATA = '1.2.840.113549.1.7.1'
const LARGEST_BUNDLE = 1024 * 1024
const MOST_CERTIFICATES = 200
/** Of a content, of its data, and of a set that may hold other things than certificates. */
const MOST_PARTS = 2
const MOST_FIELDS = 6
const MOST_MEMBERS = 400

/**
 * Reads the certificates of a PKCS#7 or CMS bundle, DER or BER, in the order of the bundle.
 * Signatures over content are ignored: a bundle is an envelope here. RFC 5652 §5.1.
 * @returns an empty list for a bundle without certificates
 * @throws {X509Error} unreadable, also beyond 1 MiB or 200 certificates
 */
export function readPkcs7(der: Uint8Array): Certificate[] {
  if (der.length > LARGEST_BUNDLE)
    throw unreadable('too_large', 'too large for a certificate bundle')
  return reading('a certificate bundle', () =>
    certificateElements(der).map(({ bytes }) => certificateFromDer(bytes)),
  )
}

function certificateElements(der: Uint8Array) {
  const [type, content] = readChildren(readWhole(der), TAG.sequence, MOST_PARTS)
  if (!type || !content || readOid(type) !== SIGNED_DATA)
    throw unreadable('structure', 'no signed data')
  const signedData = elementAt(readChildren(content, contextTag(0), 1), 0)
  const fields = readChildren(signedData, TAG.sequence, MOST_FIELDS)
  const list = fields.find(({ tag }) => tag === contextTag(0))
  // Other members of the set, such as attribute certificates, carry a context tag. RFC 5652 §10.2.3.
  const members = list ? readChildren(list, undefined, MOST_MEMBERS) : []
  const found = members.filter(({ tag }) => tag === TAG.sequence)
  if (found.length > MOST_CERTIFICATES) {
    throw unreadable('too_many', 'too many certificates in the bundle')
  }
  return found
}

/**
 * Writes a certificates-only CMS SignedData that keeps the given order: consumers take the first
 * certificate as the leaf, so the set is not sorted as DER would have it. certificates.md B4.
 */
export function encodePkcs7(certificates: readonly Certificate[]): Uint8Array {
  const signedData = write(
    TAG.sequence,
    writeInteger(1),
    write(TAG.set),
    write(TAG.sequence, writeOid(DATA)),
    write(contextTag(0), ...certificates.map(({ der }) => der)),
    write(TAG.set),
  )
  return write(TAG.sequence, writeOid(SIGNED_DATA), write(contextTag(0), signedData))
}

/** The same as text: label PKCS7, lines of 64 characters, no newline at the end. */
export function pkcs7Pem(certificates: readonly Certificate[]): string {
  return encodePem('PKCS7', encodePkcs7(certificates))
}
