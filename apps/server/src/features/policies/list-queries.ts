import type { FilterValuesRequest, ListRequest } from '@pmp/contract'
import { sql, type Expression, type SqlBool } from 'kysely'
import type { z } from 'zod'
import type { Database } from '../../database/database.ts'
import { findFilterValues, type FilterValuesRules } from '../../http/filter-values.ts'
import { contains, findPage, whereContains, type ListOrder } from '../../http/list.ts'
import { findSearchPage, type Search } from '../../http/search.ts'

export interface PolicyFilters {
  policyType?: string | undefined
  policyId?: string | undefined
  policyName?: string | undefined
  policyDescription?: string | undefined
  policyGroupName?: string | undefined
  status?: string | undefined
}

/** A status word of the list; another word matches nothing. */
type Status = 'activated' | 'deactivated' | 'draft'

const status = sql<Status>`pmp.policy_status(policy.policy_schema, policy.is_active)`

/** One page of policies (policy.md 5.8), newest first unless sorted otherwise. */
export async function findPolicies(db: Database, filters: PolicyFilters, list: ListRequest) {
  let matching = db
    .selectFrom('pms.authPolicy as policy')
    .innerJoin('pms.policyGroup as group', 'group.id', 'policy.policyGroupId')
    .where(sql<SqlBool>`policy.is_deleted is not true`)
  if (filters.status) matching = matching.where(status, '=', filters.status as Status)
  const found = whereContains(matching, textColumns, { ...filters })
  const { policyType, status: wantedStatus, ...others } = filters
  const isKnown = Object.values(others).every((value) => !value)
  return findPage(
    list,
    found,
    found.select([
      'policy.id as policyId',
      'policy.policyType',
      'policy.name as policyName',
      'policy.descr as policyDescription',
      'group.id as policyGroupId',
      'group.name as policyGroupName',
      status.as('status'),
      'policy.crDtimes as createdDateTime',
    ]),
    { ...order, count: isKnown ? () => countPolicies(db, policyType, wantedStatus) : undefined },
  )
}

/** The number of policies of a type and state, which triggers keep (migration 0008). */
async function countPolicies(
  db: Database,
  policyType: string | undefined,
  wantedStatus: string | undefined,
): Promise<number> {
  const { total } = await db
    .selectFrom('pmp.policyCount')
    .select(sql<number>`coalesce(sum(total), 0)::bigint`.as('total'))
    .$if(Boolean(policyType), (query) =>
      query.where(contains(sql.ref('policyType'), policyType ?? '')),
    )
    .$if(Boolean(wantedStatus), (query) => query.where('status', '=', wantedStatus ?? ''))
    .executeTakeFirstOrThrow()
  return total
}

const textColumns = {
  policyType: sql.ref('policy.policyType'),
  policyId: sql.ref('policy.id'),
  policyName: sql.ref('policy.name'),
  policyDescription: sql.ref('policy.descr'),
  policyGroupName: sql.ref('group.name'),
} satisfies Partial<Record<keyof PolicyFilters, Expression<unknown>>>

const created = sql.ref('policy.crDtimes')

const order: ListOrder = {
  columns: {
    ...textColumns,
    policyGroupId: sql.ref('policy.policyGroupId'),
    status,
    createdDateTime: created,
  },
  created,
  key: sql.ref('policy.id'),
}

const columnOf = (name: string) => sql.ref(`policy.${name}`)

/** What policies can be searched by (policy.md 5.9). */
export const policySearch: FilterValuesRules = {
  columns: {
    id: { column: columnOf('id'), kind: 'text' },
    name: { column: columnOf('name'), kind: 'text' },
    desc: { column: columnOf('descr'), kind: 'text', isFilterOnly: true },
    descr: { column: columnOf('descr'), kind: 'text', isFilterOnly: true },
    policyType: { column: columnOf('policyType'), kind: 'text' },
    version: { column: columnOf('version'), kind: 'text' },
    policyFileId: { column: columnOf('policyFileId'), kind: 'text', isFilterOnly: true },
    schema: { column: columnOf('policySchema'), kind: 'text', isNullable: true },
    isActive: { column: columnOf('isActive'), kind: 'boolean' },
    isDeleted: { column: columnOf('isDeleted'), kind: 'boolean', isNullable: true },
    validFromDate: { column: columnOf('validFromDate'), kind: 'instant' },
    validToDate: { column: columnOf('validToDate'), kind: 'instant' },
    crBy: { column: columnOf('crBy'), kind: 'text' },
    crDtimes: { column: columnOf('crDtimes'), kind: 'instant' },
    updBy: { column: columnOf('updBy'), kind: 'text', isNullable: true },
    updDtimes: { column: columnOf('updDtimes'), kind: 'instant', isNullable: true },
    delDtimes: { column: columnOf('delDtimes'), kind: 'instant', isNullable: true },
  },
  key: columnOf('id'),
  code: columnOf('id'),
  // Upstream: this service gives its general failure for all of them.
  columnMissing: 'unexpected',
  failures: { typeMissing: 'unexpected', columnUnknown: 'unexpected', typeUnknown: 'unexpected' },
}

/** Policies that are not deleted, of a type in any letter case; `ALL` is every type. */
function policiesOfType(db: Database, type: string) {
  const policies = db
    .selectFrom('pms.authPolicy as policy')
    .innerJoin('pms.policyGroup as group', 'group.id', 'policy.policyGroupId')
    .where(sql<SqlBool>`policy.is_deleted is not true`)
  return type.toUpperCase() === 'ALL'
    ? policies
    : policies.where(sql`lower(policy.policy_type)`, '=', type.toLowerCase())
}

/** @param groupNames parts that the name of the group must have, letter case counts */
export async function findSearchedPolicies(
  db: Database,
  { type, search, groupNames }: { type: string; search: Search; groupNames: readonly string[] },
) {
  const inGroups = groupNames.reduce(
    (query, part) => query.where(sql<SqlBool>`strpos("group".name, ${part}) > 0`),
    policiesOfType(db, type),
  )
  const rows = inGroups.select([
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
  ])
  return findSearchPage(search, inGroups, rows, policySearch.key)
}

export async function findPolicyValues(
  db: Database,
  type: string,
  request: z.output<typeof FilterValuesRequest>,
) {
  return findFilterValues(policySearch, request, policiesOfType(db, type))
}
