import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { holdsUserId } from '../../identity/user-ids.ts'

/** The partners of a user, each with the MOSIP-signed certificate it has now. */
export async function findOwnCertificates(db: Database, userId: string | null) {
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
    .where(holdsUserId(sql.ref('partner.userId'), userId))
    .orderBy('partner.crDtimes')
    .orderBy('partner.id')
    .execute()
}
