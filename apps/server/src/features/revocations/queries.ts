import type { RevocationReason } from '@pmp/x509'
import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'

/** Makes sure that there is a row for an authority, and holds it until the transaction ends. */
export async function lockList(
  db: Database,
  { authorityKey, certificate }: { authorityKey: string; certificate: string },
) {
  await db
    .insertInto('pmp.authorityCrl')
    .values({ authorityKey, certificate })
    .onConflict((conflict) => conflict.column('authorityKey').doNothing())
    .execute()
  return db
    .selectFrom('pmp.authorityCrl')
    .select(['url', 'crlNumber', 'thisUpdate'])
    .where('authorityKey', '=', authorityKey)
    .forUpdate()
    .executeTakeFirst()
}

interface StoredList {
  der: Uint8Array
  crlNumber: string | null
  thisUpdate: Date
  nextUpdate: Date
  revokedCount: number
  storedBy: string
  storedAt: Date
}

export async function saveList(
  db: Database,
  authorityKey: string,
  { der, ...list }: StoredList,
): Promise<void> {
  await db
    .updateTable('pmp.authorityCrl')
    .set({ der: Buffer.from(der), failure: null, ...list })
    .where('authorityKey', '=', authorityKey)
    .execute()
}

/** A new address is tried at the next run of the job. */
export async function saveListUrl(db: Database, authorityKey: string, url: string): Promise<void> {
  await db
    .updateTable('pmp.authorityCrl')
    .set({ url, triedAt: null, failure: null })
    .where('authorityKey', '=', authorityKey)
    .execute()
}

/** @returns false when there was nothing to forget */
export async function deleteList(db: Database, authorityKey: string): Promise<boolean> {
  const row = await db
    .deleteFrom('pmp.authorityCrl')
    .where('authorityKey', '=', authorityKey)
    .returning('authorityKey')
    .executeTakeFirst()
  return row !== undefined
}

/** Lists whose address was not tried since an instant, longest waiting first. */
export async function findListsToFetch(db: Database, since: Date, limit: number) {
  return db
    .selectFrom('pmp.authorityCrl')
    .select(['authorityKey', 'certificate', 'url'])
    .where('url', 'is not', null)
    .where(({ or, eb }) => or([eb('triedAt', 'is', null), eb('triedAt', '<', since)]))
    .orderBy(sql`tried_at asc nulls first`)
    .limit(limit)
    .$narrowType<{ url: string }>()
    .execute()
}

/** Whether nobody forgot the list or changed its address meanwhile; nobody will for now. */
export async function isStillWanted(
  db: Database,
  { authorityKey, url }: { authorityKey: string; url: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('pmp.authorityCrl')
    .select('authorityKey')
    .where('authorityKey', '=', authorityKey)
    .where('url', '=', url)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** Notes an attempt, unless the address was changed meanwhile. */
export async function noteAttempt(
  db: Database,
  { authorityKey, url }: { authorityKey: string; url: string },
  attempt: { triedAt: Date; failure: string | null },
): Promise<void> {
  await db
    .updateTable('pmp.authorityCrl')
    .set(attempt)
    .where('authorityKey', '=', authorityKey)
    .where('url', '=', url)
    .execute()
}

/** The list that a signer of ours published last. */
export async function findIssuedList(db: Database, signerId: string) {
  return db
    .selectFrom('pmp.issuedCrl')
    .selectAll()
    .where('signerId', '=', signerId)
    .executeTakeFirst()
}

/** Makes other replicas that publish the list of a signer wait until the transaction ends. */
export async function serialisePublishing(db: Database, signerId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`own list ${signerId}`}, 0))`.execute(
    db,
  )
}

/** Entries of the list of a signer, oldest first; certificates that have ended need none. */
export async function findRevokedBySigner(
  db: Database,
  { signerId, now, limit }: { signerId: string; now: Date; limit: number },
) {
  return db
    .selectFrom('pmp.revocation')
    .select(['signedSerial', 'revokedAt', 'reason'])
    .where('signerId', '=', signerId)
    .where('signedNotAfter', '>=', now)
    .orderBy('revokedAt')
    .orderBy('signedSerial')
    .limit(limit)
    .$narrowType<{ signedSerial: string; reason: RevocationReason }>()
    .execute()
}

export async function countRevokedBySigner(
  db: Database,
  { signerId, now }: { signerId: string; now: Date },
): Promise<number> {
  const { total } = await db
    .selectFrom('pmp.revocation')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('signerId', '=', signerId)
    .where('signedNotAfter', '>=', now)
    .executeTakeFirstOrThrow()
  return total
}

export interface IssuedList {
  signerId: string
  crlNumber: number
  thisUpdate: Date
  nextUpdate: Date
  revokedCount: number
  der: Uint8Array
}

export async function replaceIssuedList(db: Database, { der, ...list }: IssuedList): Promise<void> {
  const row = { ...list, der: Buffer.from(der) }
  await db
    .insertInto('pmp.issuedCrl')
    .values(row)
    .onConflict((conflict) => conflict.column('signerId').doUpdateSet(row))
    .execute()
}
