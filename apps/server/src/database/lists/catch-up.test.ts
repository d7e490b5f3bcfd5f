import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findApiKeys } from '../../features/api-keys/list-queries.ts'
import { startListOrder } from '../../jobs/start-list-order.ts'
import { transaction, type Database, type OpenDatabase } from '../database.ts'
import { createTestDatabase } from '../testing.ts'
import { catchUp } from './catch-up.ts'

let database: OpenDatabase
let db: Database
beforeEach(async () => {
  database = await createTestDatabase()
  db = database.db
  await plant()
})
afterEach(() => database.close())

/** Two groups with a policy each, and a partner. */
async function plant(): Promise<void> {
  await sql`insert into pms.policy_group (id, name, descr, user_id, is_active, cr_by, cr_dtimes)
    select 'g' || n, 'Group ' || n, 'd', 'u', true, 'x', now() from generate_series(1, 2) n`.execute(
    db,
  )
  await sql`insert into pms.auth_policy (id, policy_group_id, name, descr, policy_file_id, policy_type,
      version, policy_schema, valid_from_date, valid_to_date, is_active, cr_by, cr_dtimes)
    select 'p' || n, 'g' || n, 'Policy ' || n, 'd', '{}', 'Auth', '1', 's', now(), now(), true, 'x', now()
    from generate_series(1, 2) n`.execute(db)
  await sql`insert into pms.partner (id, name, user_id, partner_type_code, approval_status, is_active,
      cr_by, cr_dtimes)
    values ('a', 'Partner', 'u', 'Auth_Partner', 'approved', true, 'x', now())`.execute(db)
}

/** Keys for the policy of a group. */
async function plantKeys(group: 1 | 2, count: number, first = 1): Promise<void> {
  await sql`insert into pms.partner_policy (policy_api_key, part_id, policy_id, valid_from_datetime,
      is_active, cr_by, cr_dtimes, label)
    select ${`k${group}-`} || n, 'a', ${`p${group}`}, now() + n * interval '1 second', true, 'x', now(),
      ${`label ${group}-`} || n
    from generate_series(${first}::integer, ${first + count - 1}::integer) n`.execute(db)
}

async function rename(table: 'policy_group' | 'auth_policy' | 'partner', id: string, name: string) {
  await sql`update ${sql.table(`pms.${table}`)} set name = ${name} where id = ${id}`.execute(db)
}

/** The same as a database would hold it where hundreds of thousands of rows are many. */
async function renameAmongMany(...renamed: Parameters<typeof rename>): Promise<void> {
  const [table, id, name] = renamed
  await transaction(db, async (trx) => {
    await sql`set local pmp.rows_at_once = 5`.execute(trx)
    await sql`update ${sql.table(`pms.${table}`)} set name = ${name} where id = ${id}`.execute(trx)
  })
}

async function keys(filters: Parameters<typeof findApiKeys>[1]['filters'], pageSize = 100) {
  const sort = { field: 'policyGroupName', direction: 'asc' } as const
  const wanted = { filters, searched: [], partnerIds: 'all' } as const
  return findApiKeys(db, wanted, { sort, page: { pageNo: 0, pageSize } })
}

const groupsOf = ({ data }: Awaited<ReturnType<typeof keys>>) =>
  data.map(({ policyGroupName }) => policyGroupName)

async function rowsOf(query: ReturnType<typeof sql>): Promise<unknown[]> {
  return (await query.execute(db)).rows
}

const waiting = () => rowsOf(sql`select rows_name, value from pmp.list_change order by id`)

/** Rows whose place is not that of the name which is there now. */
const misplaced = () =>
  rowsOf(sql`select row.policy_api_key from pmp.api_key_row row
    join pms.partner on partner.id = row.part_id
    join pms.auth_policy policy on policy.id = row.policy_id
    join pms.policy_group "group" on "group".id = row.policy_group_id
    where (org_order, policy_order, group_order) is distinct from
      (pmp.sort_key(partner.name), pmp.sort_key(policy.name), pmp.sort_key("group".name))`)

