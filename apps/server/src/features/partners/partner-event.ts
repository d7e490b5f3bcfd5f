import { Failure } from '@pmp/contract'
import type { Database } from '../../database/database.ts'
import type { Partner } from './queries.ts'

/**
 * `partnerData` of events (integration.md 1.3): the partner with its MOSIP-signed certificate,
 * without which no consumer can use it.
 * @throws {Failure} certificate_not_uploaded
 */
export async function partnerData(
  db: Database,
  partner: Pick<Partner, 'id' | 'name' | 'isActive' | 'certificateAlias'>,
): Promise<Record<string, unknown>> {
  const certificate = await db
    .selectFrom('keymgr.partnerCertStore')
    .select('signedCertData')
    .where('certId', '=', partner.certificateAlias ?? '')
    .executeTakeFirst()
  if (!certificate?.signedCertData) throw new Failure('certificate_not_uploaded')
  return {
    partnerId: partner.id,
    partnerName: partner.name,
    certificateData: certificate.signedCertData,
    partnerStatus: partner.isActive ? 'ACTIVE' : 'DEACTIVE',
  }
}
