import { randomUUID } from 'node:crypto'
import type { Certificate, RevocationReason } from '@pmp/x509'
import { sql, type SqlBool } from 'kysely'
import type { Database } from '../database/database.ts'

/** Key manager's writer when nobody in particular acts (database.md 2.2). */
const writer = 'SYSTEM'
/** Issuers of one name and their issuers; far more than any renewal leaves behind. */
const mostCandidates = 200

const isNotDeleted = sql<SqlBool>`is_deleted is not true`
/** Root or intermediate, by the database's own rule (migration 0011); its indexes know this text. */
export const caTypeOfRow = sql<string>`pmp.ca_type(ca_cert_type, issuer_id, cert_id)`

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

/** By which rules a database judges paths when no setting says so. */
export async function findPathRules(db: Database) {
  const { rules } = await db
    .selectFrom('pmp.certificatePathRules')
    .select('rules')
    .$narrowType<{ rules: 'upstream' | 'strict' }>()
    .executeTakeFirstOrThrow()
  return rules
}

interface NewTrustCertificate {
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
    .select(['certId', 'certData', 'partnerDomain', 'issuerId', 'crDtimes', caTypeOfRow.as('type')])
    .where('certId', '=', certId)
    .where(isNotDeleted)
    .executeTakeFirst()
}

interface NewCertificate {
  id: string
  organizationName: string
  domain: string
  uploaded: Certificate
  signed: Certificate
  /** Row of the issuer in the trust store. */
  issuerId: string
  now: Date
}

/** Whose a stored certificate is. */
interface CertificateOfPartner {
  certificateId: string
  partnerId: string
  uploaded: Certificate
  actor: string
  now: Date
}

/** Stores an uploaded certificate with the MOSIP-signed one, whoever its owner is. */
export async function insertCertificate(
  db: Database,
  { uploaded, now, ...saved }: NewCertificate,
): Promise<void> {
  await db
    .insertInto('keymgr.partnerCertStore')
    .values({
      certId: saved.id,
      certSubject: uploaded.subject.formatted,
      certIssuer: uploaded.issuer.formatted,
      issuerId: saved.issuerId,
      certNotBefore: uploaded.notBefore,
      certNotAfter: uploaded.notAfter,
      partnerDomain: saved.domain,
      certData: uploaded.pem,
      signedCertData: saved.signed.pem,
      keyUsage: '',
      organizationName: saved.organizationName,
      certThumbprint: uploaded.thumbprintSha1,
      certSerialNo: uploaded.serialNumber,
      crBy: writer,
      crDtimes: now,
      isDeleted: false,
    })
    .execute()
}

/** Notes that a stored certificate is a partner's now and replaces its last. */
export async function noteCertificateOfPartner(
  db: Database,
  { certificateId, partnerId, uploaded, actor, now }: CertificateOfPartner,
): Promise<void> {
  await db
    .updateTable('pmp.partnerCertificate')
    .set({ replacedAt: now })
    .where('partnerId', '=', partnerId)
    .where('replacedAt', 'is', null)
    .execute()
  await db
    .insertInto('pmp.partnerCertificate')
    .values({
      certId: certificateId,
      partnerId,
      uploadedBy: actor,
      uploadedAt: now,
      notBefore: uploaded.notBefore,
      notAfter: uploaded.notAfter,
      thumbprint: uploaded.thumbprintSha1,
    })
    .execute()
}

/** The uploaded and the MOSIP-signed certificate of an owner, as stored. */
export async function findStoredCertificate(db: Database, certId: string) {
  return db
    .selectFrom('keymgr.partnerCertStore')
    .select(['certId', 'certThumbprint', 'partnerDomain', 'certData', 'signedCertData'])
    .where('certId', '=', certId)
    .executeTakeFirst()
}

export type RevokedKind = 'authority' | 'partner'

/**
 * Holds what is revoked in a domain still until the transaction ends: who accepts certificates waits
 * for who revokes and the other way round, so that nothing slips in below a certificate that is just
 * being revoked. Accepting does not wait for accepting.
 */
export async function holdRevocations(
  db: Database,
  domain: string,
  mode: 'to_accept' | 'to_revoke' | 'to_revoke_key',
): Promise<void> {
  // A key counts in all domains. Everybody takes this lock before that of the domain.
  await hold(db, 'compromised keys', mode === 'to_revoke_key' ? 'alone' : 'together')
  await hold(db, `revocations ${domain}`, mode === 'to_accept' ? 'together' : 'alone')
}

async function hold(db: Database, name: string, how: 'together' | 'alone'): Promise<void> {
  const lock = sql.raw(
    how === 'together' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock',
  )
  await sql`select ${lock}(hashtextextended(${name}, 0))`.execute(db)
}