describe('a new name of what many rows are ordered by', () => {
  beforeEach(async () => {
    await plantKeys(1, 10)
    await plantKeys(2, 3)
  })

  test('is shown, found and counted at once, and ordered by soon', async () => {
    await renameAmongMany('policy_group', 'g1', 'Zebra')
    expect((await keys({ policyGroupName: 'zebra' })).totalResults).toBe(10)
    expect((await keys({ policyGroupName: 'group 1' })).totalResults).toBe(0)
    expect(groupsOf(await keys({}))[0]).toBe('Zebra')
    await catchUp(db)
    const ordered = await keys({})
    expect(groupsOf(ordered)).toEqual([
      ...Array<string>(3).fill('Group 2'),
      ...Array<string>(10).fill('Zebra'),
    ])
    expect(await waiting()).toEqual([])
  })

  test('is ordered by at once where few rows are concerned', async () => {
    await renameAmongMany('policy_group', 'g2', 'A group')
    expect(groupsOf(await keys({})).slice(0, 4)).toEqual([
      ...Array<string>(3).fill('A group'),
      'Group 1',
    ])
    expect(await waiting()).toEqual([])
  })

  test.each([
    ['policy_group', 'g1'],
    ['auth_policy', 'p1'],
    ['partner', 'a'],
  ] as const)('is brought to every row: %s', async (table, id) => {
    await renameAmongMany(table, id, 'Ärzte')
    expect(await misplaced()).not.toEqual([])
    await catchUp(db)
    expect(await misplaced()).toEqual([])
    expect(await waiting()).toEqual([])
  })

  test('is the last of several, wherever the one before came to an end', async () => {
    await plantKeys(1, 1200, 11)
    await renameAmongMany('policy_group', 'g1', 'First')
    let asked = 0
    await catchUp(db, () => (asked += 1) > 1)
    expect(await waiting()).not.toEqual([])
    await renameAmongMany('policy_group', 'g1', 'Second')
    await renameAmongMany('policy_group', 'g1', 'Third')
    await catchUp(db)
    expect(await misplaced()).toEqual([])
    expect(await waiting()).toEqual([])
  })

  test('does not outlast a move to another group', async () => {
    await renameAmongMany('policy_group', 'g1', 'First')
    await sql`update pms.auth_policy set policy_group_id = 'g2' where id = 'p1'`.execute(db)
    expect(await misplaced()).toEqual([])
    await catchUp(db)
    expect(await misplaced()).toEqual([])
    expect(await waiting()).toEqual([])
  })

  test('is given up with its transaction', async () => {
    await transaction(db, async (trx) => {
      await sql`set local pmp.rows_at_once = 5`.execute(trx)
      await sql`update pms.policy_group set name = 'Never' where id = 'g1'`.execute(trx)
      throw new Error('rolled back')
    }).catch(() => {})
    expect(await waiting()).toEqual([])
    expect(await misplaced()).toEqual([])
  })

  test('leaves membership and kinds to the statement that changes them', async () => {
    await transaction(db, async (trx) => {
      await sql`set local pmp.rows_at_once = 5`.execute(trx)
      await sql`update pms.partner set name = 'Other', partner_type_code = 'MISP_Partner'
        where id = 'a'`.execute(trx)
    })
    expect((await keys({})).totalResults).toBe(0)
    expect(await misplaced()).toEqual([])
  })

  test('is brought by a process that runs', async () => {
    const running = startListOrder({ database, log: pino({ level: 'silent' }), pollMs: 20 })
    try {
      await renameAmongMany('policy_group', 'g1', 'Zebra')
      while ((await waiting()).length > 0) await pause(20)
      expect(await misplaced()).toEqual([])
    } finally {
      await running.close()
    }
  })

  // The embedded database has one connection, so nothing there is held by anybody else.
  test.runIf(process.env['TEST_DATABASE_URL'])(
    'waits for nobody who holds a row, and comes to that one later',
    async () => {
      await renameAmongMany('policy_group', 'g1', 'Zebra')
      await transaction(database.lane('somebody'), async (trx) => {
        await sql`update pms.partner_policy set is_active = false where policy_api_key = 'k1-4'`.execute(
          trx,
        )
        await catchUp(db)
        expect(await misplaced()).toEqual([{ policyApiKey: 'k1-4' }])
        expect(await waiting()).not.toEqual([])
      })
      await catchUp(db)
      expect(await misplaced()).toEqual([])
      expect(await waiting()).toEqual([])
    },
  )
})

test('a name that twenty thousand rows are ordered by changes without any of them', async () => {
  await plantKeys(1, 20_000)
  const versions = () =>
    rowsOf(sql`select md5(string_agg(policy_api_key || xmin::text || ctid::text, ',' order by policy_api_key))
      as version from pmp.api_key_row`)
  const before = await versions()
  await rename('policy_group', 'g1', 'Renamed')
  expect(await versions()).toEqual(before)
  expect(await waiting()).toEqual([{ rowsName: 'pmp.api_key_row', value: 'g1' }])
  expect((await keys({ policyGroupName: 'renamed' }, 1)).totalResults).toBe(20_000)
  expect((await keys({ policyGroupName: 'group 1' }, 1)).totalResults).toBe(0)
  await catchUp(db)
  expect(await misplaced()).toEqual([])
  expect(await waiting()).toEqual([])
})
