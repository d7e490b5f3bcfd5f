import {
  crlDistributionPoints,
  issueCertificate,
  rebuiltSubject,
  type Certificate,
} from '@pmp/x509'
import { dayMs } from '../durations.ts'
import type { PlatformKey } from '../keys/keys.ts'

interface SigningOrder {
  uploaded: Certificate
  domain: string
  signer: PlatformKey
  /** Life in years of 365 days; cut where the signer's own certificate ends. */
  years: number
  /** Whether the owner may sign keys below it: device providers those of their devices. */
  mayIssue: boolean
  now: Date
  /** Where the signer's revocation list is; absent to leave it out of the certificate. */
  listUrl?: string | undefined
}

/**
 * Issues the MOSIP-signed certificate for the key of an uploaded one (certificates.md B6).
 *
 * Upstream makes every partner an unrestricted CA. Only device providers need that right, for the
 * keys of their devices, and one level of it; all others get none. As upstream's, the certificate
 * has no authority key identifier, which RFC 5280 §4.2.1.1 asks for and only strict readers miss.
 */
export async function signCertificate(order: SigningOrder): Promise<Certificate> {
  const { uploaded, domain, signer, mayIssue, now, listUrl } = order
  const wantedEnd = now.getTime() + 365 * order.years * dayMs
  return issueCertificate({
    subject: rebuiltSubject(uploaded),
    issuer: signer.certificate,
    publicKey: uploaded.publicKeyDer,
    signingKey: signer.sign,
    notBefore: now,
    notAfter: new Date(Math.min(wantedEnd, signer.certificate.notAfter.getTime())),
    basicConstraints: mayIssue ? { ca: true, pathLength: 0 } : { ca: false },
    keyUsage: [
      'digitalSignature',
      ...(domain === 'AUTH' ? ['keyEncipherment'] : []),
      ...(mayIssue ? ['keyCertSign'] : []),
    ],
    furtherExtensions: listUrl === undefined ? [] : [crlDistributionPoints(listUrl)],
  })
}
