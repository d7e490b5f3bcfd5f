import type { Database } from '../../database/database.ts'
import { statement } from '../../database/statement.ts'

/*
 * What makes a key work now, written once: the look-up asks for all of it, an explanation for each.
 * `key` and `partner` are rows; $2 is the partner's id and $3 is now.
 */
const isActive = 'key.is_active'
const isInDate = '(key.valid_to_datetime >= $3 or key.valid_to_datetime is null)'
const isOfActivePartner = 'partner.is_active'

const keysOfPartner = `pms.partner_policy key join pms.partner on partner.id = key.part_id
  where key.part_id = $2`

/**
 * The policy of a key that can be used now, if the key is the partner's and the partner is active;
 * served by the primary keys.
 */
export async function findPolicyOfKey(
  db: Database,
  { partnerId, apiKey, now }: { partnerId: string; apiKey: string; now: Date },
): Promise<string | undefined> {
  const [key] = await policyOfKey(db, [apiKey, partnerId, now])
  return key?.policyId
}

const policyOfKey = statement<{ policyId: string }>(
  `select key.policy_id as "policyId" from ${keysOfPartner} and key.policy_api_key = $1
    and ${isActive} and ${isOfActivePartner} and ${isInDate}`,
)

/** A key of a partner as the look-up sees it, one condition after the other; never its value. */
interface JudgedKey {
  label: string
  policyId: string
  validTo: Date | null
  isActive: boolean
  isInDate: boolean
  /** Another key for the same policy came after it and is active. */
  isFollowed: boolean
}

/** By its value, or by its label together with its policy. */
export async function judgeKey(
  db: Database,
  asked: { partnerId: string; now: Date } & (
    | { apiKey: string }
    | { label: string; policyId: string }
  ),
): Promise<JudgedKey | undefined> {
  const { partnerId, now } = asked
  const [key] =
    'apiKey' in asked
      ? await keyOfValue(db, [asked.apiKey, partnerId, now])
      : await keyOfLabel(db, [asked.label, partnerId, now, asked.policyId])
  return key
}

const judged = `select key.label, key.policy_id as "policyId", key.valid_to_datetime as "validTo",
    ${isActive} as "isActive", ${isInDate} as "isInDate",
    exists (select from pms.partner_policy other
      where other.part_id = key.part_id and other.policy_id = key.policy_id and other.is_active
        and other.cr_dtimes > key.cr_dtimes) as "isFollowed"
  from ${keysOfPartner}`

const keyOfValue = statement<JudgedKey>(`${judged} and key.policy_api_key = $1`)
const keyOfLabel = statement<JudgedKey>(`${judged} and key.label = $1 and key.policy_id = $4`)
