import type { Context } from '../context.ts'
import { findTrustCertificateId, insertTrustCertificate } from './queries.ts'

/**
 * Makes sure that a domain trusts the platform's own ROOT and PMS certificates, so that
 * MOSIP-signed certificates can be verified in it (certificates.md B4 step 17).
 *
 * Upstream offers the re-signed partner certificate too. Here a partner's upload adds nothing of
 * the partner's to the trust store: it would let the partner issue certificates that the domain
 * accepts.
 */
export async function trustPlatform({ db, keys, now }: Context, domain: string): Promise<void> {
  let issuerId: string | undefined
  for (const { certificate } of [keys.root, keys.signer]) {
    const thumbprint = certificate.thumbprintSha1
    issuerId =
      (await findTrustCertificateId(db, thumbprint, domain)) ??
      (await insertTrustCertificate(db, { certificate, domain, issuerId, now })) ??
      // Somebody else's upload stored it between the two.
      (await findTrustCertificateId(db, thumbprint, domain))
  }
}
