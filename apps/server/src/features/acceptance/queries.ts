import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'

/** The certificate of a partner that consumers were told, and whether it is revoked. */
export async function findCertificateInUse(db: Database, certId: string) {
  return db
    .selectFrom('keymgr.partnerCertStore as store')
    .select('store.signedCertData')
    .select(
      sql<boolean>`exists (select from pmp.revocation revoked
        where revoked.kind = 'partner' and revoked.cert_id = store.cert_id)`.as('isRevoked'),
    )
    .where('store.certId', '=', certId)
    .executeTakeFirst()
}
