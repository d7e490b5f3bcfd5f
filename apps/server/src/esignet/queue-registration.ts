import { randomUUID } from 'node:crypto'
import type { Context } from '../context.ts'
import { insertOutboxMessage } from '../outbox/queries.ts'
import { noteWantedRegistration } from './queries.ts'

/**
 * Has eSignet told what an OIDC client is now, in the change's own transaction: after it commits, once
 * eSignet can be reached. Only who it is about is queued; the content is read when it is sent, so that
 * an older one never overtakes a newer one.
 */
export async function queueClientRegistration(context: Context, clientId: string): Promise<void> {
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
}
