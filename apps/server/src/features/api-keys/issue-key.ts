import { record } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import { publish } from '../../outbox/enqueue.ts'
import { partnerData } from '../partners/partner-event.ts'
import type { Partner } from '../partners/queries.ts'
import { policyData } from '../policies/policy-event.ts'
import type { StoredPolicy } from '../policies/queries.ts'
import { apiKeyData } from './api-key-event.ts'
import { insertApiKey } from './queries.ts'
import { endOfKey } from './rules.ts'

/**
 * Makes a key and tells consumers all that they need (auth-services.md 3.1). Whether the partner may
 * have it was looked at before.
 * @returns the key, which nobody gets to see again
 * @throws {Failure} certificate_not_uploaded · no_free_id
 */
export async function issueKey(
  context: Context,
  { partner, policy, label }: { partner: Partner; policy: StoredPolicy; label: string },
): Promise<string> {
  const { db, config, actor, now } = context
  const partnerForEvent = await partnerData(db, partner)
  const validToDatetime = endOfKey(now, config.API_KEY_DAYS)
  const apiKey = await insertApiKey(db, {
    partnerId: partner.id,
    policyId: policy.id,
    label,
    validToDatetime,
    actor: actor.userName,
    now,
  })
  await publish(context, {
    topic: 'APIKEY_APPROVED',
    publisher: 'partnerManagement',
    orderingKey: partner.id,
    data: {
      partnerData: partnerForEvent,
      policyData: policyData(policy),
      apiKeyData: apiKeyData({
        policyApiKey: apiKey,
        validFromDatetime: now,
        validToDatetime,
        isActive: true,
      }),
    },
  })
  await record(context, 'apiKey.generated', {
    subjectType: 'partner',
    subjectId: partner.id,
    after: { label, policyId: policy.id, validTo: validToDatetime.toISOString() },
  })
  return apiKey
}
