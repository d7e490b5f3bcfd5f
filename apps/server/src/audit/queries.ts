import type { Database } from '../database/database.ts'

export interface NewAuditEntry {
  at: Date
  actor: string
  actorRoles: string
  action: string
  outcome: 'success' | 'refused'
  failureCode: string | null
  requestId: string
  subjectType: string
  subjectId: string
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  details?: Record<string, unknown>
}

export async function insertAuditEntry(db: Database, entry: NewAuditEntry): Promise<void> {
  const { before, after, details, ...rest } = entry
  await db
    .insertInto('pmp.auditEntry')
    .values({
      ...rest,
      before: before ? JSON.stringify(before) : null,
      after: after ? JSON.stringify(after) : null,
      details: details ? JSON.stringify(details) : null,
    })
    .execute()
}
