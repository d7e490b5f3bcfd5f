import type { Database } from '../../database/database.ts'

/** Entries below an id, newest first; served by the primary key. */
export async function findAuditEntries(db: Database, limit: number, before?: number) {
  return db
    .selectFrom('pmp.auditEntry')
    .select([
      'id',
      'at',
      'actor',
      'action',
      'outcome',
      'failureCode',
      'subjectType',
      'subjectId',
      'details',
    ])
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