/** Which of these keys are compromised, and since when. */
export async function findCompromisedKeys(db: Database, keyIds: readonly string[]) {
  return db
    .selectFrom('pmp.compromisedKey')
    .select(['keyId', 'reason', 'revokedAt'])
    .where('keyId', 'in', [...keyIds])
    .$narrowType<{ reason: RevocationReason }>()
    .execute()
}

interface CompromisedKey {
  keyId: string
  reason: RevocationReason
  revokedBy: string
  revokedAt: Date
}

/** Notes that a key is compromised; the first time counts. */
export async function insertCompromisedKey(db: Database, key: CompromisedKey): Promise<void> {
  await db
    .insertInto('pmp.compromisedKey')
    .values(key)
    .onConflict((conflict) => conflict.column('keyId').doNothing())
    .execute()
}

/**
 * Stored certificates, of whatever origin, in which some octets stand. Reads every row: a revoked
 * key is rare, and an index would know nothing of rows that other programs write.
 */
export async function findCertificatesWith(db: Database, octets: Uint8Array) {
  const wanted = Buffer.from(octets)
  const { rows } = await sql<{ kind: RevokedKind; certId: string; certData: string }>`
    select 'authority' as kind, cert_id, cert_data
    from keymgr.ca_cert_store
    where is_deleted is not true and position(${wanted}::bytea in pmp.certificate_bytes(cert_data)) > 0
    union all
    select 'partner' as kind, cert_id, cert_data
    from keymgr.partner_cert_store
    where position(${wanted}::bytea in pmp.certificate_bytes(cert_data)) > 0
    order by cert_id`.execute(db)
  return rows
}

/** Which of these certificates are revoked in a domain, by SHA-1 thumbprint. */
export async function findMarks(db: Database, domain: string, thumbprints: readonly string[]) {
  const columns = ['reason', 'revokedAt'] as const
  const uploaded = db
    .selectFrom('pmp.revocation')
    .select(['thumbprint', ...columns])
    .where('partnerDomain', '=', domain)
    .where('thumbprint', 'in', [...thumbprints])
  return uploaded
    .unionAll(
      db
        .selectFrom('pmp.revocation')
        .select([sql<string>`signed_thumbprint`.as('thumbprint'), ...columns])
        .where('partnerDomain', '=', domain)
        .where('signedThumbprint', 'in', [...thumbprints]),
    )
    .$narrowType<{ reason: RevocationReason }>()
    .execute()
}

export async function findRevocation(db: Database, kind: RevokedKind, certId: string) {
  return db
    .selectFrom('pmp.revocation')
    .select(['reason', 'remark', 'revokedBy', 'revokedAt', 'signerId'])
    .where('kind', '=', kind)
    .where('certId', '=', certId)
    .executeTakeFirst()
}

export interface NewRevocation {
  kind: RevokedKind
  certId: string
  partnerDomain: string
  thumbprint: string
  signedThumbprint: string | null
  signedSerial: string | null
  signedNotAfter: Date | null
  signerId: string | null
  reason: RevocationReason
  remark: string | null
  revokedBy: string
  revokedAt: Date
}

/**
 * Notes a revocation. A hold becomes final, and stays revoked since it began.
 * @returns false when it was revoked already
 */
export async function insertRevocation(db: Database, revocation: NewRevocation): Promise<boolean> {
  const { reason, remark, revokedBy } = revocation
  const row = await db
    .insertInto('pmp.revocation')
    .values(revocation)
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'certId'])
        .doUpdateSet({ reason, remark, revokedBy })
        .where('pmp.revocation.reason', '=', 'certificateHold')
        .where(sql`excluded.reason`, '<>', 'certificateHold'),
    )
    .returning('certId')
    .executeTakeFirst()
  return row !== undefined
}

/** @returns false when there was no hold */
export async function deleteHold(
  db: Database,
  kind: RevokedKind,
  certId: string,
): Promise<boolean> {
  const row = await db
    .deleteFrom('pmp.revocation')
    .where('kind', '=', kind)
    .where('certId', '=', certId)
    .where('reason', '=', 'certificateHold')
    .returning('certId')
    .executeTakeFirst()
  return row !== undefined
}

/** The stored lists of some authorities, as bytes. */
export async function findLists(db: Database, authorityKeys: readonly string[]): Promise<Buffer[]> {
  const rows = await db
    .selectFrom('pmp.authorityCrl')
    .select('der')
    .where('authorityKey', 'in', [...authorityKeys])
    .where('der', 'is not', null)
    .execute()
  return rows.flatMap(({ der }) => der ?? [])
}

/** What is known of the list of an authority, without its bytes. */
export async function findListState(db: Database, authorityKey: string) {
  return db
    .selectFrom('pmp.authorityCrl')
    .select([
      'url',
      'crlNumber',
      'thisUpdate',
      'nextUpdate',
      'revokedCount',
      'storedBy',
      'storedAt',
      'triedAt',
      'failure',
    ])
    .where('authorityKey', '=', authorityKey)
    .executeTakeFirst()
}
