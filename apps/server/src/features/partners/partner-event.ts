import { Failure } from '@pmp/contract'
import type { Database } from '../../database/database.ts'
import type { Partner } from './queries.ts'

type Announced = Pick<Partner, 'id' | 'name' | 'isActive' | 'certificateAlias'>

/**
 * `partnerData` of events (integration.md 1.3): the partner with its MOSIP-signed certificate,
 * without which no consumer can use it.
 * @throws {Failure} certificate_not_uploaded
 */
export async function partnerData(
  db: Database,
  partner: Announced,
): Promise<Record<string, unknown>> {
  const data = await partnerState(db, partner)
  if (data.certificateData === null) throw new Failure('certificate_not_uploaded')
  return data
}

/**
 * The same, also of a partner without certificate: that a partner is no longer active must be told
 * whether or not there is one (partner.md 2.9, "Right").
 */
export async function partnerState(db: Database, partner: Announced) {
  const certificate = await db
    .selectFrom('keymgr.partnerCertStore')
    .select('signedCertData')
    .where('certId', '=', partner.certificateAlias ?? '')
    .executeTakeFirst()
  return {
    partnerId: partner.id,
    partnerName: partner.name,
    certificateData: certificate?.signedCertData ?? null,
    partnerStatus: partner.isActive ? 'ACTIVE' : 'DEACTIVE',
  }
}
