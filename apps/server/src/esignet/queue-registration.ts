import { randomUUID } from 'node:crypto'
import type { Context } from '../context.ts'
import { endPause, insertOutboxMessages } from '../outbox/queries.ts'
import { noteWantedRegistrations } from './queries.ts'

/**
 * Has eSignet told what an OIDC client is now, in the change's own transaction: after it commits, once
 * eSignet can be reached. Only who it is about is queued; the content is read when it is sent, so that
 * an older one never overtakes a newer one.
 * @returns how the registration stands from now on
 */
export async function queueClientRegistration(context: Context, clientId: string) {
  const [queued] = await queueClientRegistrations(context, [clientId])
  if (!queued) throw new Error(`no client has the id ${clientId}`)
  return queued.state
}

/** The same of many clients. */
export async function queueClientRegistrations(context: Context, clientIds: readonly string[]) {
  const { db, now } = context
  const queued = await noteWantedRegistrations(db, clientIds, now)
  await insertOutboxMessages(
    db,
    queued.map(({ clientId, state }) => ({
      id: randomUUID(),
      kind: 'registration',
      topic: state === 'deactivating' ? 'CLIENT_DEACTIVATION' : 'CLIENT_REGISTRATION',
      orderingKey: clientId,
      at: now,
      destination: 'esignet',
      payload: { clientId },
    })),
  )
  return queued
}

/** The same without waiting for the end of a pause after a try that came to nothing. */
export async function queueClientRegistrationAtOnce(context: Context, clientId: string) {
  await endPause(context.db, { destination: 'esignet', orderingKey: clientId }, context.now)
  return queueClientRegistration(context, clientId)
}
