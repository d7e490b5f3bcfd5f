import { createHash } from 'node:crypto'
import { isSameName, nameKey, type Certificate, type Revocation } from '@pmp/x509'

/** Names who signs lists: all certificates of one name and key. */
export function authorityKeyOf({ subject, publicKeyDer }: Certificate): string {
  return createHash('sha256')
    .update(nameKey(subject))
    .update('\0')
    .update(publicKeyDer)
    .digest('hex')
}

/** Whether an administrator or a list of its issuer calls a certificate revoked. */
export function isRevoked(certificate: Certificate, { marked, crls }: Revocation): boolean {
  if (marked?.has(certificate.thumbprintSha256)) return true
  return crls.some(
    ({ issuer, revoked }) =>
      isSameName(issuer, certificate.issuer) && revoked.has(certificate.serialNumber),
  )
}
