import { randomUUID } from 'node:crypto'
import type { ListRequest } from '@pmp/contract'
import type { Certificate } from '@pmp/x509'
import { sql, type Expression, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { whereContains } from '../../http/list.ts'

/** Key manager's writer when nobody in particular acts (database.md 2.2). */
const writer = 'SYSTEM'
const dayMs = 86_400_000
/** Issuers of one name and their issuers; far more than any renewal leaves behind. */
const mostCandidates = 200

const isNotDeleted = sql<SqlBool>`is_deleted is not true`
/** Rows from before the column: a root is its own issuer. */
const typeOfRow = sql<string>`coalesce(ca_cert_type, case when issuer_id = cert_id then 'ROOT' else 'INTERMEDIATE' end)`

/**
 * The certificates of a domain that bear one of the names, and all that their issuers' names lead
 * to; those that end last come first. Served by the index on domain and subject.
 */
export async function findIssuerCandidates(
  db: Database,
  domain: string,
  names: readonly string[],
): Promise<{ certId: string; certData: string | null }[]> {
  const { rows } = await sql<{ certId: string; certData: string | null }>`
    with recursive issuer (name) as (
      select unnest(${[...new Set(names)]}::varchar[])
      union
      select above.cert_issuer
      from issuer
      join keymgr.ca_cert_store above
        on above.partner_domain = ${domain} and above.cert_subject = issuer.name
    )
    select cert_id, cert_data
    from keymgr.ca_cert_store
    where partner_domain = ${domain} and cert_subject in (select name from issuer)
      and is_deleted is not true
    order by cert_not_after desc, cert_id
    limit ${mostCandidates}`.execute(db)
  return rows
}

export interface NewTrustCertificate {
  certificate: Certificate
  domain: string
  /** Row of the issuer; absent for a root, which is its own issuer. */
  issuerId: string | undefined
  now: Date
}

/**
 * Stores a certificate in the trust store of a domain.
 * @returns its id, or undefined when somebody stored the same one meanwhile
 */
export async function insertTrustCertificate(
  db: Database,
  { certificate, domain, issuerId, now }: NewTrustCertificate,
): Promise<string | undefined> {
  const certId = randomUUID()
  const row = await db
    .insertInto('keymgr.caCertStore')
    .values({
      certId,
      certSubject: certificate.subject.formatted,
      certIssuer: certificate.issuer.formatted,
      issuerId: issuerId ?? certId,
      certNotBefore: certificate.notBefore,
      certNotAfter: certificate.notAfter,
      certData: certificate.pem,
      certThumbprint: certificate.thumbprintSha1,
      certSerialNo: certificate.serialNumber,
      partnerDomain: domain,
      caCertType: certificate.isSelfSigned ? 'ROOT' : 'INTERMEDIATE',
      crBy: writer,
      crDtimes: now,
      isDeleted: false,
    })
    .onConflict((conflict) => conflict.columns(['certThumbprint', 'partnerDomain']).doNothing())
    .returning('certId')
    .executeTakeFirst()
  return row?.certId
}

/** The id of a certificate that a domain has already. */
export async function findTrustCertificateId(
  db: Database,
  thumbprint: string,
  domain: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('keymgr.caCertStore')
    .select('certId')
    .where('certThumbprint', '=', thumbprint)
    .where('partnerDomain', '=', domain)
    .executeTakeFirst()
  return row?.certId
}

export async function findTrustCertificate(db: Database, certId: string) {
  return db
    .selectFrom('keymgr.caCertStore')
    .select(['certId', 'certData', 'partnerDomain'])
    .where('certId', '=', certId)
    .where(isNotDeleted)
    .executeTakeFirst()
}

const sortColumns: Record<string, Expression<unknown>> = {
  caCertificateType: typeOfRow,
  certificateId: sql.ref('certId'),
  partnerDomain: sql.ref('partnerDomain'),
  issuedTo: sql.ref('certSubject'),
  issuedBy: sql.ref('certIssuer'),
  validFrom: sql.ref('certNotBefore'),
  validTill: sql.ref('certNotAfter'),
  uploadedDateTime: sql.ref('crDtimes'),
}

/** SHA-1 thumbprints of the platform's own certificates. */
export interface PlatformThumbprints {
  own: readonly string[]
  /** Those among them that sign partner certificates. */
  signers: readonly string[]
}

/** What the list of trust certificates is narrowed by; domain and type in their stored form. */
export interface TrustFilters {
  caCertificateType?: string | undefined
  partnerDomain?: string | undefined
  certificateId?: string | undefined
  issuedTo?: string | undefined
  issuedBy?: string | undefined
  /** Only what ends from today to so many days from now, in UTC. */
  expiryPeriod?: number | undefined
  now: Date
}

/**
 * One page of the trust store, oldest upload first unless asked otherwise, and how many there are.
 * Left out are the platform's own certificates and the partner certificates that its signers issued
 * (certificates.md A7).
 */
export async function findTrustCertificates(
  db: Database,
  filters: TrustFilters,
  list: ListRequest,
  platform: PlatformThumbprints,
) {
  const { pageNo, pageSize } = list.page ?? { pageNo: 0, pageSize: 8 }
  const matching = visible(db, filters, platform)
  const rows = await matching
    .select([
      'certId',
      'partnerDomain',
      'certSubject',
      'certIssuer',
      'certThumbprint',
      'certNotBefore',
      'certNotAfter',
      'crDtimes',
      typeOfRow.as('type'),
    ])
    .orderBy(
      sortColumns[list.sort?.field ?? ''] ?? sql.ref('crDtimes'),
      list.sort?.direction ?? 'asc',
    )
    .orderBy('certId')
    .limit(pageSize)
    .offset(pageNo * pageSize)
    // Every writer fills these columns.
    .$narrowType<{
      partnerDomain: string
      certThumbprint: string
      certNotBefore: Date
      certNotAfter: Date
      crDtimes: Date
    }>()
    .execute()
  const { total } = await matching
    .select(sql<string>`count(*)`.as('total'))
    .executeTakeFirstOrThrow()
  return { pageNo, pageSize, total: Number(total), rows }
}

function visible(db: Database, filters: TrustFilters, platform: PlatformThumbprints) {
  const { caCertificateType, partnerDomain, certificateId, issuedTo, issuedBy } = filters
  const signers = db
    .selectFrom('keymgr.caCertStore as signer')
    .select('signer.certId')
    .where('signer.certThumbprint', 'in', platform.signers)
  const matching = db
    .selectFrom('keymgr.caCertStore')
    .where(isNotDeleted)
    .where('certThumbprint', 'not in', platform.own)
    .where('issuerId', 'not in', signers)
    .$if(Boolean(caCertificateType), (query) =>
      query.where(typeOfRow, '=', caCertificateType ?? ''),
    )
    .$if(Boolean(partnerDomain), (query) => query.where('partnerDomain', '=', partnerDomain ?? ''))
  const named = whereContains(
    matching,
    {
      certificateId: sql.ref('certId'),
      issuedTo: sql.ref('certSubject'),
      issuedBy: sql.ref('certIssuer'),
    },
    { certificateId, issuedTo, issuedBy },
  )
  if (filters.expiryPeriod === undefined) return named
  const today = Math.floor(filters.now.getTime() / dayMs) * dayMs
  return named
    .where('certNotAfter', '>=', new Date(today))
    .where('certNotAfter', '<', new Date(today + (filters.expiryPeriod + 1) * dayMs))
}
