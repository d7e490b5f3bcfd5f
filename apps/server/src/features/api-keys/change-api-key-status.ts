import {
  Failure,
  type InputOf,
  type ResponseOf,
  type changeApiKeyStatus as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { publish, sendMail } from '../../outbox/enqueue.ts'
import { lockPartner, type Partner } from '../partners/queries.ts'
import { findPolicy, holdPolicy } from '../policies/queries.ts'
import { checkMayActFor, isAdministrator } from '../../identity/ownership.ts'
import { apiKeyData } from './api-key-event.ts'
import { lockKeyByLabel, saveKeyChange } from './queries.ts'
import { normalizedLabel, wantedOfKey } from './rules.ts'

/**
 * Switches an API key on or off (auth-services.md 3.3).
 * @throws {Failure} each failure that the contract lists
 */
export async function changeApiKeyStatus(
  context: Context,
  { partnerId, policyId, label: asked, status }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, now } = context
  const label = normalizedLabel(asked)
  // Whoever changes a key holds its partner first, then its policy, so that two changes never wait in
  // a circle.
  const partner = await lockPartner(db, partnerId)
  await holdPolicy(db, policyId)
  const key = await lockKeyByLabel(db, { partnerId, policyId, label })
  if (!key || !partner) throw new Failure('api_key_label_not_found')
  checkMayActFor(actor, partner)
  if (!isAdministrator(actor) && !partner.isActive) throw new Failure('partner_not_active')
  const isActive = wantedOfKey(status, key.isActive)
  if (isActive) await checkMayWork(context, partner, policyId)

  const changed = { ...key, isActive }
  await saveKeyChange(db, changed, { actor: actor.userName, now })
  await publish(context, {
    topic: 'APIKEY_UPDATED',
    publisher: 'partnerManagement',
    orderingKey: partnerId,
    data: { apiKeyData: apiKeyData(changed) },
  })
  await sendMail(context, {
    kind: 'APIKEY_STATUS_UPDATED',
    partnerId,
    values: { label, policyId, apiKeyStatus: isActive ? 'active' : 'De-active' },
  })
  await record(context, isActive ? 'apiKey.activated' : 'apiKey.deactivated', {
    subjectType: 'partner',
    subjectId: partnerId,
    before: { isActive: key.isActive },
    after: { isActive, label, policyId },
  })
  return isActive
    ? 'Partner apikey activated successfully.'
    : 'Partner apikey de-activated successfully.'
}

/**
 * What ended with its partner or policy does not come back without them. Upstream: it does.
 * @throws {Failure} partner_not_active · policy_not_active
 */
async function checkMayWork({ db, config }: Context, partner: Partner, policyId: string) {
  if (config.DEACTIVATION_CASCADE === 'upstream') return
  if (!partner.isActive) throw new Failure('partner_not_active')
  const policy = await findPolicy(db, policyId)
  if (!policy?.isActive) throw new Failure('policy_not_active')
}
