import type { FilterValuesRequest } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { z } from 'zod'
import type { Database } from '../../database/database.ts'
import { everyRow } from '../../database/every-row.ts'
import { randomDigits, withFreshId } from '../../database/ids.ts'
import { findFilterValues, type FilterValuesRules } from '../../database/lists/filter-values.ts'
import type { RowList } from '../../database/lists/row-list.ts'
import { findSearchedRows, type Search } from '../../database/lists/search.ts'
import { userIdKeyOf } from '../../identity/user-ids.ts'

type FilterValuesCall = z.output<typeof FilterValuesRequest>

export async function findPolicyGroupByName(db: Database, name: string) {
  return db
    .selectFrom('pms.policyGroup')
    .select(['id', 'name', 'descr', 'isActive'])
    .where('name', '=', name)
    .executeTakeFirst()
}

/**
 * A group by name, held until the transaction ends: against its deactivation (policy.md 3.7), and
 * so that policies of a group get their names one after another.
 */
export async function lockPolicyGroupByName(db: Database, name: string) {
  return db
    .selectFrom('pms.policyGroup')
    .select(['id', 'name', 'isActive'])
    .where('name', '=', name)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/**
 * Whether another group has the name, by `pmp.name_key`. Groups get their names one after
 * another: the lock lasts until the transaction ends.
 */
export async function isGroupNameTaken(
  db: Database,
  name: string,
  exceptId = '',
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended('policy group names', 0))`.execute(db)
  const taken = await db
    .selectFrom('pms.policyGroup')
    .select('id')
    .where(sql`pmp.name_key(name)`, '=', sql`pmp.name_key(${name})`)
    .where('id', '!=', exceptId)
    .executeTakeFirst()
  return taken !== undefined
}

export async function lockPolicyGroup(db: Database, id: string) {
  return db
    .selectFrom('pms.policyGroup')
    .select(['id', 'name', 'isActive'])
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst()
}

/** A group, held until the transaction ends so that its policies get their names one after another. */
export async function lockPolicyGroupForNames(db: Database, id: string) {
  return db
    .selectFrom('pms.policyGroup')
    .select(['id', 'name', 'isActive'])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** A group that is about to change, held until the transaction ends. */
export async function lockPolicyGroupToEdit(db: Database, id: string) {
  return db
    .selectFrom('pms.policyGroup')
    .select(['id', 'name', 'descr', 'isActive', 'crBy', 'crDtimes'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** @throws a unique violation of `uk_polg` when the name is taken */
export async function updateGroup(
  db: Database,
  { id, ...change }: { id: string; name: string; descr: string; isActive: boolean },
  by: { actor: string; now: Date },
): Promise<void> {
  await db
    .updateTable('pms.policyGroup')
    .set({ ...change, userId: by.actor, updBy: by.actor, updDtimes: by.now })
    .where('id', '=', id)
    .execute()
}

/** How many policies of a group are active and how many are drafts; deleted ones do not count. */
export async function countPoliciesOfGroup(
  db: Database,
  groupId: string,
): Promise<{ active: number; drafts: number }> {
  return db
    .selectFrom('pms.authPolicy')
    .select([
      sql<number>`count(*) filter (where is_active)`.as('active'),
      sql<number>`count(*) filter (where not is_active and policy_schema is null)`.as('drafts'),
    ])
    .where('policyGroupId', '=', groupId)
    .where(sql<SqlBool>`is_deleted is not true`)
    .executeTakeFirstOrThrow()
}

/** Groups by id, in one query. */
export async function findPolicyGroups(db: Database, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, { id: string; name: string; descr: string }>()
  const groups = await db
    .selectFrom('pms.policyGroup')
    .select(['id', 'name', 'descr'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(groups.map((group) => [group.id, group]))
}

export async function findActivePolicyGroups(db: Database) {
  return db
    .selectFrom('pms.policyGroup')
    .select(['id', 'name', 'descr as description'])
    .where('isActive', '=', true)
    .orderBy('name')
    .execute()
}

/** @throws a unique violation of `uk_polg` when the name is taken */
export async function insertPolicyGroup(
  db: Database,
  group: { name: string; desc: string; actor: string; now: Date },
): Promise<string> {
  return withFreshId(
    () => randomDigits(18),
    async (id) => {
      const inserted = await db
        .insertInto('pms.policyGroup')
        .values({
          id,
          name: group.name,
          descr: group.desc,
          userId: group.actor,
          isActive: true,
          isDeleted: false,
          crBy: group.actor,
          crDtimes: group.now,
        })
        .onConflict((conflict) => conflict.constraint('pk_polg').doNothing())
        .executeTakeFirst()
      return inserted.numInsertedOrUpdatedRows === 1n
    },
  )
}

const groupColumns = [
  'group.id',
  'group.crBy',
  'group.crDtimes',
  'group.delDtimes',
  'group.descr as desc',
  'group.isActive',
  'group.isDeleted',
  'group.name',
  'group.updBy',
  'group.updDtimes',
  'group.userId',
] as const

export async function findPolicyGroup(db: Database, id: string) {
  return db
    .selectFrom('pms.policyGroup as group')
    .select(groupColumns)
    .where('group.id', '=', id)
    .executeTakeFirst()
}

/** Every group, by id; read page by page, so none is missing. */
export async function findAllPolicyGroups(db: Database) {
  return everyRow((after, limit) =>
    db
      .selectFrom('pms.policyGroup as group')
      .select(groupColumns)
      .where('group.id', '>', after)
      .orderBy('group.id')
      .limit(limit)
      .execute(),
  )
}

export async function deactivateGroup(
  db: Database,
  id: string,
  { actor, now }: { actor: string; now: Date },
): Promise<void> {
  await db
    .updateTable('pms.policyGroup')
    .set({ isActive: false, updBy: actor, updDtimes: now })
    .where('id', '=', id)
    .execute()
}

const columnOf = (name: string) => sql.ref(`row.${name}`)
const kept = (name: string) => ({ column: columnOf(name), tally: name })

/** What groups can be searched by (policy.md 4.6). */
export const groupSearch: FilterValuesRules = {
  columns: {
    id: { column: columnOf('id'), kind: 'text' },
    name: { column: columnOf('name'), kind: 'text' },
    desc: { column: columnOf('descr'), kind: 'text' },
    isActive: { column: columnOf('isActive'), kind: 'boolean', isOfKind: true },
    isDeleted: { ...kept('isDeleted'), kind: 'boolean', isNullable: true },
    userId: { ...kept('userId'), kind: 'text', hasFewValues: true },
    crBy: { ...kept('createdBy'), kind: 'text', keyOf: userIdKeyOf, hasFewValues: true },
    crDtimes: { ...kept('createdAt'), kind: 'instant' },
    updBy: {
      ...kept('updatedBy'),
      kind: 'text',
      isNullable: true,
      keyOf: userIdKeyOf,
      hasFewValues: true,
    },
    updDtimes: { ...kept('updatedAt'), kind: 'instant', isNullable: true },
    delDtimes: { ...kept('deletedAt'), kind: 'instant', isNullable: true },
  },
  key: columnOf('id'),
  code: columnOf('name'),
  // Upstream: this service gives its general failure for all of them.
  failures: { typeMissing: 'unexpected', columnUnknown: 'unexpected', typeUnknown: 'unexpected' },
}

const searchedGroups = {
  rows: 'pmp.searchedGroupRow',
  counts: 'pmp.searchedGroupCount',
  tallies: 'pmp.searchedGroupTally',
  days: ['createdAt'],
  key: 'id',
  kinds: ['isActive'],
} as const satisfies RowList

export async function findGroups(db: Database, search: Search) {
  const chosen = { ofKinds: [], others: [] }
  return findSearchedRows(db, { list: searchedGroups, chosen, search }, (page) =>
    page.innerJoin('pms.policyGroup as group', 'group.id', 'page.key').select(groupColumns),
  )
}

export async function findGroupValues(db: Database, request: FilterValuesCall) {
  const rows = db.selectFrom('pmp.searchedGroupRow as row').where('row.isListed', '=', true)
  return findFilterValues(groupSearch, request, rows)
}
