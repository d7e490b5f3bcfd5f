import { randomUUID } from 'node:crypto'
import type { Certificate } from '@pmp/x509'
import { sql, type SqlBool } from 'kysely'
import type { Database } from '../database/database.ts'

/** Key manager's writer when nobody in particular acts (database.md 2.2). */
const writer = 'SYSTEM'
/** Issuers of one name and their issuers; far more than any renewal leaves behind. */
const mostCandidates = 200

const isNotDeleted = sql<SqlBool>`is_deleted is not true`
/** Root or intermediate (migration 0011). */
const typeOfRow = sql<string>`pmp.ca_type(ca_cert_type, issuer_id, cert_id)`

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
    .select(['certId', 'certData', 'partnerDomain', 'issuerId', 'crDtimes', typeOfRow.as('type')])
    .where('certId', '=', certId)
    .where(isNotDeleted)
    .executeTakeFirst()
}
