import {
  Failure,
  type InputOf,
  type ResponseOf,
  type uploadPartnerCertificate as contract,
} from '@pmp/contract'
import { acceptCertificate } from '../../certificate-engine/accept-certificate.ts'
import { readUploadedCertificate } from '../../certificate-engine/read-upload.ts'
import { trustDomain } from '../../certificate-engine/rules.ts'
import type { Context } from '../../context.ts'
import { checkMayActFor } from '../../identity/ownership.ts'
import { putCertificateIntoUse } from '../partners/put-certificate-into-use.ts'
import { lockPartner, type Partner } from '../partners/queries.ts'
import { acceptReadiness } from '../partners/readiness.ts'

/**
 * Accepts a partner's certificate, answers with the MOSIP-signed one and activates the partner
 * (certificates.md A3, B4). A partner that has one already renews it.
 * @throws {Failure} each failure that the contract lists
 */
export async function uploadPartnerCertificate(
  context: Context,
  upload: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { config, now } = context
  const partner = await lockReadyPartner(context, upload.partnerId)
  const certificate = readUploadedCertificate(context, upload.certificateData)
  const domain = trustDomain(upload.partnerDomain, config.CERTIFICATE_DOMAINS)
  const holder = { kind: 'owner', organizationName: partner.name } as const
  const accepted = await acceptCertificate(context, { certificate, domain, holder })
  const { leaf, certificateId } = await putCertificateIntoUse(context, {
    partner,
    accepted,
    action: 'certificate.uploaded',
  })
  return { signedCertificateData: leaf.pem, certificateId, timestamp: now }
}

/**
 * The partner, held until the transaction ends, when it may get a certificate (A3 steps 1 to 5).
 * @throws {Failure} partner_not_found · caller_not_owner · partner_not_active ·
 *   partner_type_not_found · certificate_group_missing
 */
async function lockReadyPartner(context: Context, partnerId: string): Promise<Partner> {
  const partner = await lockPartner(context.db, partnerId)
  if (!partner) throw new Failure('partner_not_found')
  checkMayActFor(context.actor, partner)
  await acceptReadiness(context, partner)
  return partner
}
