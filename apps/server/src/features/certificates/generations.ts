import { sql } from 'kysely'
import type * as contract from '@pmp/contract'
import type { ListRequestOf } from '@pmp/contract'
import type { Database } from '../../database/database.ts'
import { findPage } from '../../database/lists/page.ts'

/** A certificate as it is stored, whether it came into use or not. */
export interface StoredGeneration {
  generationId: string
  /** `used` for a certificate that came into use, else the state of its renewal. */
  state: 'used' | 'scheduled' | 'cancelled' | 'failed'
  partnerDomain: string
  uploadedBy: string | null
  uploadedAt: Date
  certData: string
  signedCertData: string | null
  activateAt: Date | null
  endedAt: Date | null
  endedBy: string | null
  endReason: string | null
  isRevoked: boolean
}

/**
 * Certificates of a partner. Those that came into use are known by our own table, and by the
 * partner's row where another installation uploaded it; of those that came from a renewal, the
 * person who scheduled it is told. To these come renewals that are not in use; the one that waits
 * stands first.
 */
function generationsOf(partnerId: string) {
  return sql<StoredGeneration>`(
    select store.cert_id as generation_id, 'used' as state,
      coalesce(store.partner_domain, '') as partner_domain,
      coalesce(renewal.scheduled_by, upload.uploaded_by) as uploaded_by,
      coalesce(renewal.scheduled_at, upload.uploaded_at, store.cr_dtimes) as uploaded_at,
      coalesce(store.cert_data, '') as cert_data, store.signed_cert_data,
      renewal.activate_at, upload.replaced_at as ended_at, null as ended_by, null as end_reason,
      exists (select 1 from pmp.revocation revoked
        where revoked.kind = 'partner' and revoked.cert_id = own.cert_id) as is_revoked,
      coalesce(upload.uploaded_at, store.cr_dtimes) as at
    from (
      select cert_id from pmp.partner_certificate where partner_id = ${partnerId}
      union select certificate_alias from pms.partner where id = ${partnerId}
    ) own
    join keymgr.partner_cert_store store on store.cert_id = own.cert_id
    left join pmp.partner_certificate upload on upload.cert_id = own.cert_id
    left join pmp.certificate_renewal renewal on renewal.cert_id = own.cert_id
    union all
    select id, state, partner_domain, scheduled_by, scheduled_at, cert_data, null, activate_at,
      ended_at, ended_by, end_reason, false,
      case when state = 'scheduled' then activate_at else scheduled_at end
    from pmp.certificate_renewal where partner_id = ${partnerId} and state <> 'activated'
  )`.as('generation')
}

const columns = [
  'generation.generationId',
  'generation.state',
  'generation.partnerDomain',
  'generation.uploadedBy',
  'generation.uploadedAt',
  'generation.certData',
  'generation.signedCertData',
  'generation.activateAt',
  'generation.endedAt',
  'generation.endedBy',
  'generation.endReason',
  'generation.isRevoked',
] as const

/** One page of the certificates of a partner, newest first. */
export async function findGenerations(
  db: Database,
  partnerId: string,
  list: ListRequestOf<typeof contract.listCertificateGenerations>,
) {
  const matching = db.selectFrom(generationsOf(partnerId))
  return findPage(
    list,
    { matching, rows: matching.select(columns) },
    {
      columns: {},
      created: sql.ref('generation.at'),
      key: sql.ref('generation.generationId'),
    },
  )
}

/** One certificate of a partner. */
export async function findGeneration(db: Database, partnerId: string, generationId: string) {
  return db
    .selectFrom(generationsOf(partnerId))
    .select(columns)
    .where('generation.generationId', '=', generationId)
    .executeTakeFirst()
}

/** The certificate that waits for its time. */
export async function findScheduledGeneration(db: Database, partnerId: string) {
  return db
    .selectFrom(generationsOf(partnerId))
    .select(columns)
    .where('generation.state', '=', 'scheduled')
    .executeTakeFirst()
}
