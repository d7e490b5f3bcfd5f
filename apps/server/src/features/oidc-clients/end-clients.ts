import { recordAll } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import { inBatches, type Holder } from '../../database/holder.ts'
import { announceChangedClients } from './announce-client.ts'
import { contentOf, endClients, lockActiveClientsOn } from './queries.ts'

/**
 * Ends every active client that hangs on something that is deactivated. Consumers and eSignet hear of
 * each as if it were deactivated alone, and each has its audit entry.
 * @returns how many there were
 */
export async function endClientsOn(context: Context, holder: Holder): Promise<number> {
  const { db, actor, now } = context
  return inBatches(
    (limit) => lockActiveClientsOn(db, holder, limit),
    async (clients) => {
      const ids = clients.map(({ id }) => id)
      await endClients(db, ids, { actor: actor.userName, now })
      const ended = clients.map((client) => contentOf({ ...client, status: 'INACTIVE' }))
      await announceChangedClients(context, ended)
      await recordAll(
        context,
        clients.map(({ id, status }) => ({
          action: 'oidcClient.deactivated',
          subjectType: 'oidcClient',
          subjectId: id,
          before: { status },
          after: { status: 'INACTIVE' },
          details: { with: holder },
        })),
      )
    },
  )
}
