import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { randomApiKey, withFreshId } from '../../database/ids.ts'
import { findPage, type ListOrder } from '../../database/lists/page.ts'
import { whereContains } from '../../database/lists/text-filters.ts'

/** What a partner calls one of its keys for a policy. */
interface LabelledKey {
  partnerId: string
  policyId: string
  label: string
}

/** Keys of a pair of partner and policy with this label. */
export async function findKeyByLabel(db: Database, { partnerId, policyId, label }: LabelledKey) {
  return db
    .selectFrom('pms.partnerPolicy')
    .select(['policyApiKey', 'isActive', 'validFromDatetime', 'validToDatetime'])
    .where('partId', '=', partnerId)
    .where('policyId', '=', policyId)
    .where('label', '=', label)
    .forUpdate()
    .limit(1)
    .executeTakeFirst()
}

export async function isLabelTaken(
  db: Database,
  { partnerId, policyId, label }: LabelledKey,
): Promise<boolean> {
  const row = await db
    .selectFrom('pms.partnerPolicy')
    .select('label')
    .where('partId', '=', partnerId)
    .where('policyId', '=', policyId)
    .where('label', '=', label)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
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

export async function setKeyActive(
  db: Database,
  change: { policyApiKey: string; isActive: boolean; actor: string; now: Date },
): Promise<void> {
  await db
    .updateTable('pms.partnerPolicy')
    .set({ isActive: change.isActive, updBy: change.actor, updDtimes: change.now })
    .where('policyApiKey', '=', change.policyApiKey)
    .execute()
}

/** The policy of a key, if the key is the partner's; served by the primary key. */
export async function findPolicyOfKey(db: Database, partnerId: string, apiKey: string) {
  return db
    .selectFrom('pms.partnerPolicy')
    .select('policyId')
    .where('policyApiKey', '=', apiKey)
    .where('partId', '=', partnerId)
    .executeTakeFirst()
}

type ApiKeys = typeof contract.listApiKeys

interface KeysWanted {
  filters: FiltersOf<ApiKeys>
  /** Whose keys. */
  partnerIds: readonly string[] | 'all'
}

/** One page of the keys of authentication partners, without their values. */
export async function findApiKeys(
  db: Database,
  { filters, partnerIds }: KeysWanted,
  list: ListRequestOf<ApiKeys>,
) {
  let matching = db
    .selectFrom('pms.partnerPolicy as key')
    .innerJoin('pms.partner as partner', 'partner.id', 'key.partId')
    .innerJoin('pms.authPolicy as policy', 'policy.id', 'key.policyId')
    .innerJoin('pms.policyGroup as group', 'group.id', 'policy.policyGroupId')
    .where('partner.partnerTypeCode', '=', 'Auth_Partner')
  if (partnerIds !== 'all') matching = matching.where('key.partId', 'in', [...partnerIds, ''])
  if (filters.status !== undefined) {
    matching = matching.where(sql<SqlBool>`${status} = ${filters.status}`)
  }
  const found = whereContains(matching, textColumns, filters)
  const rows = found.select([
    'partner.id as partnerId',
    'key.label as apiKeyLabel',
    'partner.name as orgName',
    'policy.id as policyId',
    'policy.name as policyName',
    'policy.descr as policyDescription',
    'group.id as policyGroupId',
    'group.name as policyGroupName',
    'group.descr as policyGroupDescription',
    status.as('status'),
    'key.crDtimes as createdDateTime',
    'key.validToDatetime as apiKeyExpiryDateTime',
  ])
  return findPage(list, { matching: found, rows }, order)
}

/** A status word of the list; another word matches nothing. */
type Status = 'activated' | 'deactivated'

const status = sql<Status>`case when key.is_active then 'activated' else 'deactivated' end`

const textColumns = {
  partnerId: sql.ref('key.partId'),
  apiKeyLabel: sql.ref('key.label'),
  orgName: sql.ref('partner.name'),
  policyName: sql.ref('policy.name'),
  policyGroupName: sql.ref('group.name'),
}

const created = sql.ref('key.crDtimes')

const order: ListOrder<SortFieldOf<ApiKeys>> = {
  columns: { ...textColumns, status, createdDateTime: created },
  created,
  key: sql.ref('key.policyApiKey'),
}
