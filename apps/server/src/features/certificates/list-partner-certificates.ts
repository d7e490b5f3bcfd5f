import {
  Failure,
  type InputOf,
  type ResponseOf,
  type listPartnerCertificates as contract,
} from '@pmp/contract'
import { readStored, type Certificate } from '@pmp/x509'
import type { Context } from '../../context.ts'
import { dayMs } from '../../durations.ts'
import { needsNoPartner } from '../../identity/ownership.ts'
import { isDeactivated } from '../partners/rules.ts'
import { findOwnCertificates } from './queries.ts'

/**
 * The MOSIP-signed certificates of the caller's partners, or those that end within some days
 * (certificates.md A6).
 * Upstream: one certificate that cannot be found fails the whole list; here its partner is shown
 * without one.
 * @throws {Failure} caller_has_no_partner
 */
export async function listPartnerCertificates(
  { db, actor, now }: Context,
  { expiryPeriod }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const partners = await findOwnCertificates(db, actor.userId)
  if (partners.length === 0 && !needsNoPartner(actor)) throw new Failure('caller_has_no_partner')
  return partners.flatMap(({ signedCertData, ...partner }) => {
    const certificate = readStored(signedCertData)
    if (expiryPeriod !== undefined && !endsWithin(certificate, now, expiryPeriod)) return []
    return {
      partnerId: partner.id,
      partnerType: partner.partnerTypeCode,
      isCertificateAvailable: certificate !== undefined,
      certificateIssuedTo: certificate ? (certificate.commonName ?? '') : null,
      certificateUploadDateTime: certificate?.notBefore ?? null,
      certificateExpiryDateTime: certificate?.notAfter ?? null,
      isPartnerActive: !isDeactivated(partner),
    }
  })
}

/** From now to the end of the day so many days ahead, in UTC. */
function endsWithin(certificate: Certificate | undefined, now: Date, days: number): boolean {
  if (!certificate) return false
  const end = (Math.floor(now.getTime() / dayMs) + days + 1) * dayMs
  return now <= certificate.notAfter && certificate.notAfter.getTime() < end
}
