import { sql } from 'kysely'
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
  await insertAuditEntries(db, [entry])
}

/** Writes entries, in one statement however many they are; their order is kept. */
export async function insertAuditEntries(
  db: Database,
  entries: readonly NewAuditEntry[],
): Promise<void> {
  if (entries.length === 0) return
  const column = <Name extends keyof NewAuditEntry>(name: Name) =>
    entries.map((entry) => entry[name] ?? null)
  const json = (name: 'before' | 'after' | 'details') =>
    entries.map((entry) => (entry[name] ? JSON.stringify(entry[name]) : null))
  const times = entries.map(({ at }) => at.toISOString().slice(0, -1))
  await sql`
    insert into pmp.audit_entry (at, actor, actor_roles, action, outcome, failure_code, request_id,
      subject_type, subject_id, before, after, details)
    select at, actor, actor_roles, action, outcome, failure_code, request_id, subject_type,
      subject_id, before, after, details
    from unnest(
      ${times}::timestamp[], ${column('actor')}::varchar[], ${column('actorRoles')}::text[],
      ${column('action')}::varchar[], ${column('outcome')}::varchar[],
      ${column('failureCode')}::varchar[], ${column('requestId')}::varchar[],
      ${column('subjectType')}::varchar[], ${column('subjectId')}::varchar[],
      ${json('before')}::jsonb[], ${json('after')}::jsonb[], ${json('details')}::jsonb[]
    ) with ordinality as entry (at, actor, actor_roles, action, outcome, failure_code, request_id,
      subject_type, subject_id, before, after, details, place)
    order by place`.execute(db)
}
