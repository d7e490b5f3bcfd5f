import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'

/** The partners of a user, each with the MOSIP-signed certificate it has now. */
export async function findOwnCertificates(db: Database, userName: string) {
  return db
    .selectFrom('pms.partner as partner')
    .leftJoin(
      'keymgr.partnerCertStore as certificate',
      'certificate.certId',
      'partner.certificateAlias',
    )
    .select([
      'partner.id',
      'partner.userId',
      'partner.partnerTypeCode',
      'partner.approvalStatus',
      'partner.isActive',
      'certificate.signedCertData',
    ])
    .where(sql`lower(partner.user_id)`, '=', userName.toLowerCase())
    .orderBy('partner.crDtimes')
    .orderBy('partner.id')
    .execute()
}
