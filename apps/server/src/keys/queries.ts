import { createHash, randomUUID } from 'node:crypto'
import type { Certificate } from '@pmp/x509'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { keptInKeyStore } from '../database/server-state.ts'

/** Key manager's writer when nobody in particular acts (database.md 2.2). */
const writer = 'SYSTEM'
/** Key manager's mark of a certificate without private key (certificates.md B7). */
const noPrivateKey = 'NA'
const minuteMs = 60_000

/** One key of a purpose over its life, as the database knows it. */
export interface GenerationRow {
  id: string
  appId: string
  refId: string
  madeAt: Date
  /** Earlier than the certificate's end when the key was replaced by hand. */
  expiresAt: Date
  /** PEM; absent where an HSM of upstream keeps the certificate beside the key. */
  certificateData: string | null
}

/** Makes other replicas that open their keys wait until the transaction ends. */
export async function serialiseKeyCreation(db: Database): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('platform keys', 0))`.execute(db)
}

/** Every generation of the platform's keys, newest first; a few rows. */
export async function findGenerations(db: Database): Promise<GenerationRow[]> {
  const rows = await db
    .selectFrom('keymgr.keyAlias')
    .leftJoin('keymgr.keyStore', 'keymgr.keyStore.id', 'keymgr.keyAlias.id')
    .select([
      'keymgr.keyAlias.id',
      'keymgr.keyAlias.appId',
      'keymgr.keyAlias.refId',
      'keymgr.keyAlias.keyGenDtimes',
      'keymgr.keyAlias.keyExpireDtimes',
      'keymgr.keyStore.certificateData',
    ])
    .where('keymgr.keyAlias.appId', 'in', ['ROOT', 'PMS'])
    .where(sql`keymgr.key_alias.is_deleted is not true`, '=', true)
    .orderBy('keymgr.keyAlias.keyGenDtimes', 'desc')
    .orderBy('keymgr.keyAlias.id')
    .execute()
  return rows.flatMap(({ refId, keyGenDtimes: madeAt, keyExpireDtimes: expiresAt, ...row }) =>
    // Master keys of upstream carry an empty or no reference.
    madeAt && expiresAt ? [{ ...row, refId: refId ?? '', madeAt, expiresAt }] : [],
  )
}

/** How long keys of an application live and how early the next one is made, in days. */
export async function findKeyPolicies(db: Database) {
  return db
    .selectFrom('keymgr.keyPolicyDef')
    .select(['appId', 'keyValidityDuration', 'preExpireDays'])
    .where('appId', 'in', ['ROOT', 'PMS', 'BASE'])
    .where('isActive', '=', true)
    .execute()
}

/** PEM of the ROOT and PMS certificates of all generations; a few rows. */
export async function findAuthorityCertificates(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('keymgr.keyAlias')
    .innerJoin('keymgr.keyStore', 'keymgr.keyStore.id', 'keymgr.keyAlias.id')
    .select('keymgr.keyStore.certificateData')
    .where('keymgr.keyAlias.appId', 'in', ['ROOT', 'PMS'])
    .where(sql`coalesce(keymgr.key_alias.ref_id, '')`, '=', '')
    .execute()
  return rows.map(({ certificateData }) => certificateData)
}

interface NewPlatformKey {
  id: string
  appId: string
  refId: string
  /** The master key it belongs to; its own id for a master key. */
  masterKeyId: string
  certificate: Certificate
  now: Date
}

/** Notes a new key of the platform. Its private half must be in the key store already. */
export async function insertPlatformKey(db: Database, key: NewPlatformKey): Promise<void> {
  const { id, appId, refId, certificate, now } = key
  await insertKey(db, {
    id,
    appId,
    refId,
    masterKeyId: key.masterKeyId,
    privateKey: keptInKeyStore,
    uniqueMark: digestOf(appId, refId, now.toISOString()),
    certificate,
    now,
  })
}

/**
 * Ends the generations of a platform key that are not over yet, a minute ago: with two current keys
 * of one kind upstream's key manager refuses to work (KER-KMS-003).
 */
export async function endGenerations(
  db: Database,
  { ids, now }: { ids: readonly string[]; now: Date },
): Promise<void> {
  const ended = new Date(now.getTime() - minuteMs)
  await db
    .updateTable('keymgr.keyAlias')
    .set({ keyExpireDtimes: ended, updBy: writer, updDtimes: now })
    .where('id', 'in', ids)
    .where('keyExpireDtimes', '>', ended)
    .execute()
}

/**
 * Registers a partner's certificate as the key with which other modules encrypt for the partner;
 * the previous one ends a minute ago (certificates.md B8). A partner renewing twice at once, or an
 * import with several current rows, ends all but the new one.
 */
export async function registerForeignKey(
  db: Database,
  { partnerId, certificate, now }: { partnerId: string; certificate: Certificate; now: Date },
): Promise<void> {
  const appId = 'PARTNER'
  const ended = new Date(now.getTime() - minuteMs)
  await db
    .updateTable('keymgr.keyAlias')
    .set({ keyExpireDtimes: ended, updBy: writer, updDtimes: now })
    .where('appId', '=', appId)
    .where('refId', '=', partnerId)
    .where('keyExpireDtimes', '>', ended)
    .execute()
  const id = randomUUID()
  await insertKey(db, {
    id,
    appId,
    refId: partnerId,
    masterKeyId: id,
    privateKey: noPrivateKey,
    uniqueMark: digestOf(appId, partnerId, certificate.thumbprintSha256),
    certificate,
    now,
  })
}

interface NewKey extends NewPlatformKey {
  privateKey: string
  uniqueMark: string
}

async function insertKey(db: Database, key: NewKey): Promise<void> {
  const written = { crBy: writer, crDtimes: key.now, isDeleted: false }
  await db
    .insertInto('keymgr.keyAlias')
    .values({
      id: key.id,
      appId: key.appId,
      refId: key.refId,
      keyGenDtimes: key.certificate.notBefore,
      keyExpireDtimes: key.certificate.notAfter,
      certThumbprint: key.certificate.thumbprintSha256,
      uniIdent: key.uniqueMark,
      ...written,
    })
    .execute()
  await db
    .insertInto('keymgr.keyStore')
    .values({
      id: key.id,
      masterKey: key.masterKeyId,
      privateKey: key.privateKey,
      certificateData: key.certificate.pem,
      ...written,
    })
    .execute()
}

/** `uni_ident`: upper-case hex SHA-1 of what makes an alias unique (certificates.md B7). */
function digestOf(...parts: string[]): string {
  return createHash('sha1').update(parts.join('-')).digest('hex').toUpperCase()
}
