import { KeyObject } from 'node:crypto'
import { TAG, contextTag } from '../asn1.ts'
import { write, writeBitString, writeInteger, writeTime } from '../asn1-write.ts'
import type { Certificate } from '../certificate.ts'
import { EXTENSION } from '../extensions.ts'
import { writeAuthorityKeyId, writeExtension } from '../extensions-write.ts'
import { openPublicKey } from '../key.ts'
import { type Signer, isSignedWith, signWith, writeSignatureAlgorithm } from '../signature.ts'
import { X509Error } from '../x509-error.ts'
import { type Crl, REVOCATION_REASONS, type RevokedCertificate, readCrl } from './crl.ts'

/** What a new revocation list shall contain. */
export interface CrlOrder {
  readonly issuer: Certificate
  /** The issuer's private key, or something that signs with it. */
  readonly signingKey: KeyObject | Signer
  /** Fractions of a second are dropped, here and below. */
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  /** Greater than that of every list before. RFC 5280 §5.2.3. */
  readonly crlNumber: bigint
  /** In the order in which they shall stand. */
  readonly revoked: readonly RevokedCertificate[]
  /** As Java names it; `SHA256withRSA` by default. */
  readonly signatureAlgorithm?: string | undefined
}

/**
 * Issues a full version 2 list with number and authority key identifier, and makes sure that it
 * verifies with the issuer's key. RFC 5280 §5.
 * @throws {X509Error} unsuitable_key when the key is not the issuer's, does not fit the algorithm,
 * or may not sign lists · contradictory_order when it ends before it begins
 */
export async function issueCrl(order: CrlOrder): Promise<Crl> {
  const { issuer, signingKey, signatureAlgorithm = 'SHA256withRSA' } = order
  if (order.nextUpdate <= order.thisUpdate) {
    throw new X509Error('contradictory_order', 'the list would end before it begins')
  }
  if (!(issuer.keyUsage?.includes('cRLSign') ?? true)) {
    throw new X509Error('unsuitable_key', 'the issuer may not sign revocation lists')
  }
  const algorithm = writeSignatureAlgorithm(signatureAlgorithm)
  const tbs = writeTbs(order, algorithm)
  const signature =
    signingKey instanceof KeyObject
      ? await signWith(signingKey, signatureAlgorithm, tbs)
      : await signingKey(tbs)
  const issued = readCrl(write(TAG.sequence, tbs, algorithm, writeBitString(signature)))
  if (isSignedWith(issued, openPublicKey(issuer.publicKeyDer))) return issued
  throw new X509Error('unsuitable_key', 'the signing key does not belong to the issuer')
}

/** RFC 5280 §5.1.2; an empty list of entries must be absent. */
function writeTbs(order: CrlOrder, algorithm: Uint8Array): Uint8Array {
  const { issuer, thisUpdate, nextUpdate, crlNumber, revoked } = order
  const keyId = issuer.subjectKeyId
  const extensions = [
    ...(keyId === undefined ? [] : [writeAuthorityKeyId(keyId)]),
    writeExtension(EXTENSION.crlNumber, false, writeInteger(crlNumber)),
  ]
  return write(
    TAG.sequence,
    writeInteger(1),
    algorithm,
    issuer.subjectDer,
    writeTime(thisUpdate),
    writeTime(nextUpdate),
    ...(revoked.length === 0 ? [] : [write(TAG.sequence, ...revoked.map(writeEntry))]),
    write(contextTag(0), write(TAG.sequence, ...extensions)),
  )
}

/** RFC 5280 §5.3.1: an unspecified reason is left out. */
function writeEntry({ serialNumber, revokedAt, reason }: RevokedCertificate): Uint8Array {
  const code = REVOCATION_REASONS.indexOf(reason)
  const fields = [writeInteger(BigInt(serialNumber)), writeTime(revokedAt)]
  if (code <= 0) return write(TAG.sequence, ...fields)
  const value = write(0x0a, Uint8Array.of(code))
  const extension = writeExtension(EXTENSION.reasonCode, false, value)
  return write(TAG.sequence, ...fields, write(TAG.sequence, extension))
}
