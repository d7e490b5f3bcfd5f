import type { ListRequest } from '@pmp/contract'
import { sql, type Expression } from 'kysely'
import type { Database } from '../../database/database.ts'
import { randomDigits, withFreshId } from '../../database/ids.ts'
import { findPage, whereContains, type ListOrder } from '../../http/list.ts'

export async function findPolicyGroupByName(db: Database, name: string) {
  return db
    .selectFrom('pms.policyGroup')
    .select(['id', 'name', 'descr', 'isActive'])
    .where('name', '=', name)
    .executeTakeFirst()
}

/** A group by name, held against deactivation until the transaction ends (policy.md 3.7). */
export async function lockPolicyGroupByName(db: Database, name: string) {
  return db
    .selectFrom('pms.policyGroup')
    .select(['id', 'name', 'isActive'])
    .where('name', '=', name)
    .forShare()
    .executeTakeFirst()
}

export async function lockPolicyGroup(db: Database, id: string) {
  return db
    .selectFrom('pms.policyGroup')
    .select(['id', 'name', 'isActive'])
    .where('id', '=', id)
    .forShare()
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

export async function hasActivePolicies(db: Database, groupId: string): Promise<boolean> {
  const [policy] = await findActivePoliciesOfGroup(db, groupId)
  return policy !== undefined
}

/** @throws a unique violation of `uk_polg` when the name is taken */
export async function updateGroup(
  db: Database,
  id: string,
  change: { name: string; descr: string; isActive: boolean },
  by: { actor: string; now: Date },
): Promise<void> {
  await db
    .updateTable('pms.policyGroup')
    .set({ ...change, userId: by.actor, updBy: by.actor, updDtimes: by.now })
    .where('id', '=', id)
    .execute()
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

const policyColumns = [
  'policy.id',
  'policy.policyGroupId',
  'policy.name',
  'policy.descr',
  'policy.policyType',
  'policy.version',
  'policy.policySchema',
  'policy.policyFileId',
  'policy.validFromDate',
  'policy.validToDate',
  'policy.isActive',
  'policy.crBy',
  'policy.crDtimes',
  'policy.updBy',
  'policy.updDtimes',
] as const

/** A policy with its group. */
export async function findPolicy(db: Database, id: string) {
  return db
    .selectFrom('pms.authPolicy as policy')
    .innerJoin('pms.policyGroup as group', 'group.id', 'policy.policyGroupId')
    .select(policyColumns)
    .select([
      'group.name as groupName',
      'group.descr as groupDescr',
      'group.isActive as groupIsActive',
      'group.crBy as groupCrBy',
      'group.crDtimes as groupCrDtimes',
      'group.updBy as groupUpdBy',
      'group.updDtimes as groupUpdDtimes',
    ])
    .where('policy.id', '=', id)
    .executeTakeFirst()
}

export type PolicyWithGroup = NonNullable<Awaited<ReturnType<typeof findPolicy>>>

/** A policy, held until the transaction ends, so that edit, publish and requests do not race. */
export async function lockPolicy(db: Database, id: string) {
  return db
    .selectFrom('pms.authPolicy as policy')
    .select(policyColumns)
    .where('policy.id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Active, not deleted policies of a name, in any group; the index on name is that of `uk_apol`. */
export async function findPoliciesNamed(db: Database, name: string, groupId?: string) {
  return db
    .selectFrom('pms.authPolicy as policy')
    .innerJoin('pms.policyGroup as group', 'group.id', 'policy.policyGroupId')
    .select(policyColumns)
    .select('group.isActive as groupIsActive')
    .where('policy.name', '=', name)
    .where(({ or, eb }) =>
      or([eb('policy.isDeleted', 'is', null), eb('policy.isDeleted', '=', false)]),
    )
    .$if(groupId !== undefined, (query) => query.where('policy.policyGroupId', '=', groupId ?? ''))
    .limit(2)
    .execute()
}

export interface NewPolicy {
  id: string | undefined
  policyGroupId: string
  name: string
  descr: string
  policyType: string
  version: string
  policyFileId: string
  validToDate: Date
  actor: string
  now: Date
}

/**
 * Stores a draft with its first history row.
 * @returns its id, or undefined when the given id is taken
 * @throws a unique violation of `uk_apol` when the name is taken in the group
 */
export async function insertPolicy(db: Database, policy: NewPolicy): Promise<string | undefined> {
  const { id: given, actor, now, ...columns } = policy
  const insert = async (id: string) => {
    const inserted = await db
      .insertInto('pms.authPolicy')
      .values({
        id,
        ...columns,
        validFromDate: now,
        isActive: false,
        isDeleted: false,
        crBy: actor,
        crDtimes: now,
      })
      .onConflict((conflict) => conflict.constraint('pk_apol').doNothing())
      .executeTakeFirst()
    return inserted.numInsertedOrUpdatedRows === 1n
  }
  const id = given === undefined ? await withFreshId(() => randomDigits(18), insert) : given
  if (given !== undefined && !(await insert(given))) return undefined
  await snapshotPolicy(db, id, now, actor)
  return id
}

/** Replaces the content of a draft. @throws a unique violation of `uk_apol` */
export async function updateDraft(
  db: Database,
  id: string,
  change: { name: string; descr: string; version: string; policyFileId: string },
  by: { actor: string; now: Date },
): Promise<void> {
  await db
    .updateTable('pms.authPolicy')
    .set({ ...change, updBy: by.actor, updDtimes: by.now })
    .where('id', '=', id)
    .execute()
  await snapshotPolicy(db, id, by.now, by.actor)
}

export async function markPublished(
  db: Database,
  id: string,
  change: { schema: string; actor: string; now: Date },
): Promise<void> {
  await db
    .updateTable('pms.authPolicy')
    .set({
      policySchema: change.schema,
      isActive: true,
      updBy: change.actor,
      updDtimes: change.now,
    })
    .where('id', '=', id)
    .execute()
  await snapshotPolicy(db, id, change.now, change.actor)
}

/** One history row per change, with the policy's own id (policy.md 3.4, database.md 2.6). */
async function snapshotPolicy(db: Database, id: string, now: Date, actor: string): Promise<void> {
  await sql`
    insert into pms.auth_policy_h (id, eff_dtimes, policy_group_id, name, descr, policy_file_id,
      policy_type, version, policy_schema, valid_from_date, valid_to_date, is_active, cr_by,
      cr_dtimes, upd_by, upd_dtimes, is_deleted)
    select id, greatest(${now}::timestamp,
        (select max(eff_dtimes) + interval '1 microsecond' from pms.auth_policy_h where id = ${id})),
      policy_group_id, name, descr, policy_file_id, policy_type, version, policy_schema,
      valid_from_date, valid_to_date, is_active, ${actor}, ${now}::timestamp, upd_by,
      ${now}::timestamp, false
    from pms.auth_policy where id = ${id}`.execute(db)
}

/** Whether the partner may use the policy: an approved request, or an active key from before. */
export async function mayUsePolicy(
  db: Database,
  partnerId: string,
  policyId: string,
): Promise<boolean> {
  const request = await db
    .selectFrom('pms.partnerPolicyRequest as request')
    .innerJoin('pms.partner as partner', 'partner.id', 'request.partId')
    .select('request.id')
    .where('request.partId', '=', partnerId)
    .where('request.policyId', '=', policyId)
    .where('request.statusCode', '=', 'approved')
    .where('partner.isActive', '=', true)
    .executeTakeFirst()
  if (request) return true
  const key = await db
    .selectFrom('pms.partnerPolicy')
    .select('policyId')
    .where('partId', '=', partnerId)
    .where('policyId', '=', policyId)
    .where('isActive', '=', true)
    .executeTakeFirst()
  return key !== undefined
}

export async function findActivePoliciesOfGroup(db: Database, groupId: string) {
  return db
    .selectFrom('pms.authPolicy')
    .select(['id', 'name', 'descr', 'policyType'])
    .where('policyGroupId', '=', groupId)
    .where('isActive', '=', true)
    .where(({ or, eb }) => or([eb('isDeleted', 'is', null), eb('isDeleted', '=', false)]))
    .orderBy('name')
    .execute()
}

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

const status = sql<Status>`case
  when policy.policy_schema is null then 'draft'
  when policy.is_active then 'activated'
  else 'deactivated' end`

/** One page of policies (policy.md 5.8), newest first unless sorted otherwise. */
export async function findPolicies(db: Database, filters: PolicyFilters, list: ListRequest) {
  let matching = db
    .selectFrom('pms.authPolicy as policy')
    .innerJoin('pms.policyGroup as group', 'group.id', 'policy.policyGroupId')
    .where(({ or, eb }) =>
      or([eb('policy.isDeleted', 'is', null), eb('policy.isDeleted', '=', false)]),
    )
  if (filters.status) matching = matching.where(status, '=', filters.status as Status)
  const found = whereContains(matching, textColumns, { ...filters })
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
    order,
  )
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
    policyGroupId: sql.ref('group.id'),
    status,
    createdDateTime: created,
  },
  created,
  key: sql.ref('policy.id'),
}
