import {
  Failure,
  type InputOf,
  type ResponseOf,
  type replaceApiKey as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { publish } from '../../outbox/enqueue.ts'
import { isOwner } from '../../identity/ownership.ts'
import { lockPartner, type Partner } from '../partners/queries.ts'
import { holdPolicy } from '../policies/queries.ts'
import { apiKeyData } from './api-key-event.ts'
import { findGrantedPolicy } from './granted-policy.ts'
import { issueKey } from './issue-key.ts'
import { isLabelTaken, lockKeyByLabel, saveKeyChange, type StoredKey } from './queries.ts'
import { isUsable, normalizedLabel, replacedKey } from './rules.ts'

/**
 * Makes a new key in the place of another one, which ends at the chosen time, so that a partner can
 * change over without a gap, also to another policy. Both or none; consumers hear of both.
 * @throws {Failure} each failure that the contract lists
 */
export async function replaceApiKey(
  context: Context,
  { apiKeyName, label: asked, oldKeyEndsAt, ...input }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, now } = context
  const { partnerId } = input
  const policyId = input.newPolicyId?.trim() || input.policyId
  const label = normalizedLabel(asked)
  const partner = await lockOwnPartner(context, partnerId)
  await holdPolicy(db, policyId)
  const named = { partnerId, policyId: input.policyId, label: normalizedLabel(apiKeyName) }
  const old = await lockKeyByLabel(db, named)
  if (!old) throw new Failure('api_key_label_not_found')
  if (!isUsable(old, now)) throw new Failure('api_key_not_active')
  const ending = replacedKey(old, oldKeyEndsAt ?? null, now)
  if (await isLabelTaken(db, { partnerId, policyId, label }))
    throw new Failure('api_key_label_taken')
  const policy = await findGrantedPolicy(context, partner, policyId)

  const apiKey = await issueKey(context, { partner, policy, label })
  await saveKeyChange(db, ending, { actor: actor.userName, now })
  await publish(context, {
    topic: 'APIKEY_UPDATED',
    publisher: 'partnerManagement',
    orderingKey: partnerId,
    data: { apiKeyData: apiKeyData(ending) },
  })
  await record(context, 'apiKey.replaced', {
    subjectType: 'partner',
    subjectId: partnerId,
    before: { label: old.label, policyId: old.policyId, validTo: textOf(old) },
    after: { label, policyId, validToOfOld: textOf(ending) },
  })
  const oldKeyEnd = ending.validToDatetime ?? now
  return { apiKey, label, policyId, partnerId, oldKeyEndsAt: oldKeyEnd }
}

/** Only the partner's own user; not even administrators make keys for others. */
async function lockOwnPartner({ db, actor }: Context, partnerId: string): Promise<Partner> {
  const partner = await lockPartner(db, partnerId)
  if (!partner || !isOwner(actor, partner)) throw new Failure('partner_not_found')
  if (!partner.isActive) throw new Failure('partner_not_active')
  return partner
}

const textOf = ({ validToDatetime }: StoredKey) => validToDatetime?.toISOString() ?? null
