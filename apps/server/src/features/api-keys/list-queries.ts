import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import {
  findRows,
  ofPartners,
  pageOfOne,
  type KeyPage,
  type SortedRowList,
} from '../../database/lists/row-list.ts'
import { inSpan } from '../../database/lists/tallies.ts'
import {
  containing,
  orgName,
  policyGroupName,
  policyName,
} from '../../database/lists/text-filters.ts'

type ApiKeys = typeof contract.listApiKeys
type AllApiKeys = typeof contract.listAllApiKeys

/** Which keys, besides their filters. */
interface KeysWanted<Filters> {
  filters: Filters
  /** The partner id that is searched. */
  searched: readonly RawBuilder<SqlBool>[]
  /** Whose keys. */
  partnerIds: readonly string[] | 'all'
}

/** One page of the keys of authentication partners, without their values. */
export async function findApiKeys(
  db: Database,
  { filters, searched, partnerIds }: KeysWanted<FiltersOf<ApiKeys>>,
  request: ListRequestOf<ApiKeys>,
) {
  const chosen = {
    ofKinds:
      filters.status === undefined ? ofAuthPartners : [...ofStatus(filters), ...ofAuthPartners],
    others: [...ofPartners(partnerIds), ...searched, ...containing(textColumns, filters)],
  }
  return findRows(db, { list: apiKeyList, chosen, request }, showKeys)
}

const showKeys = (page: KeyPage) =>
  withNames(page).select(shownColumns).select(keyStatus.as('status'))

/** One page of the keys of all partners, without their values, with what tells them apart. */
export async function findAllApiKeys(
  db: Database,
  { filters, searched, partnerIds, now }: KeysWanted<FiltersOf<AllApiKeys>> & { now: Date },
  request: ListRequestOf<AllApiKeys>,
) {
  const { partnerType = '', expiryPeriod } = filters
  const chosen = {
    ofKinds: [...ofStatus(filters), ...(partnerType === '' ? [] : [ofType(partnerType)])],
    others: [...ofPartners(partnerIds), ...searched, ...containing(textColumns, filters)],
    tallied: expiryPeriod === undefined ? undefined : endsWithin(now, expiryPeriod),
  }
  return findRows(db, { list: apiKeyList, chosen, request }, showAllKeys)
}

const showAllKeys = (page: KeyPage) => withUse(page).select(shownColumns).select(tellingColumns())

/** One key by its label, as the list shows it, with who made and changed it. */
export async function findApiKey(
  db: Database,
  { partnerId, policyId, label }: { partnerId: string; policyId: string; label: string },
) {
  const named = await db
    .selectFrom('pms.partnerPolicy')
    .select('policyApiKey')
    .where('partId', '=', partnerId)
    .where('policyId', '=', policyId)
    .where('label', '=', label)
    .limit(1)
    .executeTakeFirst()
  if (!named) return undefined
  return withUse(pageOfOne(db, named.policyApiKey))
    .select(shownColumns)
    .select(tellingColumns())
    .select(['key.crBy as createdBy', 'key.updBy as updatedBy', 'key.updDtimes as updatedDateTime'])
    .executeTakeFirst()
}

const ofStatus = ({ status }: { status?: string | undefined }) =>
  status === undefined ? [] : [sql<SqlBool>`row.status = ${status}`]

const ofType = (type: string) => sql<SqlBool>`lower(row.partner_type) = ${type.toLowerCase()}`
const ofAuthPartners = [ofType('Auth_Partner')]

/** From now to the end of the day so many days later, in UTC. */
function endsWithin(now: Date, days: number) {
  const upTo = new Date(now)
  upTo.setUTCDate(upTo.getUTCDate() + days)
  upTo.setUTCHours(23, 59, 59, 999)
  return inSpan('validTo', { from: now, upTo })
}

/** As we make keys; of what others made nobody knows how it can be guessed. */
const isStrong = sql`(key.policy_api_key ~ '^[0-9a-f]{32}$')`

const keyStatus = sql<'activated' | 'deactivated'>`
  case when key.is_active then 'activated' else 'deactivated' end`

function withNames(page: KeyPage) {
  return page
    .innerJoin('pms.partnerPolicy as key', 'key.policyApiKey', 'page.key')
    .innerJoin('pms.partner as partner', 'partner.id', 'key.partId')
    .innerJoin('pms.authPolicy as policy', 'policy.id', 'key.policyId')
    .innerJoin('pms.policyGroup as group', 'group.id', 'policy.policyGroupId')
}

function withUse(page: KeyPage) {
  return withNames(page).leftJoin('pmp.apiKeyUse as use', 'use.policyApiKey', 'page.key')
}

/** What tells keys apart, and how each is. */
const tellingColumns = () =>
  [
    keyStatus.as('status'),
    'partner.partnerTypeCode as partnerType',
    sql<string | null>`case when ${isStrong} then right(key.policy_api_key, 4) end`.as('keyEnding'),
    sql<boolean>`not ${isStrong}`.as('isWeak'),
    'use.usedAt as lastUsedDateTime',
  ] as const

const shownColumns = [
  'partner.id as partnerId',
  'key.label as apiKeyLabel',
  'partner.name as orgName',
  'policy.id as policyId',
  'policy.name as policyName',
  'policy.descr as policyDescription',
  'group.id as policyGroupId',
  'group.name as policyGroupName',
  'group.descr as policyGroupDescription',
  'key.crDtimes as createdDateTime',
  'key.validToDatetime as apiKeyExpiryDateTime',
] as const

const textColumns = {
  apiKeyLabel: 'label',
  orgName,
  policyName,
  policyGroupName,
} as const

const apiKeyList: SortedRowList<SortFieldOf<AllApiKeys>> = {
  rows: 'pmp.apiKeyRow',
  counts: 'pmp.apiKeyCount',
  key: 'policyApiKey',
  kinds: ['status', 'partnerType'],
  tallies: 'pmp.apiKeyTally',
  sorts: {
    partnerId: 'partOrder',
    apiKeyLabel: 'labelOrder',
    orgName: 'orgOrder',
    policyName: 'policyOrder',
    policyGroupName: 'groupOrder',
    status: 'status',
    createdDateTime: 'createdAt',
    apiKeyExpiryDateTime: 'validTo',
    partnerType: 'partnerType',
  },
  newest: 'createdAt',
}
