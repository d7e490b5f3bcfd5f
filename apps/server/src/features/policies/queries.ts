import { sql, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { randomDigits, withFreshId } from '../../database/ids.ts'
import { everyRow } from '../../database/every-row.ts'

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

function withGroup(db: Database) {
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
}

/** A policy with its group. */
export async function findPolicy(db: Database, id: string) {
  return withGroup(db).where('policy.id', '=', id).executeTakeFirst()
}

/**
 * Keeps a policy as it is until the transaction ends, for whoever is about to give something under it:
 * after the partner, before what hangs on both. Others may do so at the same time.
 */
export async function holdPolicy(db: Database, id: string): Promise<void> {
  await sql`select from pms.auth_policy where id = ${id} for share`.execute(db)
}

export type PolicyWithGroup = NonNullable<Awaited<ReturnType<typeof findPolicy>>>
export type StoredPolicy = NonNullable<Awaited<ReturnType<typeof lockPolicy>>>

/** A policy, held until the transaction ends, so that edit, publish and requests do not race. */
export async function lockPolicy(db: Database, id: string) {
  return db
    .selectFrom('pms.authPolicy as policy')
    .select(policyColumns)
    .where('policy.id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** Whether a policy of the group, in any state, has the name, by `pmp.name_key`. */
export async function isPolicyNameTaken(
  db: Database,
  { groupId, name, exceptId = '' }: { groupId: string; name: string; exceptId?: string },
): Promise<boolean> {
  const taken = await db
    .selectFrom('pms.authPolicy')
    .select('id')
    .where('policyGroupId', '=', groupId)
    .where(sql`pmp.name_key(name)`, '=', sql`pmp.name_key(${name})`)
    .where('id', '!=', exceptId)
    .executeTakeFirst()
  return taken !== undefined
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

/** Whether a policy of that name is active, in any group. */
export async function isNameOfActivePolicy(db: Database, name: string): Promise<boolean> {
  const policy = await db
    .selectFrom('pms.authPolicy')
    .select('id')
    .where('name', '=', name)
    .where('isActive', '=', true)
    .where(sql<SqlBool>`is_deleted is not true`)
    .limit(1)
    .executeTakeFirst()
  return policy !== undefined
}

interface NewPolicy {
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
  await snapshotPolicy(db, id, { now, actor })
  return id
}

interface PolicyContent {
  name: string
  descr: string
  version: string
  policyFileId: string
}

/**
 * Replaces what a policy says, with its history row; its state stays.
 * @throws a unique violation of `uk_apol`
 */
export async function replaceContent(
  db: Database,
  { id, ...change }: PolicyContent & { id: string },
  by: { actor: string; now: Date },
): Promise<void> {
  await db
    .updateTable('pms.authPolicy')
    .set({ ...change, updBy: by.actor, updDtimes: by.now })
    .where('id', '=', id)
    .execute()
  await snapshotPolicy(db, id, by)
}

/** Ends a published policy for good; its content stays readable. */
export async function markDeactivated(
  db: Database,
  id: string,
  { actor, now }: { actor: string; now: Date },
): Promise<void> {
  await db
    .updateTable('pms.authPolicy')
    .set({ isActive: false, updBy: actor, updDtimes: now })
    .where('id', '=', id)
    .execute()
  await snapshotPolicy(db, id, { now, actor })
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
  await snapshotPolicy(db, id, change)
}

/** One history row per change, with the policy's own id (policy.md 3.4, database.md 2.6). */
export async function snapshotPolicy(
  db: Database,
  id: string,
  { now, actor }: { now: Date; actor: string },
): Promise<void> {
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

/** The policies of a group, or of every group, by id; read page by page, so none is missing. */
export async function findPoliciesOfGroups(db: Database, groupId?: string) {
  return everyRow((after, limit) =>
    db
      .selectFrom('pms.authPolicy as policy')
      .select(policyColumns)
      .$if(groupId !== undefined, (query) =>
        query.where('policy.policyGroupId', '=', groupId ?? ''),
      )
      .where('policy.id', '>', after)
      .orderBy('policy.id')
      .limit(limit)
      .execute(),
  )
}

/** Every policy with its group, by id. */
export async function findAllPolicies(db: Database) {
  return everyRow((after, limit) =>
    withGroup(db).where('policy.id', '>', after).orderBy('policy.id').limit(limit).execute(),
  )
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

/** The draft of the next version of a published policy. */
export async function findNextVersion(db: Database, policyId: string) {
  return db
    .selectFrom('pmp.policyNextVersion')
    .selectAll()
    .where('policyId', '=', policyId)
    .executeTakeFirst()
}

export type StoredNextVersion = NonNullable<Awaited<ReturnType<typeof findNextVersion>>>

/** The draft of a next version, held until the transaction ends. */
export async function lockNextVersion(db: Database, policyId: string) {
  return db
    .selectFrom('pmp.policyNextVersion')
    .selectAll()
    .where('policyId', '=', policyId)
    .forUpdate()
    .executeTakeFirst()
}

/** A number that no save of any next version had before. */
export async function nextRevision(db: Database): Promise<number> {
  const { rows } = await sql<{ revision: number }>`
    select nextval('pmp.policy_revision')::integer as revision`.execute(db)
  return rows[0]?.revision ?? 0
}

export async function upsertNextVersion(db: Database, draft: StoredNextVersion): Promise<void> {
  await db
    .insertInto('pmp.policyNextVersion')
    .values(draft)
    .onConflict((conflict) => conflict.column('policyId').doUpdateSet(draft))
    .execute()
}

export async function deleteNextVersion(db: Database, policyId: string): Promise<void> {
  await db.deleteFrom('pmp.policyNextVersion').where('policyId', '=', policyId).execute()
}
