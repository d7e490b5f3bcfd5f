import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'

/** Versions as the history has them, newest first; served by the primary key of the table. */
export async function findVersions(
  db: Database,
  policyId: string,
  { before, limit }: { before: string | undefined; limit: number },
) {
  return db
    .selectFrom('pms.authPolicyH')
    .select([
      // As text: dates of the driver have no microseconds, and this is a key.
      sql<string>`to_char(eff_dtimes, 'YYYY-MM-DD"T"HH24:MI:SS.US')`.as('changedAt'),
      'crBy as changedBy',
      'name as policyName',
      'descr as policyDesc',
      'version',
      'policyFileId',
      'policySchema',
      'isActive',
    ])
    .where('id', '=', policyId)
    .$if(before !== undefined, (query) =>
      query.where(sql`eff_dtimes`, '<', sql`${before}::timestamp`),
    )
    .orderBy('effDtimes', 'desc')
    .limit(limit)
    .execute()
}

export async function findNextVersion(db: Database, policyId: string) {
  return db
    .selectFrom('pmp.policyNextVersion')
    .selectAll()
    .where('policyId', '=', policyId)
    .executeTakeFirst()
}

export type StoredNextVersion = NonNullable<Awaited<ReturnType<typeof findNextVersion>>>

/** The draft of a next version, held until the transaction ends. */
export async function lockNextVersion(db: Database, policyId: string) {
  return db
    .selectFrom('pmp.policyNextVersion')
    .selectAll()
    .where('policyId', '=', policyId)
    .forUpdate()
    .executeTakeFirst()
}

/** A number that no save of any next version had before. */
export async function nextRevision(db: Database): Promise<number> {
  const { rows } = await sql<{ revision: number }>`
    select nextval('pmp.policy_revision')::integer as revision`.execute(db)
  return rows[0]?.revision ?? 0
}

export async function upsertNextVersion(db: Database, draft: StoredNextVersion): Promise<void> {
  await db
    .insertInto('pmp.policyNextVersion')
    .values(draft)
    .onConflict((conflict) => conflict.column('policyId').doUpdateSet(draft))
    .execute()
}

export async function deleteNextVersion(db: Database, policyId: string): Promise<void> {
  await db.deleteFrom('pmp.policyNextVersion').where('policyId', '=', policyId).execute()
}
