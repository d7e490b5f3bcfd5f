import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { randomApiKey, withFreshId } from '../../database/ids.ts'
import { findRows, ofPartners, type SortedRowList } from '../../database/lists/row-list.ts'
import { containing } from '../../database/lists/text-filters.ts'

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
  /** The partner id that is searched. */
  searched: readonly RawBuilder<SqlBool>[]
  /** Whose keys. */
  partnerIds: readonly string[] | 'all'
}

/** One page of the keys of authentication partners, without their values. */
export async function findApiKeys(
  db: Database,
  { filters, searched, partnerIds }: KeysWanted,
  request: ListRequestOf<ApiKeys>,
) {
  const { status } = filters
  const chosen = {
    ofKinds: status === undefined ? [] : [sql<SqlBool>`row.status = ${status}`],
    others: [...ofPartners(partnerIds), ...searched, ...containing(textColumns, filters)],
  }
  return findRows(db, { list: apiKeyList, chosen, request }, (page) =>
    page
      .innerJoin('pms.partnerPolicy as key', 'key.policyApiKey', 'page.key')
      .innerJoin('pms.partner as partner', 'partner.id', 'key.partId')
      .innerJoin('pms.authPolicy as policy', 'policy.id', 'key.policyId')
      .innerJoin('pms.policyGroup as group', 'group.id', 'policy.policyGroupId')
      .select([
        'partner.id as partnerId',
        'key.label as apiKeyLabel',
        'partner.name as orgName',
        'policy.id as policyId',
        'policy.name as policyName',
        'policy.descr as policyDescription',
        'group.id as policyGroupId',
        'group.name as policyGroupName',
        'group.descr as policyGroupDescription',
        keyStatus.as('status'),
        'key.crDtimes as createdDateTime',
        'key.validToDatetime as apiKeyExpiryDateTime',
      ]),
  )
}

const keyStatus = sql<'activated' | 'deactivated'>`
  case when key.is_active then 'activated' else 'deactivated' end`

const textColumns = {
  apiKeyLabel: 'label',
  orgName: 'orgName',
  policyName: 'policyName',
  policyGroupName: 'groupName',
} as const

const apiKeyList: SortedRowList<SortFieldOf<ApiKeys>> = {
  rows: 'pmp.apiKeyRow',
  counts: 'pmp.apiKeyCount',
  key: 'policyApiKey',
  kinds: ['status'],
  sorts: {
    partnerId: 'partOrder',
    apiKeyLabel: 'labelOrder',
    orgName: 'orgOrder',
    policyName: 'policyOrder',
    policyGroupName: 'groupOrder',
    status: 'status',
    createdDateTime: 'createdAt',
  },
  newest: 'createdAt',
}
