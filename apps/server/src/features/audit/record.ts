import { createHash } from 'node:crypto'
import type { Endpoint, Failure } from '@pmp/contract'
import type { Context } from '../../context.ts'
import { insertAuditEntry } from './queries.ts'

export interface AuditSubject {
  subjectType: string
  subjectId: string
  /** The state before and after a change, without secrets and personal data. */
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  details?: Record<string, unknown>
}

/** Writes the audit entry of a change into the change's own transaction. */
export async function record(
  context: Context,
  action: string,
  subject: AuditSubject,
): Promise<void> {
  await insertAuditEntry(context.db, {
    at: context.now,
    actor: context.actor.userName,
    actorRoles: context.actor.roles.join(','),
    action,
    outcome: 'success',
    failureCode: null,
    requestId: context.requestId,
    ...subject,
  })
}

/**
 * Records that a call was refused. Reads leave a trace only when a role was missing. A refusal that
 * cannot be recorded is logged; the caller still gets its answer.
 */
export async function recordRefusal(
  context: Context,
  endpoint: Endpoint,
  input: Record<string, unknown>,
  failure: Failure,
): Promise<void> {
  if (endpoint.method === 'GET' && failure.failure !== 'role_missing') return
  try {
    await insertAuditEntry(context.db, {
      at: context.now,
      actor: context.actor.userName,
      actorRoles: context.actor.roles.join(','),
      action: endpoint.permission,
      outcome: 'refused',
      failureCode: failure.code,
      requestId: context.requestId,
      subjectType: 'request',
      subjectId: subjectOf(endpoint, input),
      details: { method: endpoint.method, path: endpoint.path, failure: failure.failure },
    })
  } catch (error) {
    context.log.error({ err: error }, 'a refusal could not be recorded')
  }
}

/** The first path variable, else the partner of the request; an API key only as its hash. */
function subjectOf(endpoint: Endpoint, input: Record<string, unknown>): string {
  const [variable] = Object.keys(endpoint.params?.shape ?? {})
  const value = variable ? input[variable] : input['partnerId']
  const text = typeof value === 'string' ? value : '-'
  if (text.length <= 128) return text
  return createHash('sha256').update(text).digest('hex')
}
