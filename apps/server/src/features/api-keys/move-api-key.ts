import { Failure, type InputOf, type ResponseOf, type moveApiKey as contract } from '@pmp/contract'
import type { Context } from '../../context.ts'
import type { Database } from '../../database/database.ts'
import { record } from '../../audit/record.ts'
import { publish } from '../../outbox/enqueue.ts'
import { partnerState } from '../partners/partner-event.ts'
import { lockPartner, type Partner } from '../partners/queries.ts'
import { holdPolicy, type PolicyWithGroup } from '../policies/queries.ts'
import { policyData } from '../policies/policy-event.ts'
import { apiKeyData } from './api-key-event.ts'
import { findGrantedPolicy } from './granted-policy.ts'
import {
  isLabelTaken,
  lockKey,
  saveKeyPolicy,
  type LabelledKey,
  type StoredKey,
} from './queries.ts'
import { isUsable, numberedLabel } from './rules.ts'

/**
 * Gives a key another policy of the partner's group that is approved for the partner
 * (auth-services.md 3.4). Upstream asks for no approval, and its event leaves out partner and policy.
 * A label that another key of the new pair has already gets a number: labels name keys (3.3), and upstream
 * moves such a key.
 * @throws {Failure} each failure that the contract lists
 */
export async function moveApiKey(
  context: Context,
  { partnerId, apikey, oldPolicyID, newPolicyID }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, now } = context
  if (oldPolicyID === newPolicyID) throw new Failure('api_key_policy_same')
  const partner = await lockPartner(db, partnerId)
  await holdPolicy(db, newPolicyID)
  const key = await lockKey(db, apikey)
  if (!partner || key?.partId !== partnerId || key.policyId !== oldPolicyID) {
    throw new Failure('api_key_of_policy_not_found')
  }
  if (!isUsable(key, now)) throw new Failure('api_key_not_active')
  const policy = await findGrantedPolicy(context, partner, newPolicyID)
  const label = await freeLabel(db, { partnerId, policyId: policy.id, label: key.label })

  await saveKeyPolicy(db, { key, policyId: policy.id, label }, { actor: actor.userName, now })
  await announce(context, { partner, key: { ...key, label }, policy })
  await record(context, 'apiKey.moved', {
    subjectType: 'partner',
    subjectId: partnerId,
    before: { policyId: oldPolicyID },
    after: { policyId: policy.id, label },
  })
  // To the letter, as recorded.
  return { message: 'Given apikey updated with policy successfully. ' }
}

/** The label itself, or with the first number that makes it free. */
async function freeLabel(db: Database, wanted: LabelledKey): Promise<string> {
  let label = wanted.label
  for (let number = 2; await isLabelTaken(db, { ...wanted, label }); number += 1) {
    label = numberedLabel(wanted.label, number)
  }
  return label
}

async function announce(
  context: Context,
  { partner, key, policy }: { partner: Partner; key: StoredKey; policy: PolicyWithGroup },
): Promise<void> {
  await publish(context, {
    topic: 'APIKEY_UPDATED',
    publisher: 'partnerManagement',
    orderingKey: partner.id,
    data: {
      partnerData: await partnerState(context.db, partner),
      policyData: policyData(policy),
      apiKeyData: apiKeyData(key),
    },
  })
}
