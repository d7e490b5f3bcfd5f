import { sql, type SqlBool } from 'kysely'
import type { PlatformThumbprints } from '../../certificate-engine/platform-thumbprints.ts'
import { caTypeOfRow } from '../../certificate-engine/queries.ts'
import type { Database } from '../../database/database.ts'
import { contains } from '../../database/lists/text-filters.ts'
import { foreignCertificates, isRevokedRow } from './list-queries.ts'

interface TreeQuery {
  /** Those directly below this certificate. */
  above?: string | undefined
  partnerDomain?: string | undefined
  search?: string | undefined
  state?: 'valid' | 'expired' | 'revoked' | undefined
  now: Date
  pageNo: number
  pageSize: number
}

const hasChildren = sql<boolean>`exists (select 1 from keymgr.ca_cert_store child
  where child.issuer_id = keymgr.ca_cert_store.cert_id and child.cert_id <> child.issuer_id
    and child.is_deleted is not true)`

/**
 * One level of the tree, or what is found on all levels, by name; one row more than a page holds
 * tells that there are more.
 */
export async function findTreeNodes(db: Database, query: TreeQuery, platform: PlatformThumbprints) {
  const { above, partnerDomain, search, state, pageNo, pageSize } = query
  const isSearch = Boolean(search) || state !== undefined
  return (
    foreignCertificates(db, platform)
      .$if(above !== undefined, (nodes) =>
        nodes.where('issuerId', '=', above ?? '').where(sql<SqlBool>`cert_id <> issuer_id`),
      )
      .$if(above === undefined && !isSearch, (nodes) =>
        nodes.where(sql<SqlBool>`issuer_id = cert_id`),
      )
      .$if(Boolean(partnerDomain), (nodes) =>
        nodes.where('partnerDomain', '=', partnerDomain ?? ''),
      )
      .$if(Boolean(search), (nodes) => nodes.where(contains(sql.ref('certSubject'), search ?? '')))
      .$if(state !== undefined, (nodes) => nodes.where(inState(query)))
      .select([
        'certId',
        'partnerDomain',
        'certSubject',
        'certIssuer',
        'certNotBefore',
        'certNotAfter',
        caTypeOfRow.as('type'),
        isRevokedRow.as('isRevoked'),
        hasChildren.as('hasChildren'),
      ])
      .orderBy('certSubject')
      .orderBy('certId')
      .limit(pageSize + 1)
      .offset(pageNo * pageSize)
      // Every writer fills these columns.
      .$narrowType<{ partnerDomain: string; certNotBefore: Date; certNotAfter: Date }>()
      .execute()
  )
}

function inState({ state, now }: TreeQuery) {
  if (state === 'revoked') {
    // From the few that are revoked, not from all that could be.
    return sql<SqlBool>`cert_id in (select revoked.cert_id from pmp.revocation revoked
      where revoked.kind = 'authority')`
  }
  return state === 'expired'
    ? sql<SqlBool>`cert_not_after < ${now}`
    : sql<SqlBool>`cert_not_before <= ${now} and cert_not_after >= ${now} and not ${isRevokedRow}`
}

/** Counting what hangs below a certificate stops here. */
const mostBelow = 1000

/** The rows of a certificate and of all trust certificates below it, on every level. */
const authoritiesBelow = (certId: string) => sql<{ certId: string }>`
  with recursive below (cert_id) as (
    select ${certId}::varchar
    union
    select child.cert_id from below
    join keymgr.ca_cert_store child on child.issuer_id = below.cert_id
      and child.is_deleted is not true
  )
  select cert_id from below limit ${mostBelow + 1}`

/** How many trust and partner certificates hang below a certificate. */
export async function countBelow(db: Database, certId: string) {
  const { rows } = await sql<{ authorities: number; partnerCertificates: number }>`
    with authority as (${authoritiesBelow(certId)})
    select (select count(*) - 1 from authority) as "authorities",
      (select count(*) from (
        select 1 from authority
        join keymgr.partner_cert_store leaf on leaf.issuer_id = authority.cert_id
          and leaf.is_deleted is not true
        limit ${mostBelow}) counted) as "partnerCertificates"`.execute(db)
  const { authorities, partnerCertificates } = rows[0] ?? { authorities: 0, partnerCertificates: 0 }
  return {
    authorities,
    partnerCertificates,
    isCut: authorities >= mostBelow || partnerCertificates >= mostBelow,
  }
}

interface LeafBelow {
  certificateId: string
  partnerId: string | null
  organizationName: string | null
  issuedTo: string
  validTillDate: Date
  isCurrent: boolean
  isRevoked: boolean
}

/** The partner certificates below a certificate, newest first, one more than a page holds. */
export async function findLeavesBelow(
  db: Database,
  certId: string,
  { pageNo, pageSize }: { pageNo: number; pageSize: number },
): Promise<LeafBelow[]> {
  const { rows } = await sql<LeafBelow>`
    with authority as (${authoritiesBelow(certId)})
    select leaf.cert_id as "certificateId",
      coalesce(partner.id, known.partner_id) as "partnerId",
      coalesce(partner.name, leaf.organization_name) as "organizationName",
      leaf.cert_subject as "issuedTo", leaf.cert_not_after as "validTillDate",
      partner.id is not null as "isCurrent",
      exists (select 1 from pmp.revocation revoked
        where revoked.kind = 'partner' and revoked.cert_id = leaf.cert_id) as "isRevoked"
    from authority
    join keymgr.partner_cert_store leaf on leaf.issuer_id = authority.cert_id
      and leaf.is_deleted is not true
    left join pms.partner partner on partner.certificate_alias = leaf.cert_id
    left join pmp.partner_certificate known on known.cert_id = leaf.cert_id
    order by leaf.cr_dtimes desc, leaf.cert_id
    limit ${pageSize + 1} offset ${pageNo * pageSize}`.execute(db)
  return rows
}
