import type { certificateDomains, expiryKinds } from '@pmp/contract'
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { firstRows, type RowList } from '../../database/lists/row-list.ts'
import { inSpan, talliedDays, type OfSpan } from '../../database/lists/tallies.ts'
import { contains } from '../../database/lists/text-filters.ts'

type ExpiryKind = (typeof expiryKinds)[number]

/** Which certificates; `from` is included, `till` is not. */
export interface ExpiryFilter {
  from: Date
  till: Date
  kind?: ExpiryKind | undefined
  domain?: (typeof certificateDomains)[number] | undefined
  partner?: string | undefined
}

interface ExpiryRow {
  kind: ExpiryKind
  certificateId: string
  domain: string | null
  issuedTo: string
  partnerId: string | null
  organizationName: string | null
  validTill: Date
}

interface ExpiryPage {
  direction: 'asc' | 'desc'
  offset: number
  limit: number
}

/** A list that may hold what is asked for. */
interface Source {
  list: RowList & Required<Pick<RowList, 'tallies'>>
  form: 'authority' | 'uploaded' | 'signed'
  /** The kind of a certificate, of a row or a total. */
  kind: RawBuilder<unknown>
  span: OfSpan
  ofKinds: RawBuilder<SqlBool>[]
  others: RawBuilder<SqlBool>[]
}

const authorities = {
  rows: 'pmp.trustRow',
  counts: 'pmp.trustCount',
  tallies: 'pmp.trustTally',
  key: 'certId',
  kinds: ['caType', 'partnerDomain'],
} as const satisfies RowList

/** The certificate that each active partner has now, with both of its ends. */
const ofPartners = {
  rows: 'pmp.currentCertificateRow',
  counts: 'pmp.currentCertificateCount',
  tallies: 'pmp.currentCertificateTally',
  key: 'id',
  kinds: ['partnerDomain'],
} as const satisfies RowList

/**
 * The lists that hold what is asked for. Left out, as in the list of trust certificates, are those of
 * the platform and those that its signers issued; of partners, what is not theirs now.
 */
function sourcesOf(filter: ExpiryFilter): Source[] {
  const { from, till, kind, domain, partner } = filter
  const isWanted = (...kinds: ExpiryKind[]) => kind === undefined || kinds.includes(kind)
  const ofDomain = domain ? [sql<SqlBool>`row.partner_domain = ${domain}`] : []
  const others = partner ? [isOfPartner(partner)] : []
  const isRoot = sql<SqlBool>`row.ca_type = 'ROOT'`
  const ofType = kind ? [kind === 'root' ? isRoot : sql<SqlBool>`not ${isRoot}`] : []
  return [
    ...(isWanted('root', 'intermediate') && !partner
      ? [
          {
            list: authorities,
            form: 'authority' as const,
            kind: sql`case when ${isRoot} then 'root' else 'intermediate' end`,
            span: inSpan('notAfter', { from, till }),
            ofKinds: [...ofType, ...ofDomain],
            others,
          },
        ]
      : []),
    ...(['uploaded', 'signed'] as const)
      .filter((form) => isWanted(form))
      .map((form) => ({
        list: ofPartners,
        form,
        kind: sql`${sql.lit(form)}`,
        span: inSpan(`${form}Till`, { from, till }),
        ofKinds: ofDomain,
        others,
      })),
  ]
}

/** A part of the id or of the name, each with its index. */
function isOfPartner(text: string): RawBuilder<SqlBool> {
  const [id, name] = ['partner.id', 'partner.name'].map((column) => contains(sql.ref(column), text))
  return sql<SqlBool>`row.id = any(array(
    select partner.id from pmp.partner_row as partner where partner.is_listed and (${id} or ${name})))`
}

/**
 * One page by expiry, from the nearer end: each list gives no more than the page reaches, in the order
 * of its index.
 */
export async function findExpiring(
  db: Database,
  filter: ExpiryFilter,
  { direction, offset, limit, total }: ExpiryPage & { total: number },
): Promise<ExpiryRow[]> {
  const given = Math.min(limit, total - offset)
  if (given <= 0) return []
  const isFromEnd = offset > total / 2
  const way = isFromEnd === (direction === 'asc') ? 'desc' : 'asc'
  const start = isFromEnd ? total - offset - given : offset
  const order = sql`valid_till ${sql.raw(way)}, key collate "C" ${sql.raw(way)}, form ${sql.raw(way)}`
  const parts = sourcesOf(filter).map(({ list, form, span, ofKinds, others }) => {
    const by = [{ ...span.order, name: span.column, direction: way } as const]
    const chosen = { tallied: span, ofKinds, others }
    const first = firstRows({ list, chosen, order: by }, start + given)
    return sql`select first.key, ${sql.lit(form)} as form, first.sorted0 as valid_till
      from ${first} as first`
  })
  const { rows } = await sql<ExpiryRow>`
    with found as materialized (
      select * from (${sql.join(parts, sql` union all `)}) as every
      order by ${order} limit ${given} offset ${start})
    select case when found.form <> 'authority' then found.form
        when row.ca_type = 'ROOT' then 'root' else 'intermediate' end as kind,
      coalesce(partner.certificate_alias, found.key) as certificate_id,
      coalesce(row.partner_domain, store.partner_domain) as domain,
      coalesce(row.subject, store.cert_subject) as issued_to,
      partner.id as partner_id, partner.name as organization_name, found.valid_till
    from found
    left join pmp.trust_row as row on found.form = 'authority' and row.cert_id = found.key
    left join pms.partner on found.form <> 'authority' and partner.id = found.key
    left join keymgr.partner_cert_store store on store.cert_id = partner.certificate_alias
    order by ${order}`.execute(db)
  return isFromEnd ? rows.toReversed() : rows
}

/** What is known of a list: `total` of a `day`, or of a row where a partner is looked for. */
function countedOf({ list, span, ofKinds, others }: Source) {
  const isKept = others.length === 0
  const days = isKept
    ? talliedDays(list, span)
    : sql`(select row.*, ${sql.ref(`row.${span.column}`)} as day, 1 as total
        from ${sql.table(list.rows)} as row where row.is_listed)`
  const conditions = [...ofKinds, ...others, ...(isKept ? [] : [span.condition])]
  const where = conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
  return sql`from ${days} as row where ${where}`
}

/** How many there are. */
export async function countExpiring(db: Database, filter: ExpiryFilter): Promise<number> {
  const parts = sourcesOf(filter).map((source) => sql`select row.total ${countedOf(source)}`)
  if (parts.length === 0) return 0
  const { rows } = await sql<{ total: number }>`select coalesce(sum(total), 0)::int8 as total
    from (${sql.join(parts, sql` union all `)}) as counted`.execute(db)
  return rows[0]?.total ?? 0
}

interface MonthCount {
  /** `2026-11`. */
  month: string
  kind: ExpiryKind
  total: number
}

/** How many of each kind end in each month that has any. */
export async function countExpiringByMonth(
  db: Database,
  filter: ExpiryFilter,
): Promise<MonthCount[]> {
  const parts = sourcesOf(filter).map(
    (source) => sql`select ${source.kind} as kind, date_trunc('month', row.day) as month,
      sum(row.total)::int8 as total ${countedOf(source)} group by 1, 2 having sum(row.total) > 0`,
  )
  if (parts.length === 0) return []
  const { rows } = await sql<MonthCount>`
    select to_char(month, 'YYYY-MM') as month, kind, sum(total)::int8 as total
    from (${sql.join(parts, sql` union all `)}) as counted group by 1, 2 order by 1, 2`.execute(db)
  return rows
}
