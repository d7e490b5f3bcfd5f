import { record } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import { transaction } from '../../database/database.ts'
import { runEachDue } from '../../jobs/each-due.ts'
import type { Job } from '../../jobs/job.ts'
import { publish } from '../../outbox/enqueue.ts'
import { lockPartner } from '../partners/queries.ts'
import { apiKeyData } from './api-key-event.ts'
import { findExpiredKeys, lockKey, saveKeyChange } from './queries.ts'
import { isUsable } from './rules.ts'

/** More wait for the next run. */
const largestBatch = 10_000

/** Upstream: who changes the row is the class of its job. */
const changedBy = 'ApiKeyExpiryAutoDeactivationTasklet'

/** Switches keys off whose validity has ended (additions-1.3.0.md 9.4). */
export const expireKeysJob: Job = {
  name: 'apiKeys.expire',
  cron: '0 0 * * *',
  run: expireKeys,
}

async function expireKeys(context: Context): Promise<void> {
  const { db, config, now } = context
  const wanted = { now, skipped: config.SKIPPED_PARTNERS, limit: largestBatch }
  await runEachDue(context, await findExpiredKeys(db, wanted), {
    run: (due) => transaction(db, (db) => expire({ ...context, db }, due)),
    failed: ({ partId, label }) => [{ partnerId: partId, label }, 'an API key could not be ended'],
  })
}

interface Due {
  policyApiKey: string
  partId: string
}

/** Unless somebody was faster: the partner is held by whoever changes its keys. */
async function expire(context: Context, { policyApiKey, partId }: Due): Promise<void> {
  const { db, now } = context
  await lockPartner(db, partId)
  const key = await lockKey(db, policyApiKey)
  if (!key?.isActive || isUsable(key, now)) return
  const ended = { ...key, isActive: false }
  await saveKeyChange(db, ended, { actor: changedBy, now })
  await publish(context, {
    topic: 'APIKEY_UPDATED',
    publisher: 'partnerManagement',
    orderingKey: partId,
    data: { apiKeyData: apiKeyData(ended) },
  })
  await record(context, 'apiKey.expired', {
    subjectType: 'partner',
    subjectId: partId,
    before: { isActive: true },
    after: { isActive: false, label: key.label, policyId: key.policyId },
  })
}
