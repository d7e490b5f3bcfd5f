import { sql, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { contains } from '../../database/lists/text-filters.ts'

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

/** One by one: as `exists` the database would read all that have issuers at once. */
const hasChildren = sql<boolean>`coalesce((select true from pmp.trust_row child
  where child.is_listed and not child.is_root and child.issuer_id = row.cert_id limit 1), false)`

/**
 * One level of the tree, or what is found on all levels, by name; one row more than a page holds
 * tells that there are more.
 */
export async function findTreeNodes(db: Database, query: TreeQuery) {
  const { above, partnerDomain, search, state, pageNo, pageSize } = query
  const isSearch = Boolean(search) || state !== undefined
  return (
    db
      .selectFrom('pmp.trustRow as row')
      .where(sql<SqlBool>`row.is_listed`)
      .$if(above !== undefined, (nodes) =>
        nodes.where('row.issuerId', '=', above ?? '').where(sql<SqlBool>`not row.is_root`),
      )
      .$if(above === undefined && !isSearch, (nodes) => nodes.where(sql<SqlBool>`row.is_root`))
      .$if(Boolean(partnerDomain), (nodes) =>
        nodes.where('row.partnerDomain', '=', partnerDomain ?? ''),
      )
      .$if(Boolean(search), (nodes) => nodes.where(contains(sql.ref('row.subject'), search ?? '')))
      .$if(state !== undefined, (nodes) => nodes.where(inState(query)))
      .select([
        'row.certId',
        'row.partnerDomain',
        'row.subject as certSubject',
        'row.issuer as certIssuer',
        'row.notBefore as certNotBefore',
        'row.notAfter as certNotAfter',
        'row.caType as type',
        sql<boolean>`row.is_revoked is true`.as('isRevoked'),
        hasChildren.as('hasChildren'),
      ])
      .orderBy('row.subjectOrder')
      .orderBy(sql`row.cert_id collate "C"`)
      .limit(pageSize + 1)
      .offset(pageNo * pageSize)
      // Every writer fills these columns.
      .$narrowType<{ certNotBefore: Date; certNotAfter: Date }>()
      .execute()
  )
}

function inState({ state, now }: TreeQuery) {
  if (state === 'revoked') return sql<SqlBool>`row.is_revoked`
  return state === 'expired'
    ? sql<SqlBool>`row.not_after < ${now}`
    : sql<SqlBool>`row.not_before <= ${now} and row.not_after >= ${now} and row.is_revoked is not true`
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
