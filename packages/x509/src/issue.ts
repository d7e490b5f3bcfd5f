import { KeyObject, createHash, createPublicKey, randomBytes } from 'node:crypto'
import {
  TAG,
  contextTag,
  elementAt,
  readChildren,
  readWhole,
  write,
  writeBitString,
  writeInteger,
  writeTime,
} from './asn1.ts'
import { type Certificate, certificateFromDer } from './certificate.ts'
import { type NewExtensions, writeExtensions } from './extensions.ts'
import { openPublicKey } from './key.ts'
import { type Name, type NameParts, firstValue, writeName } from './names.ts'
import {
  type Signer,
  isSignedWith,
  openCertificate,
  signWith,
  writeSignatureAlgorithm,
} from './signature.ts'
import { X509Error } from './x509-error.ts'

/** What a new certificate shall contain. */
export interface CertificateOrder extends Omit<NewExtensions, 'subjectKeyId'> {
  readonly subject: Name | NameParts
  /** Left out for a self-signed certificate. */
  readonly issuer?: Certificate | undefined
  /** A key, or a SubjectPublicKeyInfo. */
  readonly publicKey: KeyObject | Uint8Array
  /** The issuer's private key, or something that signs with it. */
  readonly signingKey: KeyObject | Signer
  /** Fractions of a second are dropped. */
  readonly notBefore: Date
  /** Fractions of a second are dropped. */
  readonly notAfter: Date
  /** Random, positive and 64 bits by default. */
  readonly serialNumber?: bigint | undefined
  /** As Java names it; `SHA256withRSA` by default. */
  readonly signatureAlgorithm?: string | undefined
}

/**
 * Issues a version 3 certificate with critical basicConstraints and keyUsage and a subject key
 * identifier, and makes sure that it verifies with the issuer's key. certificates.md B6, B7.
 * @param order `authorityKeyId` is lower-case hexadecimal, usually the issuer's `subjectKeyId`
 * @throws {X509Error} unsuitable_key when the signing key is not the issuer's or does not fit the
 * algorithm
 * @throws {RangeError} for an unknown key usage or signature algorithm
 */
export async function issueCertificate(order: CertificateOrder): Promise<Certificate> {
  const { signingKey, signatureAlgorithm = 'SHA256withRSA' } = order
  const algorithm = writeSignatureAlgorithm(signatureAlgorithm)
  const tbs = writeTbs(order, algorithm)
  const signature =
    signingKey instanceof KeyObject
      ? await signWith(signingKey, signatureAlgorithm, tbs)
      : await signingKey(tbs)
  const issued = certificateFromDer(write(TAG.sequence, tbs, algorithm, writeBitString(signature)))
  const issuerKey = openPublicKey((order.issuer ?? issued).publicKeyDer)
  if (!isSignedWith(openCertificate(issued.der), issuerKey)) {
    throw new X509Error('unsuitable_key', 'the signing key does not belong to the issuer')
  }
  return issued
}

/**
 * The subject a partner's certificate gets when it is issued anew: the first C, ST, L, O, OU and
 * CN in this order, all else dropped. certificates.md B6.
 */
export function rebuiltSubject({ subject }: Pick<Certificate, 'subject'>): Name {
  return writeName({
    C: firstValue(subject, 'C'),
    ST: firstValue(subject, 'ST'),
    L: firstValue(subject, 'L'),
    O: firstValue(subject, 'O'),
    OU: firstValue(subject, 'OU'),
    CN: firstValue(subject, 'CN'),
  })
}

/** RFC 5280 §4.1.2. */
function writeTbs(order: CertificateOrder, algorithm: Uint8Array): Uint8Array {
  const subject = 'der' in order.subject ? order.subject : writeName(order.subject)
  const publicKey = exportKey(order.publicKey)
  const subjectKeyId = identifyKey(publicKey)
  return write(
    TAG.sequence,
    write(contextTag(0), writeInteger(2)),
    writeInteger(order.serialNumber ?? randomSerial()),
    algorithm,
    // The issuer's own bytes: written anew they could differ, and the names would not chain.
    order.issuer?.subjectDer ?? subject.der,
    write(TAG.sequence, writeTime(order.notBefore), writeTime(order.notAfter)),
    subject.der,
    publicKey,
    write(contextTag(3), writeExtensions({ ...order, subjectKeyId })),
  )
}

function exportKey(key: KeyObject | Uint8Array): Uint8Array {
  if (!(key instanceof KeyObject)) return key
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  return publicKey.export({ type: 'spki', format: 'der' })
}

/** SHA-1 of the key's bits without algorithm. RFC 5280 §4.2.1.2 (1). */
function identifyKey(spki: Uint8Array): Uint8Array {
  const bits = elementAt(readChildren(readWhole(spki), TAG.sequence), 1)
  return createHash('sha1').update(bits.content.subarray(1)).digest()
}

/** Positive also for readers that take 64 bits as signed, and never zero. */
function randomSerial(): bigint {
  return BigInt.asUintN(63, randomBytes(8).readBigUInt64BE()) | 1n
}
