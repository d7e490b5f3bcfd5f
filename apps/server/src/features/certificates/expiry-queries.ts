import type { certificateDomains, expiryKinds } from '@pmp/contract'
import { sql, type RawBuilder } from 'kysely'
import type { PlatformThumbprints } from '../../certificate-engine/platform-thumbprints.ts'
import { caTypeOfRow } from '../../certificate-engine/queries.ts'
import type { Database } from '../../database/database.ts'
import { contains } from '../../database/lists/text-filters.ts'

type ExpiryKind = (typeof expiryKinds)[number]

/** Which certificates; `from` is included, `till` is not. */
export interface ExpiryFilter {
  from: Date
  till: Date
  kind?: ExpiryKind | undefined
  domain?: (typeof certificateDomains)[number] | undefined
  partner?: string | undefined
  /** Left out, as in the list of trust certificates. */
  platform: PlatformThumbprints
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

/**
 * One page by expiry. Each source gives no more than the page reaches, in the order of its index, so
 * that a page costs the same however many certificates there are.
 */
export async function findExpiring(
  db: Database,
  filter: ExpiryFilter,
  { direction, offset, limit }: ExpiryPage,
): Promise<ExpiryRow[]> {
  const order = sql`order by "valid_till" ${sql.raw(direction)}, "certificate_id"`
  const parts = sourcesOf(filter).map((source) => sql`(${source} ${order} limit ${offset + limit})`)
  if (parts.length === 0) return []
  const { rows } = await sql<ExpiryRow>`
    select * from (${sql.join(parts, sql` union all `)}) as found
    ${order}, kind limit ${limit} offset ${offset}`.execute(db)
  return rows
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
    (source) => sql`
      select kind, date_trunc('month', valid_till) as month, count(*) as total
      from (${source}) as one group by 1, 2`,
  )
  if (parts.length === 0) return []
  const { rows } = await sql<MonthCount>`
    select to_char(month, 'YYYY-MM') as month, kind, total
    from (${sql.join(parts, sql` union all `)}) as counted order by 1, 2`.execute(db)
  return rows
}

/** A select for each table that may hold what is asked for. */
function sourcesOf(filter: ExpiryFilter): RawBuilder<unknown>[] {
  const { kind, partner } = filter
  const isWanted = (...kinds: ExpiryKind[]) => kind === undefined || kinds.includes(kind)
  return [
    ...(isWanted('root', 'intermediate') && !partner ? [trusted(filter)] : []),
    ...(isWanted('uploaded') ? [uploaded(filter)] : []),
    ...(isWanted('signed') ? [signed(filter)] : []),
  ]
}

const kindOfRow = sql`case when ${caTypeOfRow} = 'ROOT' then 'root' else 'intermediate' end`

function trusted({ from, till, kind, domain, platform }: ExpiryFilter) {
  return sql`
    select ${kindOfRow} as kind, cert_id as certificate_id, partner_domain as domain,
      cert_subject as issued_to, null::varchar as partner_id, null::varchar as organization_name,
      cert_not_after as valid_till
    from keymgr.ca_cert_store
    where is_deleted is not true and cert_not_after >= ${from} and cert_not_after < ${till}
      and cert_thumbprint <> all(${platform.own}::varchar[])
      and issuer_id not in (select cert_id from keymgr.ca_cert_store
        where cert_thumbprint = any(${platform.signers}::varchar[]))
      ${kind ? sql`and ${kindOfRow} = ${kind}` : sql``}
      ${domain ? sql`and partner_domain = ${domain}` : sql``}`
}

/** What a partner certificate shows, and whose it is now. */
const columnsOfPartner = sql`partner.certificate_alias as certificate_id,
  store.partner_domain as domain, store.cert_subject as issued_to, partner.id as partner_id,
  partner.name as organization_name`
/** Neither inactive partners nor certificates that were replaced. */
const isCurrent = sql`partner.is_active and partner.is_deleted is not true`

function uploaded(filter: ExpiryFilter) {
  return sql`
    select 'uploaded' as kind, ${columnsOfPartner}, store.cert_not_after as valid_till
    from keymgr.partner_cert_store store
    join pms.partner partner on partner.certificate_alias = store.cert_id and ${isCurrent}
    where store.cert_not_after >= ${filter.from} and store.cert_not_after < ${filter.till}
      ${narrowed(filter)}`
}

/** An outer join, because the database leaves it out where only counts are asked for. */
function signed(filter: ExpiryFilter) {
  return sql`
    select 'signed' as kind, ${columnsOfPartner}, signed.not_after as valid_till
    from pmp.signed_certificate signed
    join pms.partner partner on partner.certificate_alias = signed.cert_id and ${isCurrent}
    left join keymgr.partner_cert_store store on store.cert_id = signed.cert_id
    where signed.not_after >= ${filter.from} and signed.not_after < ${filter.till}
      ${narrowed(filter)}`
}

function narrowed({ domain, partner }: ExpiryFilter) {
  const isOfDomain = domain ? sql`and store.partner_domain = ${domain}` : sql``
  if (!partner) return isOfDomain
  const [id, name] = ['partner.id', 'partner.name'].map((column) =>
    contains(sql.ref(column), partner),
  )
  return sql`${isOfDomain} and (${id} or ${name})`
}
