import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { JsonObject, LocalDateTime, filter, pageOf } from '../fields.ts'

export const auditOutcomes = ['success', 'refused'] as const

/** A UTC instant in a query, e.g. `2026-01-31T10:15:00Z`. */
const instant = z.iso.datetime().optional()

const AuditEntry = z.object({
  id: z.number().int(),
  at: LocalDateTime,
  actor: z.string(),
  action: z.string(),
  outcome: z.enum(auditOutcomes),
  failureCode: z.string().nullable(),
  subjectType: z.string().nullable(),
  subjectId: z.string().nullable(),
  details: JsonObject.nullable(),
})

export const listAuditEntries = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/audit-entries',
  summary: 'Who did what and when, newest first',
  permission: 'audit.read',
  envelope: v2('pmp.audit-entries.get'),
  query: z.object({
    /** Part of a user name. */
    actor: filter,
    /** Part of the name of an action, such as `partner.registered`. */
    action: filter,
    outcome: z.enum(auditOutcomes).optional(),
    /** Included. */
    from: instant,
    /** Not included. */
    till: instant,
  }),
  list: { sortFields: ['at', 'actor', 'action'], defaultPage: { pageNo: 0, pageSize: 20 } },
  response: pageOf(AuditEntry),
  failures: [],
})
