import { KeyObject, createPublicKey, hash, randomBytes } from 'node:crypto'
import { TAG, contextTag, elementAt, readChildren, readWhole } from './asn1.ts'
import { write, writeBitString, writeInteger, writeTime } from './asn1-write.ts'
import { type Certificate, certificateFromDer } from './certificate.ts'
import { type NewExtensions, writeExtensions } from './extensions-write.ts'
import { openPublicKey } from './key.ts'
import { type Name, type NameParts, firstValue, writeName } from './names.ts'
import { type Signer, isSignedWith, signWith, writeSignatureAlgorithm } from './signature.ts'
import { X509Error } from './x509-error.ts'

/** What a new certificate shall contain. */
export interface CertificateOrder extends Omit<NewExtensions, 'subjectKeyId' | 'authorityKeyId'> {
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
  /**
   * Lower-case hexadecimal; the issuer's `subjectKeyId` by default, none for a self-signed one.
   * `false` leaves it out, which RFC 5280 §4.2.1.1 forbids to all but self-signed certificates.
   */
  readonly authorityKeyId?: string | false | undefined
  /** Random, positive and 20 octets by default. RFC 5280 §4.1.2.2. */
  readonly serialNumber?: bigint | undefined
  /** As Java names it; `SHA256withRSA` by default. */
  readonly signatureAlgorithm?: string | undefined
}

/**
 * Issues a version 3 certificate with critical basicConstraints and keyUsage and the identifiers
 * of both keys, and makes sure that it verifies with the issuer's key. certificates.md B6, B7,
 * RFC 5280 §4.2.1.
 * @throws {X509Error} unsuitable_key when the signing key is not the issuer's or does not fit the
 * algorithm · outlives_issuer · contradictory_order
 * @throws {RangeError} for an unknown key usage or signature algorithm
 */
export async function issueCertificate(order: CertificateOrder): Promise<Certificate> {
  checkOrder(order)
  return signOrder(order)
}

/**
 * RFC 5280 §4.2.1.3 and §4.2.1.9: only authorities sign certificates and limit paths. And nothing
 * ends after its issuer, because no path could hold for the rest of the time.
 */
function checkOrder({ basicConstraints, keyUsage, issuer, notBefore, notAfter }: CertificateOrder) {
  const { ca, pathLength } = basicConstraints
  if (!ca && (keyUsage.includes('keyCertSign') || pathLength !== undefined)) {
    throw new X509Error('contradictory_order', 'an end entity cannot be given rights of a CA')
  }
  if (pathLength !== undefined && !keyUsage.includes('keyCertSign')) {
    throw new X509Error('contradictory_order', 'a path length needs the right to sign')
  }
  if (notBefore > notAfter) throw new X509Error('contradictory_order', 'ends before it begins')
  // The order's fraction of a second is dropped, as it was for the issuer.
  if (issuer && Math.floor(notAfter.getTime() / 1000) * 1000 > issuer.notAfter.getTime()) {
    throw new X509Error('outlives_issuer', 'the certificate would outlive its issuer')
  }
}

/**
 * Makes what is ordered, sensible or not: for tests that need certificates no issuer should make.
 * @throws {X509Error} unsuitable_key
 */
export async function signOrder(order: CertificateOrder): Promise<Certificate> {
  const { signingKey, signatureAlgorithm = 'SHA256withRSA' } = order
  const algorithm = writeSignatureAlgorithm(signatureAlgorithm)
  const tbs = writeTbs(order, algorithm)
  const signature =
    signingKey instanceof KeyObject
      ? await signWith(signingKey, signatureAlgorithm, tbs)
      : await signingKey(tbs)
  const issued = certificateFromDer(write(TAG.sequence, tbs, algorithm, writeBitString(signature)))
  if (!isSignedWith(issued, openPublicKey((order.issuer ?? issued).publicKeyDer))) {
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
  const { authorityKeyId = order.issuer?.subjectKeyId } = order
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
    write(
      contextTag(3),
      writeExtensions({ ...order, subjectKeyId, authorityKeyId: authorityKeyId || undefined }),
    ),
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
  return hash('sha1', bits.content.subarray(1), 'buffer')
}

/** RFC 5280 §4.1.2.2: positive, never zero, and 158 bits of chance in 20 octets. */
function randomSerial(): bigint {
  const bits = BigInt(`0x${randomBytes(20).toString('hex')}`)
  return BigInt.asUintN(158, bits) | (1n << 158n)
}
