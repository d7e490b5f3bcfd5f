import {
  Failure,
  caUploadStatuses,
  type InputOf,
  type ResponseOf,
  type uploadCaCertificate as contract,
} from '@pmp/contract'
import type { Certificate } from '@pmp/x509'
import { record } from '../../audit/record.ts'
import { acceptCertificate } from '../../certificate-engine/accept-certificate.ts'
import { auditedFacts } from '../../certificate-engine/certificate-summary.ts'
import { insertTrustCertificate } from '../../certificate-engine/queries.ts'
import { readUploadedAuthorities } from '../../certificate-engine/read-upload.ts'
import { trustDomain } from '../../certificate-engine/rules.ts'
import type { Context } from '../../context.ts'

/**
 * Adds a CA certificate, or what can be accepted of a bundle, to the trust store of a domain
 * (certificates.md A2, B3). A bundle tells in its status whether something was passed over.
 * @throws {Failure} private_key_inside · certificate_data_unusable · certificate_unreadable ·
 *   certificate_not_base64url · key_too_large · domain_not_allowed; for a single certificate also that of the rule it breaks
 */
export async function uploadCaCertificate(
  context: Context,
  upload: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { certificates, unread } = readUploadedAuthorities(context, upload.certificateData)
  const domain = trustDomain(upload.partnerDomain, context.config.CERTIFICATE_DOMAINS)
  const given = certificates.length + unread
  const isBundle = given > 1
  let stored = 0
  for (const certificate of certificates) {
    const isStored = isBundle
      ? await storedUnlessRefused(context, certificate, domain)
      : await storeTrusted(context, certificate, domain)
    if (isStored) stored += 1
  }
  return { status: statusOf(stored, given), timestamp: context.now }
}

/** Upstream: only the last certificate decides; here any one passed over makes it partial. */
function statusOf(stored: number, given: number): string {
  if (stored === 0) return caUploadStatuses.none
  return stored === given ? caUploadStatuses.all : caUploadStatuses.some
}

async function storedUnlessRefused(
  context: Context,
  certificate: Certificate,
  domain: string,
): Promise<boolean> {
  try {
    return await storeTrusted(context, certificate, domain)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    context.log.info(
      { thumbprint: certificate.thumbprintSha1, failure: error.failure },
      'a certificate of a bundle was passed over',
    )
    return false
  }
}

/** Each certificate is in the store before the next is judged, so a bundle may bring its own root. */
async function storeTrusted(
  context: Context,
  certificate: Certificate,
  domain: string,
): Promise<boolean> {
  const holder = { kind: 'authority' } as const
  const { trust } = await acceptCertificate(context, { certificate, domain, holder })
  const certificateId = await insertTrustCertificate(context.db, {
    certificate,
    domain,
    issuerId: certificate.isSelfSigned ? undefined : trust.issuerId,
    now: context.now,
  })
  if (certificateId === undefined) throw new Failure('certificate_already_trusted')
  await record(context, 'trustStore.certificateAdded', {
    subjectType: 'trustCertificate',
    subjectId: certificateId,
    after: {
      domain,
      ...auditedFacts(certificate),
    },
  })
  return true
}
