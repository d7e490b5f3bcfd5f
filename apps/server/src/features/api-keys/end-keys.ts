import { recordAll } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import { inBatches, type Holder } from '../../database/holder.ts'
import { publishAll } from '../../outbox/enqueue.ts'
import { apiKeyData } from './api-key-event.ts'
import { endKeys, lockActiveKeysOn, type StoredKey } from './queries.ts'

/**
 * Ends every active key that hangs on something that is deactivated; each has its event and its audit
 * entry, as if it were switched off alone.
 * @returns how many there were
 */
export async function endKeysOn(context: Context, holder: Holder): Promise<number> {
  const { db, actor, now } = context
  return inBatches(
    (limit) => lockActiveKeysOn(db, holder, limit),
    async (keys) => {
      await endKeys(db, keys, { actor: actor.userName, now })
      await publishAll(context, keys.map(eventOf))
      await recordAll(
        context,
        keys.map(({ partId, policyId, label }) => ({
          action: 'apiKey.deactivated',
          subjectType: 'partner',
          subjectId: partId,
          before: { isActive: true },
          after: { isActive: false, label, policyId },
          details: { with: holder },
        })),
      )
    },
  )
}

function eventOf(key: StoredKey) {
  return {
    topic: 'APIKEY_UPDATED' as const,
    publisher: 'partnerManagement' as const,
    orderingKey: key.partId,
    data: { apiKeyData: apiKeyData({ ...key, isActive: false }) },
  }
}
