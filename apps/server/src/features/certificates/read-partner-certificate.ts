import {
  Failure,
  type InputOf,
  type ResponseOf,
  type readPartnerCertificate as signedContract,
  type readPartnerCertificateData as bothContract,
} from '@pmp/contract'
import { readStored } from '@pmp/x509'
import { requireStoredTexts } from '../../certificate-engine/stored-certificate.ts'
import type { Context } from '../../context.ts'
import type { Database } from '../../database/database.ts'
import { isAdministrator } from '../../identity/ownership.ts'
import { findOwnPartners, findPartner, type Partner } from '../partners/queries.ts'
import { isDeactivated } from '../partners/rules.ts'

/**
 * The MOSIP-signed certificate of a partner, also for FTM providers (certificates.md A4). Public
 * keys are for everybody with the role: other services encrypt with them.
 * @throws {Failure} partner_not_found · certificate_not_uploaded · certificate_not_found
 */
export async function readPartnerCertificate(
  { db, now }: Context,
  { partnerId }: InputOf<typeof signedContract>,
): Promise<ResponseOf<typeof signedContract>> {
  const partner = await findPartner(db, partnerId)
  if (!partner) throw new Failure('partner_not_found')
  const { signed } = await textsOf(db, partner)
  return { certificateData: signed, timestamp: now }
}

/**
 * The uploaded and the MOSIP-signed certificate of an own partner; administrators may ask for any.
 * An expired one is not handed out (certificates.md A5).
 * @throws {Failure} characters_not_allowed · caller_has_no_partner · certificate_not_own ·
 *   partner_not_found · certificate_not_uploaded · certificate_partner_deactivated · certificate_not_found ·
 *   certificate_stored_unreadable
 */
export async function readPartnerCertificateData(
  { db, actor, now }: Context,
  { partnerId }: InputOf<typeof bothContract>,
): Promise<ResponseOf<typeof bothContract>> {
  if (!isAdministrator(actor)) {
    const own = await findOwnPartners(db, actor.userId)
    if (own.length === 0) throw new Failure('caller_has_no_partner')
    if (!own.some(({ id }) => id === partnerId)) throw new Failure('certificate_not_own')
  }
  const partner = await findPartner(db, partnerId)
  if (!partner) throw new Failure('partner_not_found')
  if (!partner.certificateAlias) throw new Failure('certificate_not_uploaded')
  if (isDeactivated(partner)) throw new Failure('certificate_partner_deactivated')
  const { uploaded, signed } = await textsOf(db, partner)
  const [caSigned, mosipSigned] = [unlessExpired(uploaded, now), unlessExpired(signed, now)]
  return {
    caSignedCertificateData: caSigned,
    isCaSignedCertificateExpired: caSigned === '',
    mosipSignedCertificateData: mosipSigned,
    isMosipSignedCertificateExpired: mosipSigned === '',
  }
}

async function textsOf(db: Database, { certificateAlias }: Partner) {
  if (!certificateAlias) throw new Failure('certificate_not_uploaded')
  return requireStoredTexts(db, certificateAlias)
}

/** @throws {Failure} certificate_stored_unreadable */
function unlessExpired(pem: string, now: Date): string {
  const certificate = readStored(pem)
  if (!certificate) throw new Failure('certificate_stored_unreadable')
  return certificate.notAfter < now ? '' : pem
}
