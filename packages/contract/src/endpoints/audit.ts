import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { JsonObject, LocalDateTime } from '../fields.ts'

export const AuditEntry = z.object({
  id: z.number().int(),
  at: LocalDateTime,
  actor: z.string(),
  action: z.string(),
  outcome: z.enum(['success', 'refused']),
  failureCode: z.string().nullable(),
  subjectType: z.string().nullable(),
  subjectId: z.string().nullable(),
  details: JsonObject.nullable(),
})

const newestFirst = z.object({
  /** Answers rows older than this id; absent: the newest. */
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const listAuditEntries = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/audit-entries',
  summary: 'Who did what and when, newest first',
  permission: 'audit.read',
  envelope: v2('pmp.audit-entries.get'),
  query: newestFirst,
  response: z.array(AuditEntry),
  failures: [],
})
