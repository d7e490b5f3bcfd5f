import type * as contract from '@pmp/contract'
import type { FilterValuesRequest, FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { z } from 'zod'
import type { Database } from '../../database/database.ts'
import { everyRow } from '../../database/every-row.ts'
import { findFilterValues, type FilterValuesRules } from '../../database/lists/filter-values.ts'
import {
  findRows,
  pageOfOne,
  type KeyPage,
  type RowList,
  type SortedRowList,
} from '../../database/lists/row-list.ts'
import { findSearchedRows, type Search } from '../../database/lists/search.ts'
import { inSpan } from '../../database/lists/tallies.ts'
import {
  containing,
  orgName,
  policyGroupName,
  policyName,
} from '../../database/lists/text-filters.ts'
import { dayMs } from '../../durations.ts'
import { holdsUserId, userIdKeyOf } from '../../identity/user-ids.ts'

const isNotDeleted = sql<boolean>`licence.is_deleted is not true`

/** Licences with their partner, its group and their policy, none of which must be there. */
function withNames(page: KeyPage) {
  return page
    .innerJoin('pms.mispLicense as licence', 'licence.mispLicenseId', 'page.key')
    .leftJoin('pms.partner as partner', 'partner.id', 'licence.mispId')
    .leftJoin('pms.policyGroup as group', 'group.id', 'partner.policyGroupId')
    .leftJoin('pms.authPolicy as policy', 'policy.id', 'licence.policyId')
}

const namedColumns = [
  'licence.mispLicenseId',
  'licence.mispId as partnerId',
  'partner.name as orgName',
  'group.id as policyGroupId',
  'group.name as policyGroupName',
  'group.descr as policyGroupDescription',
  'policy.id as policyId',
  'policy.name as policyName',
  'policy.descr as policyDescription',
  'licence.licenseKey',
  'licence.licenseKeyName',
  'licence.isActive',
  'licence.crDtimes as createdDateTime',
  'licence.validToDate as expiryDateTime',
] as const

/** A licence with what hangs on it, and with the ids of what should. */
export async function findLicenceDetails(db: Database, mispLicenseId: string) {
  return withNames(pageOfOne(db, mispLicenseId))
    .select(namedColumns)
    .select(['partner.policyGroupId as linkedGroupId', 'licence.policyId as linkedPolicyId'])
    .where(isNotDeleted)
    .executeTakeFirst()
}

type Licences = typeof contract.listMispLicences

/** Upstream: lists and filters of its own pages differ in their words. */
const wordsOfStatus = new Map([
  ['ACTIVE', true],
  ['activated', true],
  ['INACTIVE', false],
  ['deactivated', false],
])

/** One page of the licences of all MISPs, newest first unless sorted otherwise. */
export async function findLicences(
  db: Database,
  { status, expiryPeriod, ...texts }: FiltersOf<Licences>,
  { list: request, now }: { list: ListRequestOf<Licences>; now: Date },
) {
  const chosen = {
    ofKinds: status === undefined ? [] : [isInStatus(status)],
    others: containing(textColumns, texts),
    tallied: expiryPeriod === undefined ? undefined : endsWithin(expiryPeriod, now),
  }
  return findRows(db, { list: licenceList, chosen, request }, (page) =>
    withNames(page).select(namedColumns),
  )
}

/** Another word is of no licence. */
function isInStatus(word: string) {
  return sql<SqlBool>`row.is_active = ${wordsOfStatus.get(word) ?? null}`
}

/** Not yet ended, but by the end of the day (UTC) that is so many days ahead. */
function endsWithin(days: number, now: Date) {
  const till = new Date(Math.floor(now.getTime() / dayMs + 1 + days) * dayMs)
  return inSpan('expiresAt', { from: now, till })
}

const textColumns = {
  partnerId: 'partId',
  orgName,
  policyGroupName,
  policyName,
  mispLicenseKeyName: 'keyName',
} as const

const licenceList: SortedRowList<SortFieldOf<Licences>> = {
  rows: 'pmp.mispLicenceRow',
  counts: 'pmp.mispLicenceCount',
  key: 'mispLicenseId',
  kinds: ['isActive'],
  tallies: 'pmp.mispLicenceTally',
  sorts: {
    partnerId: 'partOrder',
    orgName: 'orgOrder',
    policyGroupName: 'groupOrder',
    policyName: 'policyOrder',
    mispLicenseKeyName: 'nameOrder',
    createdDateTime: 'createdAt',
    expiryDateTime: 'expiresAt',
    // Active ones first.
    status: sql`not row.is_active`,
  },
  newest: 'createdAt',
}

/** What keys can be searched by (auth-services.md 9.6), of the table or of the rows of the search. */
const keyRules = (table: 'licence' | 'row'): FilterValuesRules => {
  const keyColumn = (name: string) => sql.ref(`${table}.${name}`)
  const kept = (name: string) => ({ column: keyColumn(name), tally: name })
  return {
    columns: {
      mispId: { column: keyColumn('mispId'), kind: 'text', keyOf: userIdKeyOf },
      policyId: { column: keyColumn('policyId'), kind: 'text', isNullable: true },
      licenseKey: { column: keyColumn('licenseKey'), kind: 'text' },
      validFromDate: { ...kept('validFromDate'), kind: 'instant' },
      validToDate: { ...kept('validToDate'), kind: 'instant', isNullable: true },
      isActive: { column: keyColumn('isActive'), kind: 'boolean', isOfKind: true },
      createdBy: { ...kept('crBy'), kind: 'text', keyOf: userIdKeyOf, hasFewValues: true },
      createdDateTime: { ...kept('crDtimes'), kind: 'instant' },
      updatedBy: {
        ...kept('updBy'),
        kind: 'text',
        isNullable: true,
        keyOf: userIdKeyOf,
        hasFewValues: true,
      },
      updatedDateTime: { ...kept('updDtimes'), kind: 'instant', isNullable: true },
      isDeleted: { ...kept('isDeleted'), kind: 'boolean', isNullable: true },
      deletedDateTime: { ...kept('delDtimes'), kind: 'instant', isNullable: true },
    },
    key: keyColumn('mispLicenseId'),
    code: keyColumn('mispId'),
    failures: {
      typeMissing: 'filter_type_missing',
      columnUnknown: 'filter_column_unknown',
      typeUnknown: 'filter_type_unknown',
    },
  }
}

export const mispKeySearch = keyRules('row')
const mispKeyValues = keyRules('licence')

const searchedKeys = {
  rows: 'pmp.searchedLicenceRow',
  counts: 'pmp.searchedLicenceCount',
  tallies: 'pmp.searchedLicenceTally',
  days: ['crDtimes', 'validFromDate'],
  key: 'mispLicenseId',
  kinds: ['isActive'],
} as const satisfies RowList

/** Whose keys somebody sees: of partners of a user id, of nobody (null), or everybody's. */
export type Whose = { userId: string | null } | 'all'

function keysOf(db: Database, whose: Whose) {
  const keys = db.selectFrom('pms.mispLicense as licence').where(isNotDeleted)
  if (whose === 'all') return keys
  return keys.where('licence.mispId', 'in', (partners) =>
    partners
      .selectFrom('pms.partner as partner')
      .select('partner.id')
      .where(holdsUserId(sql.ref('partner.userId'), whose.userId)),
  )
}

const shownColumns = [
  'licence.mispId',
  'licence.policyId',
  'licence.licenseKey',
  'licence.validFromDate',
  'licence.validToDate',
  'licence.isActive',
  'licence.crBy as createdBy',
  'licence.crDtimes as createdDateTime',
  'licence.updBy as updatedBy',
  'licence.updDtimes as updatedDateTime',
  'licence.isDeleted',
  'licence.delDtimes as deletedDateTime',
] as const

/** Every key, in clear. */
export async function findKeys(db: Database, whose: Whose) {
  return everyRow((after, limit) =>
    keysOf(db, whose)
      .select(shownColumns)
      .select('licence.mispLicenseId as id')
      .where('licence.mispLicenseId', '>', after)
      .orderBy('licence.mispLicenseId')
      .limit(limit)
      .execute(),
  )
}

export async function findSearchedKeys(db: Database, whose: Whose, search: Search) {
  const ofMisps =
    whose === 'all'
      ? []
      : [
          sql<SqlBool>`row.misp_id = any(array(select partner.id from pms.partner as partner
            where ${holdsUserId(sql.ref('partner.userId'), whose.userId)}))`,
        ]
  const chosen = { ofKinds: [], others: ofMisps }
  return findSearchedRows(db, { list: searchedKeys, chosen, search }, (page) =>
    page
      .innerJoin('pms.mispLicense as licence', 'licence.mispLicenseId', 'page.key')
      .select(shownColumns),
  )
}

export async function findKeyValues(
  db: Database,
  whose: Whose,
  request: z.output<typeof FilterValuesRequest>,
) {
  return findFilterValues(mispKeyValues, request, keysOf(db, whose))
}
