import type { Database } from '../../database/database.ts'

/** Newest messages first; served by the index on created_at. */
export async function findOutboxMessages(db: Database, limit: number) {
  return db
    .selectFrom('pmp.outboxMessage')
    .select(['id', 'kind', 'topic', 'createdAt', 'deliveredAt', 'attempts', 'lastError', 'payload'])
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
}
