import { randomUUID } from 'node:crypto'
import type { Context } from '../context.ts'
import { endPause, insertOutboxMessage } from '../outbox/queries.ts'
import { noteWantedRegistration } from './queries.ts'

/**
 * Has eSignet told what an OIDC client is now, in the change's own transaction: after it commits, once
 * eSignet can be reached. Only who it is about is queued; the content is read when it is sent, so that
 * an older one never overtakes a newer one.
 * @returns how the registration stands from now on
 */
export async function queueClientRegistration(context: Context, clientId: string) {
  const { db, now } = context
  const state = await noteWantedRegistration(db, clientId, now)
  await insertOutboxMessage(db, {
    id: randomUUID(),
    kind: 'registration',
    topic: state === 'deactivating' ? 'CLIENT_DEACTIVATION' : 'CLIENT_REGISTRATION',
    orderingKey: clientId,
    at: now,
    destination: 'esignet',
    payload: { clientId },
  })
  return state
}

/** The same without waiting for the end of a pause after a try that came to nothing. */
export async function queueClientRegistrationAtOnce(context: Context, clientId: string) {
  await endPause(context.db, { destination: 'esignet', orderingKey: clientId }, context.now)
  return queueClientRegistration(context, clientId)
}
