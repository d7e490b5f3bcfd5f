import { createHash } from 'node:crypto'
import type { Endpoint, Failure } from '@pmp/contract'
import type { Context } from '../context.ts'
import type { Database } from '../database/database.ts'
import { insertAuditEntries, insertAuditEntry } from './queries.ts'

interface AuditSubject {
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
  await recordAll(context, [{ action, ...subject }])
}

/** The same of many changes. */
export async function recordAll(
  context: Context,
  changes: readonly (AuditSubject & { action: string })[],
): Promise<void> {
  const { db, now: at, actor, requestId } = context
  const caller = { actor: actor.userName, actorRoles: actor.roles.join(',') }
  const common = { at, ...caller, outcome: 'success', failureCode: null, requestId } as const
  await insertAuditEntries(
    db,
    changes.map((change) => ({ ...common, ...change })),
  )
}

/**
 * Records that a call was refused. Reads leave a trace only when a role was missing. A refusal that
 * cannot be recorded is logged; the caller still gets its answer.
 */
export async function recordRefusal(
  context: Context,
  { endpoint, input }: { endpoint: Endpoint; input: Record<string, unknown> },
  failure: Failure,
): Promise<void> {
  if (endpoint.method === 'GET' && failure.failure !== 'role_missing') return
  // Their arrival is in the audit, once.
  if (failure.failure === 'name_of_another_person') return
  await insertRefusal(context, {
    action: endpoint.permission,
    failureCode: failure.code,
    subjectType: 'request',
    subjectId: subjectOf(endpoint, input),
    details: { method: endpoint.method, path: endpoint.path, failure: failure.failure },
  })
}

interface Refusal extends AuditSubject {
  action: string
  failureCode: string
}

/**
 * Records a change that was refused before any operation saw it: malformed, started by a page of
 * another site.
 * @param failureCode the code of the failure, else the HTTP status
 */
export async function recordRefusedRequest(
  context: Context,
  { method, route, failureCode }: { method: string; route: string; failureCode: string },
): Promise<void> {
  await insertRefusal(context, {
    action: 'request',
    failureCode,
    subjectType: 'request',
    subjectId: '-',
    details: { method, path: route },
  })
}

async function insertRefusal(context: Context, refusal: Refusal): Promise<void> {
  const { db, now: at, actor, requestId, log } = context
  const caller = { actor: actor.userName, actorRoles: actor.roles.join(',') }
  try {
    await insertAuditEntry(db, { at, ...caller, outcome: 'refused', requestId, ...refusal })
  } catch (error) {
    log.error({ err: error }, 'a refusal could not be recorded')
  }
}

/** A sign-in with the embedded provider, or why there was none. */
interface SignInAttempt {
  at: Date
  /** The user name of an account; what else people type there may be a password. */
  userName: string
  failureCode: string | null
  requestId: string
}

export async function recordSignIn(
  db: Database,
  { at, userName, failureCode, requestId }: SignInAttempt,
): Promise<void> {
  await insertAuditEntry(db, {
    at,
    actor: userName,
    actorRoles: '',
    action: 'session.signIn',
    outcome: failureCode === null ? 'success' : 'refused',
    failureCode,
    requestId,
    subjectType: 'account',
    subjectId: userName.slice(0, 128),
  })
}

/** API keys, licence keys as long as they are by themselves: some are typed where an id belongs. */
const couldBeKey = /^[a-z\d]{32,36}$/i

/**
 * The first path variable, else the partner of the request; a text that cannot be an id, or that could be
 * a key, as its hash.
 */
function subjectOf(endpoint: Endpoint, input: Record<string, unknown>): string {
  const [variable] = Object.keys(endpoint.params?.shape ?? {})
  const value = variable ? input[variable] : input['partnerId']
  const text = typeof value === 'string' ? value : '-'
  if (text.length <= 128 && !couldBeKey.test(text)) return text
  return createHash('sha256').update(text).digest('hex')
}
