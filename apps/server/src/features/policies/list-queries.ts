import type * as contract from '@pmp/contract'
import type { FiltersOf, FilterValuesRequest, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'
import type { z } from 'zod'
import type { Database } from '../../database/database.ts'
import { findFilterValues, type FilterValuesRules } from '../../database/lists/filter-values.ts'
import {
  findRows,
  type KeyPage,
  type RowList,
  type SortedRowList,
} from '../../database/lists/row-list.ts'
import { findSearchedRows, whereAll, type Search } from '../../database/lists/search.ts'
import type { Tallied } from '../../database/lists/tallies.ts'
import {
  containing,
  containingAnywhere,
  contains,
  policyGroupName,
} from '../../database/lists/text-filters.ts'
import { userIdKeyOf } from '../../identity/user-ids.ts'

type Policies = typeof contract.listPolicies

/** A status word of the list; another word matches nothing. */
type Status = 'activated' | 'deactivated' | 'draft'

/** One page of policies (policy.md 5.8), newest first unless sorted otherwise. */
export async function findPolicies(
  db: Database,
  filters: FiltersOf<Policies>,
  request: ListRequestOf<Policies>,
) {
  const { policyGroupId, search } = filters
  const chosen = {
    ofKinds: policyKinds(filters),
    others: [
      ...containing(textColumns, filters),
      ...(search ? [containingAnywhere(Object.values(textColumns), search)] : []),
    ],
  }
  const list = policyGroupId === undefined ? policyList : policiesOfGroup
  return findRows(db, { list, chosen, request }, showPolicies)
}

const showPolicies = (page: KeyPage) =>
  page
    .innerJoin('pms.authPolicy as policy', 'policy.id', 'page.key')
    .innerJoin('pms.policyGroup as group', 'group.id', 'policy.policyGroupId')
    .select([
      'policy.id as policyId',
      'policy.policyType',
      'policy.name as policyName',
      'policy.descr as policyDescription',
      'group.id as policyGroupId',
      'group.name as policyGroupName',
      sql<Status>`pmp.policy_status(policy.policy_schema, policy.is_active)`.as('status'),
      'policy.crDtimes as createdDateTime',
    ])

/** Conditions on what has few values. */
function policyKinds({ policyType, policyGroupId, status }: FiltersOf<Policies>) {
  return [
    ...containing({ policyType: 'policyType' }, { policyType }),
    ...(status === undefined ? [] : [sql<SqlBool>`row.status = ${status}`]),
    ...(policyGroupId === undefined ? [] : [sql<SqlBool>`row.policy_group_id = ${policyGroupId}`]),
  ]
}

const textColumns = {
  policyId: 'id',
  policyName: 'name',
  policyDescription: 'descr',
  policyGroupName,
} as const

const policyList: SortedRowList<SortFieldOf<Policies>> = {
  rows: 'pmp.policyRow',
  counts: 'pmp.policyKindCount',
  key: 'id',
  kinds: ['policyType', 'status'],
  sorts: {
    policyId: 'idOrder',
    policyName: 'nameOrder',
    policyDescription: 'descrOrder',
    policyGroupId: 'groupIdOrder',
    policyGroupName: 'groupOrder',
    status: 'status',
    createdDateTime: 'createdAt',
  },
  newest: 'createdAt',
}

/** Where one is asked for, the group is a kind, too. */
const policiesOfGroup: typeof policyList = {
  ...policyList,
  kinds: ['policyGroupId', 'policyType', 'status'],
}

const columnOf = (name: string) => sql.ref(`row.${name}`)
const kept = (name: string) => ({ column: columnOf(name), tally: name })

/** Not copied: the text of a policy is too long. */
const ofPolicy = (name: string) =>
  sql`(select ${sql.ref(`policy.${name}`)} from pms.auth_policy policy where policy.id = row.id)`

/** A copy holds the first 512 characters, which are the whole of nearly every schema. */
const schemaOfRow = sql`case when length(row.schema_start) = 512 then ${ofPolicy('policySchema')}
  else row.schema_start end`

/** What policies can be searched by (policy.md 5.9). */
export const policySearch: FilterValuesRules = {
  columns: {
    id: { column: columnOf('id'), kind: 'text' },
    name: { column: columnOf('name'), kind: 'text' },
    desc: { column: columnOf('descr'), kind: 'text', isFilterOnly: true },
    descr: { column: columnOf('descr'), kind: 'text', isFilterOnly: true },
    policyType: { column: columnOf('policyType'), kind: 'text', isOfKind: true },
    version: { ...kept('version'), kind: 'text', hasFewValues: true },
    policyFileId: { column: ofPolicy('policyFileId'), kind: 'text', isFilterOnly: true },
    schema: {
      column: schemaOfRow,
      order: columnOf('schemaStart'),
      tally: 'schemaHash',
      hashOf: (text) => sql`pmp.schema_hash(${text})`,
      kind: 'text',
      isNullable: true,
    },
    isActive: { column: columnOf('isActive'), kind: 'boolean', isOfKind: true },
    isDeleted: { ...kept('isDeleted'), kind: 'boolean', isNullable: true },
    validFromDate: { ...kept('validFrom'), kind: 'instant' },
    validToDate: { ...kept('validTill'), kind: 'instant' },
    crBy: { ...kept('createdBy'), kind: 'text', keyOf: userIdKeyOf, hasFewValues: true },
    crDtimes: { ...kept('createdAt'), kind: 'instant', isSqlTimestamp: true },
    updBy: {
      ...kept('updatedBy'),
      kind: 'text',
      isNullable: true,
      keyOf: userIdKeyOf,
      hasFewValues: true,
    },
    updDtimes: { ...kept('updatedAt'), kind: 'instant', isNullable: true },
    delDtimes: {
      ...kept('deletedAt'),
      kind: 'instant',
      isSqlTimestamp: true,
      isNullable: true,
    },
  },
  key: columnOf('id'),
  code: columnOf('id'),
  // Upstream: this service gives its general failure for all of them.
  columnMissing: 'unexpected',
  failures: { typeMissing: 'unexpected', columnUnknown: 'unexpected', typeUnknown: 'unexpected' },
}

const searchedPolicies = {
  rows: 'pmp.searchedPolicyRow',
  counts: 'pmp.searchedPolicyCount',
  tallies: 'pmp.searchedPolicyTally',
  days: ['validFrom', 'validTill'],
  key: 'id',
  kinds: ['policyType', 'isActive'],
} as const satisfies RowList

/** A type in any letter case; `ALL` is every type. */
function ofType(type: string): RawBuilder<SqlBool>[] {
  return type.toUpperCase() === 'ALL'
    ? []
    : [sql`lower(${columnOf('policyType')}) = ${type.toLowerCase()}`]
}

/** Letter case counts; without it groups are found by an index first. */
function ofGroupNamed(part: string): Tallied {
  const id = sql`${columnOf('policyGroupId')} collate "C"`
  const isAskedFor = (value: Expression<unknown>) => sql<SqlBool>`${value} = any(array(
    select id from pms.policy_group as named
    where ${contains(sql.ref('named.name'), part)} and strpos(named.name, ${part}) > 0))`
  return {
    column: 'policyGroupId',
    order: { column: id, direction: 'asc' },
    condition: isAskedFor(columnOf('policyGroupId')),
    isBoolean: false,
    isAskedFor,
  }
}

/** @param groupNames parts that the name of the group must have, letter case counts */
export async function findSearchedPolicies(
  db: Database,
  { type, search, groupNames }: { type: string; search: Search; groupNames: readonly string[] },
) {
  const [first, ...others] = groupNames.map(ofGroupNamed)
  const chosen = {
    tallied: first,
    ofKinds: ofType(type),
    others: others.map(({ condition }) => condition),
  }
  return findSearchedRows(db, { list: searchedPolicies, chosen, search }, (page) =>
    page
      .innerJoin('pms.authPolicy as policy', 'policy.id', 'page.key')
      .innerJoin('pms.policyGroup as group', 'group.id', 'policy.policyGroupId')
      .select([
        'policy.id',
        'policy.crBy',
        'policy.crDtimes',
        'policy.delDtimes',
        'policy.descr as desc',
        'policy.isActive',
        'policy.isDeleted',
        'policy.name',
        'policy.policyFileId as policies',
        'policy.updBy',
        'policy.updDtimes',
        'policy.validFromDate',
        'policy.validToDate',
        'policy.version',
        'policy.policyType',
        'policy.policySchema as schema',
        'group.id as policyGroupId',
        'group.name as policyGroupName',
      ]),
  )
}

export async function findPolicyValues(
  db: Database,
  type: string,
  request: z.output<typeof FilterValuesRequest>,
) {
  const rows = db.selectFrom('pmp.searchedPolicyRow as row').where('row.isListed', '=', true)
  return findFilterValues(policySearch, request, whereAll(rows, ofType(type)))
}

/** Versions as the history has them, newest first; served by the primary key of the table. */
export async function findVersions(
  db: Database,
  policyId: string,
  { before, limit }: { before: string | undefined; limit: number },
) {
  return db
    .selectFrom('pms.authPolicyH')
    .select([
      // As text: dates of the driver have no microseconds, and this is a key.
      sql<string>`to_char(eff_dtimes, 'YYYY-MM-DD"T"HH24:MI:SS.US')`.as('changedAt'),
      'crBy as changedBy',
      'name as policyName',
      'descr as policyDesc',
      'version',
      'policyFileId',
      'policySchema',
      'isActive',
    ])
    .where('id', '=', policyId)
    .$if(before !== undefined, (query) =>
      query.where(sql`eff_dtimes`, '<', sql`${before}::timestamp`),
    )
    .orderBy('effDtimes', 'desc')
    .limit(limit)
    .execute()
}
