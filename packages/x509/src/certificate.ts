import { createHash } from 'node:crypto'
import {
  TAG,
  type Element,
  contextTag,
  elementAt,
  readChildren,
  readInteger,
  readWhole,
} from './asn1.ts'
import { type Extensions, readExtensions } from './extensions.ts'
import { type KeyDescription, describeKey, openPublicKey } from './key.ts'
import { type Name, firstValue, readName } from './names.ts'
import { decodePem, encodePem } from './pem.ts'
import { isSignedWith, openCertificate, readSignatureAlgorithm } from './signature.ts'
import { X509Error, unreadable } from './x509-error.ts'

/** A certificate as a plain value. */
export interface Certificate extends Extensions {
  readonly der: Uint8Array
  /** Lines of 64 characters with `\n` between them and none at the end. */
  readonly pem: string
  readonly version: 1 | 2 | 3
  /** Decimal digits; old issuers may have given a negative number. */
  readonly serialNumber: string
  readonly subject: Name
  readonly issuer: Name
  /** The exact bytes of the subject, for chaining. */
  readonly subjectDer: Uint8Array
  /** The exact bytes of the issuer, for chaining. */
  readonly issuerDer: Uint8Array
  /** The first O of the subject. */
  readonly organization?: string
  /** The first CN of the subject. */
  readonly commonName?: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** SHA-1 of the DER, lower-case hexadecimal. */
  readonly thumbprintSha1: string
  /** SHA-256 of the DER, upper-case hexadecimal. */
  readonly thumbprintSha256: string
  /** The signature verifies with the certificate's own key; names are not compared. */
  readonly isSelfSigned: boolean
  /** As Java names it, e.g. `SHA256withRSA`. */
  readonly signatureAlgorithm: string
  readonly key: KeyDescription
  /** The SubjectPublicKeyInfo. */
  readonly publicKeyDer: Uint8Array
}

const LARGEST_CERTIFICATE = 64 * 1024

/**
 * Reads the first PEM block of a text as a certificate, whatever its label. certificates.md B2.
 * @throws {X509Error} unreadable
 */
export function readCertificate(text: string): Certificate {
  return certificateFromDer(decodePem(text))
}

/**
 * Reads a certificate from its DER encoding.
 * @throws {X509Error} unreadable
 */
export function certificateFromDer(der: Uint8Array): Certificate {
  if (der.length > LARGEST_CERTIFICATE) throw unreadable('too large for a certificate')
  // A copy, so that the value can neither change nor keep a whole bundle in memory.
  const own = Uint8Array.from(der)
  try {
    return describe(own)
  } catch (error) {
    throw error instanceof X509Error ? error : unreadable('not a certificate', error)
  }
}

/** Tells whether an instant lies in the validity period. RFC 5280 §4.1.2.5: ends are inclusive. */
export function isValidAt(
  certificate: Pick<Certificate, 'notBefore' | 'notAfter'>,
  at: Date,
): boolean {
  return certificate.notBefore <= at && at <= certificate.notAfter
}

function describe(der: Uint8Array): Certificate {
  const [tbs, algorithm] = readChildren(readWhole(der), TAG.sequence)
  if (!tbs || !algorithm) throw unreadable('a certificate has three parts')
  const opened = openCertificate(der)
  const fields = readFields(tbs)
  const publicKey = openPublicKey(fields.publicKeyDer)
  const organization = firstValue(fields.subject, 'O')
  const commonName = firstValue(fields.subject, 'CN')
  return {
    ...fields,
    der,
    pem: encodePem('CERTIFICATE', der),
    subjectDer: fields.subject.der,
    issuerDer: fields.issuer.der,
    ...(organization !== undefined && { organization }),
    ...(commonName !== undefined && { commonName }),
    notBefore: knownDate(opened.validFromDate),
    notAfter: knownDate(opened.validToDate),
    thumbprintSha1: createHash('sha1').update(der).digest('hex'),
    thumbprintSha256: createHash('sha256').update(der).digest('hex').toUpperCase(),
    isSelfSigned: isSignedWith(opened, publicKey),
    signatureAlgorithm: readSignatureAlgorithm(algorithm),
    key: describeKey(publicKey),
  }
}

/** The fields of the signed part that must be taken byte by byte. RFC 5280 §4.1. */
function readFields(tbs: Element) {
  const all = readChildren(tbs, TAG.sequence)
  const hasVersion = all[0]?.tag === contextTag(0)
  const fields = hasVersion ? all.slice(1) : all
  const extensions = fields.find(({ tag }) => tag === contextTag(3))
  return {
    version: hasVersion ? readVersion(elementAt(all, 0)) : 1,
    serialNumber: readInteger(elementAt(fields, 0)).toString(),
    issuer: readName(elementAt(fields, 2)),
    subject: readName(elementAt(fields, 4)),
    publicKeyDer: elementAt(fields, 5).bytes,
    ...readExtensions(extensions && elementAt(readChildren(extensions), 0)),
  } as const
}

function readVersion(element: Element): 1 | 2 | 3 {
  const version = readInteger(elementAt(readChildren(element), 0))
  if (version === 0n) return 1
  if (version === 1n) return 2
  if (version === 2n) return 3
  throw unreadable('unknown certificate version')
}

function knownDate(date: Date): Date {
  if (Number.isNaN(date.getTime())) throw unreadable('a date cannot be read')
  return date
}
