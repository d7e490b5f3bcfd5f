import { hash } from 'node:crypto'
import {
  TAG,
  type Element,
  contextTag,
  elementAt,
  readChildren,
  readInteger,
  readTime,
} from './asn1.ts'
import { readDer } from './der.ts'
import { type Extensions, readExtensions } from './extensions.ts'
import { type KeyDescription, describeKey, isAffordable } from './key-description.ts'
import { openPublicKey } from './key.ts'
import { type Name, firstValue, readName } from './names.ts'
import { decodePem, encodePem } from './pem.ts'
import { type Signed, isSignedWith, readSignature, readSignatureMethod } from './signature.ts'
import { reading, unreadable, X509Error } from './x509-error.ts'

/** A certificate as a plain value. */
export interface Certificate extends Extensions, Signed {
  readonly der: Uint8Array
  /** Lines of 64 characters with `\n` between them and none at the end. */
  readonly pem: string
  readonly version: 1 | 2 | 3
  /** Decimal digits; careless issuers may have given a negative or an overlong number. */
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
  /**
   * The signature verifies with the certificate's own key; names are not compared. Never with a key
   * that takes too long.
   */
  readonly isSelfSigned: boolean
  /** As Java names it, e.g. `SHA256withRSA`. */
  readonly signatureAlgorithm: string
  /** The algorithm inside the signed part is the one outside. RFC 5280 §4.1.1.2. */
  readonly algorithmsAgree: boolean
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

/** A stored text as certificate; undefined for none, and for one that an import left unreadable. */
export function readStored(pem: string | null | undefined): Certificate | undefined {
  try {
    return pem == null ? undefined : readCertificate(pem)
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}

/**
 * Reads a certificate from its DER encoding.
 * @throws {X509Error} unreadable
 */
export function certificateFromDer(der: Uint8Array): Certificate {
  if (der.length > LARGEST_CERTIFICATE) throw unreadable('too_large', 'too large for a certificate')
  // A copy, so that the value can neither change nor keep a whole bundle in memory.
  const own = Uint8Array.from(der)
  return reading('a certificate', () => describe(own))
}

/** Tells whether an instant lies in the validity period. RFC 5280 §4.1.2.5: ends are inclusive. */
export function isValidAt(
  certificate: Pick<Certificate, 'notBefore' | 'notAfter'>,
  at: Date,
): boolean {
  return certificate.notBefore <= at && at <= certificate.notAfter
}

/** Tells whether a certificate is signed with the key of another; names are not compared. */
export function isSignedBy(child: Signed, issuer: Pick<Certificate, 'publicKeyDer'>): boolean {
  return isSignedWith(child, openPublicKey(issuer.publicKeyDer))
}

function describe(der: Uint8Array): Certificate {
  const parts = readChildren(readDer(der), TAG.sequence)
  const [tbs, algorithm, signature] = parts
  if (!tbs || !algorithm || !signature || parts.length !== 3) {
    throw unreadable('structure', 'a certificate has three parts')
  }
  // Node and others look for PEM first, also within DER, and would open what is hidden there.
  if (Buffer.from(der.buffer, der.byteOffset, der.length).includes('-----BEGIN ')) {
    throw unreadable('hidden_armour', 'PEM text inside a certificate')
  }
  const { algorithmDer, ...fields } = readFields(tbs)
  const signatureMethod = readSignatureMethod(algorithm)
  const signed = {
    signedDer: tbs.bytes,
    signature: readSignature(signature),
    signatureMethod,
  }
  return withLateFields({
    ...fields,
    ...signed,
    signatureAlgorithm: signatureMethod.name,
    algorithmsAgree: Buffer.compare(algorithmDer, algorithm.bytes) === 0,
    der,
    subjectDer: fields.subject.der,
    issuerDer: fields.issuer.der,
    ...namesForPeople(fields.subject),
    thumbprintSha256: hash('sha256', der, 'hex').toUpperCase(),
  })
}

type LateFields = 'isSelfSigned' | 'pem' | 'thumbprintSha1'

/** Adds what costs time and most readers never ask for: it is worked out when first asked. */
function withLateFields(early: Omit<Certificate, LateFields>): Certificate {
  const { der, publicKeyDer, key } = early
  const known: { -readonly [Field in LateFields]?: Certificate[Field] } = {}
  return {
    ...early,
    get isSelfSigned() {
      return (known.isSelfSigned ??=
        isAffordable(key) && isSignedWith(early, openPublicKey(publicKeyDer)))
    },
    get pem() {
      return (known.pem ??= encodePem('CERTIFICATE', der))
    },
    get thumbprintSha1() {
      return (known.thumbprintSha1 ??= hash('sha1', der, 'hex'))
    },
  }
}

function namesForPeople(subject: Name): { organization?: string; commonName?: string } {
  const organization = firstValue(subject, 'O')
  const commonName = firstValue(subject, 'CN')
  return {
    ...(organization !== undefined && { organization }),
    ...(commonName !== undefined && { commonName }),
  }
}

/** The fields of the signed part. RFC 5280 §4.1. */
function readFields(tbs: Element) {
  const all = readChildren(tbs, TAG.sequence)
  const hasVersion = all[0]?.tag === contextTag(0)
  const fields = hasVersion ? all.slice(1) : all
  const optional = fields.slice(6)
  const extensions = optional.find(({ tag }) => tag === contextTag(3))
  checkOptionalFields(optional)
  const [notBefore, notAfter] = readChildren(elementAt(fields, 3), TAG.sequence)
  if (!notBefore || !notAfter) throw unreadable('structure', 'no validity period')
  return {
    version: hasVersion ? readVersion(elementAt(all, 0)) : 1,
    serialNumber: readInteger(elementAt(fields, 0)).toString(),
    algorithmDer: elementAt(fields, 1).bytes,
    issuer: readName(elementAt(fields, 2)),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    subject: readName(elementAt(fields, 4)),
    key: describeKey(elementAt(fields, 5)),
    publicKeyDer: elementAt(fields, 5).bytes,
    ...readExtensions(extensions && elementAt(readChildren(extensions), 0)),
  } as const
}

/** Unique identifiers and extensions, each at most once and in this order. */
function checkOptionalFields(optional: readonly Element[]): void {
  const allowed = [contextTag(1, false), contextTag(2, false), contextTag(3)]
  const places = optional.map(({ tag }) => allowed.indexOf(tag))
  if (places.some((place, index) => place <= (places[index - 1] ?? -1))) {
    throw unreadable('structure', 'unknown fields in a certificate')
  }
}

function readVersion(element: Element): 1 | 2 | 3 {
  const version = readInteger(elementAt(readChildren(element), 0))
  if (version === 0n) return 1
  if (version === 1n) return 2
  if (version === 2n) return 3
  throw unreadable('structure', 'unknown certificate version')
}
