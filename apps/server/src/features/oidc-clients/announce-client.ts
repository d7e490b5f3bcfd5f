import { storedName } from '@pmp/contract'
import type { Context } from '../../context.ts'
import type { ClientContent } from '../../esignet/client-content.ts'
import {
  queueClientRegistration,
  queueClientRegistrations,
} from '../../esignet/queue-registration.ts'
import { publish, publishAll } from '../../outbox/enqueue.ts'
import { findClientContent } from './queries.ts'

/**
 * Has consumers and eSignet told what a client is now, in the change's own transaction: both hear of
 * it after the commit (integration.md 1.4, 3).
 * @param others what consumers need of a new client besides itself; absent: it has changed
 */
export async function announceClient(
  context: Context,
  clientId: string,
  others?: { partnerData: Record<string, unknown>; policyData: Record<string, unknown> },
): Promise<ClientContent> {
  const content = await findClientContent(context.db, clientId)
  if (!content) throw new Error(`the client ${clientId} has just been stored and is not there`)
  await publish(context, {
    topic: others ? 'OIDC_CLIENT_CREATED' : 'OIDC_CLIENT_UPDATED',
    publisher: 'partnerManagement',
    orderingKey: content.relyingPartyId,
    data: { ...others, clientData: clientData(content) },
  })
  await queueClientRegistration(context, clientId)
  return content
}

/** The same of many clients that have changed. */
export async function announceChangedClients(
  context: Context,
  contents: readonly ClientContent[],
): Promise<void> {
  await publishAll(
    context,
    contents.map((content) => ({
      topic: 'OIDC_CLIENT_UPDATED',
      publisher: 'partnerManagement',
      orderingKey: content.relyingPartyId,
      data: { clientData: clientData(content) },
    })),
  )
  await queueClientRegistrations(
    context,
    contents.map(({ clientId }) => clientId),
  )
}

/** `clientData` of events (integration.md 1.3). */
function clientData(content: ClientContent): Record<string, unknown> {
  return {
    clientId: content.clientId,
    clientName: storedName(content),
    clientStatus: content.status,
    userClaims: content.userClaims,
    authContextRefs: content.authContextRefs,
    clientAuthMethods: content.clientAuthMethods,
  }
}
