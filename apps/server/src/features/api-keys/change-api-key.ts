import {
  Failure,
  type InputOf,
  type ResponseOf,
  type changeApiKey as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { publish, sendMail } from '../../outbox/enqueue.ts'
import { findOwnPartners, lockPartner, type Partner } from '../partners/queries.ts'
import { findPolicy } from '../policies/queries.ts'
import { isAdministrator, isOwner, mayActForAll } from '../../identity/ownership.ts'
import { apiKeyData } from './api-key-event.ts'
import { lockKeyByLabel, saveKeyChange, type StoredKey } from './queries.ts'
import { changedKey, checkPathGiven, normalizedLabel } from './rules.ts'

/**
 * Deactivates an API key for good, or lets an administrator choose when it ends
 * (additions-1.3.0.md 6.1). Nothing is stored unless every check passes.
 * @throws {Failure} each failure that the contract lists
 */
export async function changeApiKey(
  context: Context,
  { partnerId, policyId, apiKeyName, status, expiryDateTime }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, now } = context
  checkPathGiven(partnerId, policyId, apiKeyName)
  const wanted = { status: status?.trim() || null, endsAt: expiryDateTime ?? null }
  if (!wanted.status && !wanted.endsAt) throw new Failure('api_key_change_empty')
  const label = normalizedLabel(apiKeyName)
  const { partner, key } = await lockNamedKey(context, { partnerId, policyId, label })
  await checkMayChange(context, partner)
  const changed = changedKey(key, wanted, { isAdministrator: isAdministrator(actor), now })

  await saveKeyChange(db, changed, { actor: actor.userName, now })
  await announce(context, partner, changed)
  const shown = changed.isActive ? 'active' : 'De-active'
  await sendMail(context, {
    kind: 'APIKEY_STATUS_UPDATED',
    partnerId,
    values: {
      label,
      policyId,
      apiKeyStatus: shown,
      ...(wanted.endsAt ? { apiKeyExpiryDateTime: wanted.endsAt.toISOString() } : {}),
    },
  })
  await record(context, changed.isActive ? 'apiKey.endChanged' : 'apiKey.deactivated', {
    subjectType: 'partner',
    subjectId: partnerId,
    before: stateOf(key),
    after: { ...stateOf(changed), label, policyId },
  })
  const apiKeyExpiryDateTime = changed.validToDatetime
  return { partnerId, policyId, apiKeyName: label, apiKeyExpiryDateTime, status: shown }
}

async function lockNamedKey(
  { db }: Context,
  named: { partnerId: string; policyId: string; label: string },
): Promise<{ partner: Partner; key: StoredKey }> {
  const partner = await lockPartner(db, named.partnerId)
  if (!partner) throw new Failure('key_partner_not_found')
  if (!(await findPolicy(db, named.policyId))) throw new Failure('policy_not_in_partner_group')
  const key = await lockKeyByLabel(db, named)
  if (!key) throw new Failure('api_key_label_not_found')
  return { partner, key }
}

async function checkMayChange({ db, actor }: Context, partner: Partner): Promise<void> {
  if (!mayActForAll(actor)) {
    const own = await findOwnPartners(db, actor.userId)
    if (own.length === 0) throw new Failure('caller_not_owner')
    if (!isOwner(actor, partner)) throw new Failure('api_key_not_own')
  }
  if (!isAdministrator(actor) && !partner.isActive) throw new Failure('partner_not_active')
}

async function announce(context: Context, partner: Partner, key: StoredKey): Promise<void> {
  await publish(context, {
    topic: 'APIKEY_UPDATED',
    publisher: 'partnerManagement',
    orderingKey: partner.id,
    data: { apiKeyData: apiKeyData(key) },
  })
}

function stateOf({ isActive, validToDatetime }: StoredKey) {
  return { isActive, validTo: validToDatetime?.toISOString() ?? null }
}
