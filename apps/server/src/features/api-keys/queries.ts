import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { hangsOn, type Hanging, type Holder } from '../../database/holder.ts'
import { randomApiKey, withFreshId } from '../../database/ids.ts'

/** What a partner calls one of its keys for a policy. */
export interface LabelledKey {
  partnerId: string
  policyId: string
  label: string
}

const keyColumns = [
  'policyApiKey',
  'partId',
  'policyId',
  'label',
  'isActive',
  'validFromDatetime',
  'validToDatetime',
] as const

function keyByLabel(db: Database, { partnerId, policyId, label }: LabelledKey) {
  return db
    .selectFrom('pms.partnerPolicy')
    .select(keyColumns)
    .where('partId', '=', partnerId)
    .where('policyId', '=', policyId)
    .where('label', '=', label)
    .limit(1)
}

/** A key of a pair of partner and policy by its label, held until the transaction ends. */
export async function lockKeyByLabel(db: Database, labelled: LabelledKey) {
  return keyByLabel(db, labelled).forUpdate().executeTakeFirst()
}

/** The same, not held. */
export async function findKeyByLabel(db: Database, labelled: LabelledKey) {
  return keyByLabel(db, labelled).executeTakeFirst()
}

/** A key by its value, held until the transaction ends. */
export async function lockKey(db: Database, policyApiKey: string) {
  return db
    .selectFrom('pms.partnerPolicy')
    .select(keyColumns)
    .where('policyApiKey', '=', policyApiKey)
    .forUpdate()
    .executeTakeFirst()
}

export type StoredKey = NonNullable<Awaited<ReturnType<typeof lockKey>>>

interface ChangedBy {
  actor: string
  now: Date
}

export async function isLabelTaken(db: Database, labelled: LabelledKey): Promise<boolean> {
  return (await findKeyByLabel(db, labelled)) !== undefined
}

/** Stores a new key and returns it: 128 random bits, so nobody guesses one. */
export async function insertApiKey(
  db: Database,
  key: {
    partnerId: string
    policyId: string
    label: string
    validToDatetime: Date
    actor: string
    now: Date
  },
): Promise<string> {
  return withFreshId(randomApiKey, async (policyApiKey) => {
    const inserted = await db
      .insertInto('pms.partnerPolicy')
      .values({
        policyApiKey,
        partId: key.partnerId,
        policyId: key.policyId,
        label: key.label,
        // Two keys of a pair in one millisecond would break `uk_ppol`; the key's row comes later.
        validFromDatetime: sql`greatest(${key.now}::timestamp, (
          select max(valid_from_datetime) + interval '1 microsecond' from pms.partner_policy
          where part_id = ${key.partnerId} and policy_id = ${key.policyId}))`,
        validToDatetime: key.validToDatetime,
        isActive: true,
        isDeleted: false,
        crBy: key.actor,
        crDtimes: key.now,
      })
      .onConflict((conflict) => conflict.constraint('pk_ppol').doNothing())
      .executeTakeFirst()
    return inserted.numInsertedOrUpdatedRows === 1n
  })
}

/** Stores whether a key is active and when it ends. */
export async function saveKeyChange(
  db: Database,
  { policyApiKey, isActive, validToDatetime }: StoredKey,
  { actor, now }: ChangedBy,
): Promise<void> {
  await db
    .updateTable('pms.partnerPolicy')
    .set({ isActive, validToDatetime, updBy: actor, updDtimes: now })
    .where('policyApiKey', '=', policyApiKey)
    .execute()
}

/** Gives a key another policy; its begin moves a little where another key has the same (`uk_ppol`). */
export async function saveKeyPolicy(
  db: Database,
  { key, policyId, label }: { key: StoredKey; policyId: string; label: string },
  { actor, now }: ChangedBy,
): Promise<void> {
  await db
    .updateTable('pms.partnerPolicy as key')
    .set({
      policyId,
      label,
      validFromDatetime: sql`coalesce((
          select max(other.valid_from_datetime) + interval '1 microsecond' from pms.partner_policy other
          where other.part_id = key.part_id and other.policy_id = ${policyId}
          having bool_or(other.valid_from_datetime = key.valid_from_datetime)
        ), key.valid_from_datetime)`,
      updBy: actor,
      updDtimes: now,
    })
    .where('key.policyApiKey', '=', key.policyApiKey)
    .execute()
}

function activeKeysOn(db: Database, holder: Holder) {
  return db
    .selectFrom('pms.partnerPolicy as key')
    .where('key.isActive', '=', true)
    .where(hangsOn(holder, { partner: 'key.partId', policy: 'key.policyId' }))
}

export async function countActiveKeysOn(db: Database, holder: Holder): Promise<number> {
  const { total } = await activeKeysOn(db, holder)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return total
}

/** Active keys that hang on something, oldest first. */
export async function findActiveKeysOn(
  db: Database,
  holder: Holder,
  limit: number,
): Promise<Hanging[]> {
  return activeKeysOn(db, holder)
    .leftJoin('pms.partner as partner', 'partner.id', 'key.partId')
    .leftJoin('pms.authPolicy as policy', 'policy.id', 'key.policyId')
    .select(['key.label as name', 'key.partId as partnerId'])
    .select(['partner.name as orgName', 'policy.name as policyName'])
    .orderBy('key.crDtimes')
    .orderBy('key.policyApiKey')
    .limit(limit)
    .execute()
}

/** Some of them, held; in the order of the keys, so that two who end keys never wait in a circle. */
export async function lockActiveKeysOn(db: Database, holder: Holder, limit: number) {
  return activeKeysOn(db, holder)
    .select(keyColumns.map((name) => `key.${name}` as const))
    .orderBy('key.policyApiKey')
    .limit(limit)
    .forUpdate()
    .execute()
}

/** Switches keys off that are held. */
export async function endKeys(
  db: Database,
  keys: readonly { policyApiKey: string }[],
  { actor, now }: ChangedBy,
): Promise<void> {
  const values = keys.map(({ policyApiKey }) => policyApiKey)
  await db
    .updateTable('pms.partnerPolicy')
    .set({ isActive: false, updBy: actor, updDtimes: now })
    .where(sql<boolean>`policy_api_key = any(${values})`)
    .execute()
}

/** Active keys whose validity has ended, of partners that are not left alone, longest ago first. */
export async function findExpiredKeys(
  db: Database,
  { now, skipped, limit }: { now: Date; skipped: readonly string[]; limit: number },
) {
  return db
    .selectFrom('pms.partnerPolicy')
    .select(['policyApiKey', 'partId', 'label'])
    .where('isActive', '=', true)
    .where('validToDatetime', '<', now)
    .where('partId', 'not in', [...skipped, ''])
    .orderBy('validToDatetime')
    .limit(limit)
    .execute()
}

/** Writes when keys were used last; what another replica wrote later stays. */
export async function saveKeyUses(db: Database, uses: ReadonlyMap<string, Date>): Promise<void> {
  // In the order of the keys, so that two replicas never wait for each other in a circle.
  const keys = [...uses.keys()].toSorted()
  const instants = keys.map((key) => uses.get(key)?.toISOString().slice(0, -1))
  await sql`insert into pmp.api_key_use as known (policy_api_key, used_at)
    select * from unnest(${keys}::varchar[], ${instants}::timestamp[])
    on conflict (policy_api_key) do update
    set used_at = greatest(known.used_at, excluded.used_at)`.execute(db)
}
