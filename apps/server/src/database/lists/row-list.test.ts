import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transaction, type Database, type OpenDatabase } from '../database.ts'
import { createTestDatabase } from '../testing.ts'
import { catchUp } from './catch-up.ts'
import { pick, writeAtRandom, type Write } from './testing-storm.ts'
import { untruthsIn } from './testing.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const names = ['Ärzte', 'arzt', 'Zug', 'Éclair', 'école', 'Ж', 'ж', 'ب', 'MOSIP', 'card-print', '']

/** What programs do to the tables that lists are made of: one statement each. */
const statements: Write[] = [
  (
    random,
  ) => sql`insert into pms.policy_group (id, name, descr, user_id, is_active, cr_by, cr_dtimes)
    values (${`g${random(5)}`}, ${`${pick(random, names)} ${random(1000)}`}, 'd', 'u', true, 'x', now())
    on conflict do nothing`,
  (random) => sql`insert into pms.auth_policy (id, policy_group_id, name, descr, policy_file_id,
      policy_type, version, policy_schema, valid_from_date, valid_to_date, is_active, cr_by, cr_dtimes)
    select ${`p${random(8)}`}, (select min(id) from pms.policy_group where id > ${`g${random(5)}`}),
      ${pick(random, names)}, 'd', '{}', 'Auth', '1', 's', now(), now(), true, 'x', now()
    on conflict do nothing`,
  (random) => sql`insert into pms.partner (id, name, user_id, partner_type_code, approval_status,
      is_active, cr_by, cr_dtimes)
    values (${`a${random(8)}`}, ${pick(random, names)}, 'u',
      ${pick(random, ['Auth_Partner', 'Auth_Partner', 'MISP_Partner'])}, 'approved', true, 'x', now())
    on conflict do nothing`,
  (random) => sql`insert into pms.partner_policy (policy_api_key, part_id, policy_id,
      valid_from_datetime, is_active, cr_by, cr_dtimes, label)
    select ${`k${random(9)}-`} || n, partner.id, policy.id, now() + n * interval '1 second' +
      ${random(1e6)} * interval '1 minute', n % 3 > 0, 'x', now(), ${pick(random, names)} || n
    from pms.partner, pms.auth_policy policy, generate_series(1, ${1 + random(4)}) n
    where partner.id = ${`a${random(8)}`} and policy.id = ${`p${random(8)}`} on conflict do nothing`,
  (random) => sql`insert into pms.partner_policy_request (id, part_id, policy_id, request_datetimes,
      request_detail, status_code, cr_by, cr_dtimes)
    values (${`r${random(30)}`}, ${`a${random(8)}`}, ${`p${random(8)}`}, now(),
      ${pick(random, names)}, ${pick(random, ['InProgress', 'Approved', 'Activated', 'odd'])}, 'x', now())
    on conflict (id) do update set status_code = 'rejected', policy_id = excluded.policy_id`,
  (
    random,
  ) => sql`insert into pms.oidc_client (id, name, rp_id, policy_id, logo_uri, redirect_uris, claims,
      acr_values, public_key, grant_types, auth_methods, status, cr_by, cr_dtimes)
    select ${`c${random(9)}-`} || n, ${pick(random, names)}, ${`a${random(9)}`}, ${`p${random(9)}`}, 'l', 'r',
      'c', 'a', ${`key${random(1e9)}-`} || n, 'g', 'm', 'ACTIVE', 'x', now()
    from generate_series(1, ${1 + random(3)}) n on conflict do nothing`,
  (random) => sql`update pms.oidc_client set status = ${pick(random, ['ACTIVE', 'INACTIVE'])},
      name = ${pick(random, names)}, policy_id = ${`p${random(9)}`} where id like ${`c${random(9)}%`}`,
  (random) => sql`delete from pms.oidc_client where id like ${`c${random(9)}-1%`}`,
  (
    random,
  ) => sql`insert into pms.misp_license (misp_license_id, misp_id, license_key, license_key_name,
      policy_id, valid_from_date, valid_to_date, is_active, cr_by, cr_dtimes)
    select ${`l${random(9)}-`} || n, ${`a${random(9)}`}, ${`key${random(1e9)}-`} || n,
      ${pick(random, [...names, null])}, ${pick(random, ['p1', 'p4', 'p8', null])}, now(),
      ${pick(random, [new Date(0), null])}::timestamp, n > 1, 'x', now()
    from generate_series(1, ${1 + random(3)}) n on conflict do nothing`,
  (
    random,
  ) => sql`update pms.misp_license set is_active = not is_active, misp_id = ${`a${random(9)}`},
      is_deleted = ${pick(random, [true, false, null])} where misp_license_id like ${`l${random(9)}%`}`,
  (random) => sql`update pms.misp_license set policy_id = ${`p${random(9)}`},
      misp_license_id = misp_license_id || '.'
    where misp_license_id like ${`l${random(9)}-1%`} and length(misp_license_id) < 9`,
  (random) => sql`delete from pms.misp_license where misp_license_id like ${`l${random(9)}-2%`}`,
  (random) =>
    sql`update pms.partner set name = ${pick(random, names)} where id = ${`a${random(8)}`}`,
  (random) => sql`update pms.partner set partner_type_code =
      ${pick(random, ['Auth_Partner', 'MISP_Partner'])} where id >= ${`a${random(8)}`}`,
  (random) => sql`update pms.partner set certificate_alias = nullif(${pick(random, names)}, ''),
      approval_status = ${pick(random, ['approved', 'InProgress'])}, upd_by = 'x',
      policy_group_id = (select min(id) from pms.policy_group where id > ${`g${random(7)}`})
    where id = ${`a${random(8)}`}`,
  (random) => sql`update pms.partner set is_active = not is_active, is_deleted = not is_deleted
    where id = ${`a${random(8)}`}`,
  (random) =>
    sql`update pms.auth_policy set name = ${pick(random, names)} where id = ${`p${random(8)}`}`,
  (random) => sql`update pms.auth_policy set policy_group_id =
      (select min(id) from pms.policy_group where id > ${`g${random(6)}`}) where id = ${`p${random(8)}`}`,
  (random) => sql`update pms.policy_group set name = ${pick(random, names)} || random()
    where id = ${`g${random(5)}`}`,
  (random) => sql`update pms.partner_policy set is_active = not is_active, label = label || 'x'
    where policy_api_key like ${`k${random(9)}%`} and length(label) < 30`,
  (random) => sql`update pms.partner_policy set part_id = (select id from pms.partner
      where id = ${`a${random(8)}`}) where policy_api_key like ${`k${random(9)}%`}
      and exists (select from pms.partner where id = ${`a${random(8)}`})`,
  (random) => sql`update pms.partner_policy set policy_api_key = policy_api_key || '.'
    where policy_api_key like ${`k${random(9)}-1%`} and length(policy_api_key) < 9`,
  (random) => sql`update pms.partner_policy_request set status_code =
      ${pick(random, ['approved', 'rejected', 'InProgress'])} where id like ${`r${random(4)}%`}`,
  (random) => sql`delete from pms.partner_policy where policy_api_key like ${`k${random(9)}-2%`}`,
  (random) => sql`delete from pms.partner_policy_request where id = ${`r${random(30)}`}`,
  (random) => sql`insert into pms.ftp_chip_detail (id, foundational_trust_provider_id, make, model,
      approval_status, is_active, cr_by, cr_dtimes)
    values (${`c${random(9)}`}, ${`a${random(8)}`}, ${pick(random, names)}, ${`m${random(99)}`},
      'approved', true, 'x', now())
    on conflict (id) do update set is_active = not excluded.is_active, is_deleted = true`,
  (random) => sql`delete from pms.ftp_chip_detail where id = ${`c${random(9)}`}`,
  (random) =>
    sql`update pms.partner set user_id = ${`u${random(4)}`} where id >= ${`a${random(8)}`}`,
  (random) => sql`insert into pmp.person (issuer, sub, user_id, bound_how, bound_by, bound_at)
    values ('i', ${`s${random(4)}`}, ${`U${random(4)}`}, 'invited', 'x', now()) on conflict do nothing`,
  (random) =>
    sql`update pmp.person set user_id = ${`u${random(4)}`} where sub = ${`s${random(4)}`}`,
  (random) => sql`delete from pmp.person where sub = ${`s${random(4)}`}`,
  (random) => sql`update pms.auth_policy set is_active = not is_active, is_deleted = not is_deleted,
      policy_schema = nullif(policy_schema, 's') where id = ${`p${random(8)}`}`,
  (random) => sql`delete from pms.partner where id = ${`a${random(8)}`}`,
  (random) => sql`delete from pms.auth_policy where id = ${`p${random(8)}`}`,
]

/** Something of everything, so that the storm meets rows. */
async function plant(): Promise<void> {
  await sql`insert into pms.policy_group (id, name, descr, user_id, is_active, cr_by, cr_dtimes)
    select 'g' || n, 'Group ' || n, 'd', 'u', true, 'x', now() from generate_series(0, 4) n`.execute(
    database.db,
  )
  await sql`insert into pms.auth_policy (id, policy_group_id, name, descr, policy_file_id, policy_type,
      version, policy_schema, valid_from_date, valid_to_date, is_active, cr_by, cr_dtimes)
    select 'p' || n, 'g' || n / 2, 'Policy ' || n, 'd', '{}', 'Auth', '1', 's', now(), now(), true, 'x', now()
    from generate_series(0, 7) n`.execute(database.db)
  await sql`insert into pms.partner (id, name, user_id, partner_type_code, approval_status, is_active,
      cr_by, cr_dtimes)
    select 'a' || n, 'Partner ' || n, 'u', 'Auth_Partner', 'approved', true, 'x', now()
    from generate_series(0, 7) n`.execute(database.db)
  await sql`insert into pms.partner_policy (policy_api_key, part_id, policy_id, valid_from_datetime,
      is_active, cr_by, cr_dtimes, label)
    select 'k' || n || '-0', 'a' || n % 8, 'p' || n % 7, now(), true, 'x', now(), 'Label ' || n
    from generate_series(0, 40) n`.execute(database.db)
}

/** What a replica does beside the writers. */
async function catchUpWhile(writing: Promise<unknown>, replica: string): Promise<void> {
  const over = new AbortController()
  const end = () => over.abort()
  void writing.then(end, end)
  while (!over.signal.aborted) {
    await catchUp(database.lane(replica))
    await pause(5)
  }
}

const untruths = () => untruthsIn(database.db)

async function rowsOf(query: ReturnType<typeof sql>): Promise<unknown[]> {
  return (await query.execute(database.db)).rows
}

describe('rows and totals that are kept', () => {
  test('are those of the tables, whoever writes them, at once and in any order', async () => {
    await plant()
    expect(await untruths()).toEqual([])
    const writers = [1, 2, 3, 4].map((seed) =>
      writeAtRandom(database.lane(`program ${seed}`), statements, { seed, transactions: 60 }),
    )
    const keepers = [1, 2].map((replica) =>
      catchUpWhile(Promise.all(writers), `replica ${replica}`),
    )
    await Promise.all([...writers, ...keepers])
    await catchUp(database.db)
    expect(await rowsOf(sql`select * from pmp.list_change`)).toEqual([])
    expect(await untruths()).toEqual([])
    expect(await rowsOf(sql`select from pmp.api_key_row where is_listed`)).not.toEqual([])
    expect(await rowsOf(sql`select from pmp.policy_request_row where is_listed`)).not.toEqual([])
    expect(await rowsOf(sql`select from pmp.client_row where is_listed`)).not.toEqual([])
    expect(await rowsOf(sql`select from pmp.misp_licence_row where is_listed`)).not.toEqual([])
  })

  test('are gone with all that they were made of', async () => {
    await sql`truncate pms.partner_policy_request cascade`.execute(database.db)
    await sql`delete from pms.partner_policy`.execute(database.db)
    await sql`truncate pms.oidc_client, pms.misp_license`.execute(database.db)
    await sql`truncate pmp.person`.execute(database.db)
    expect(await untruths()).toEqual([])
  })
})

/** Until another connection waits for what this transaction holds. */
const untilSomebodyWaitsFor = async (trx: Database) =>
  expect
    .poll(async () => {
      const { rows } = await sql`select from pg_locks
        where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))`.execute(trx)
      return rows.length
    })
    .toBeGreaterThan(0)

describe('two changes at once', () => {
  // The embedded database has one connection, so nothing there happens at once.
  test.runIf(process.env['TEST_DATABASE_URL'])(
    'of one kind do not wait for each other at its total',
    async () => {
      await plant().catch(() => {})
      const change = (trx: Database, key: string) =>
        sql`update pms.partner_policy set is_active = not is_active where policy_api_key = ${key}`.execute(
          trx,
        )
      await transaction(database.lane('first'), async (first) => {
        await change(first, 'k1-0')
        await transaction(database.lane('second'), async (second) => {
          await sql`set local lock_timeout = '5s'`.execute(second)
          await change(second, 'k2-0')
          await change(second, 'k3-0')
        })
        await change(first, 'k4-0')
      })
      expect(await untruths()).toEqual([])
    },
  )

  test.runIf(process.env['TEST_DATABASE_URL'])(
    'of a name and of a new row that copies it leave no old name behind',
    async () => {
      let inserted: Promise<unknown> | undefined
      await transaction(database.lane('first'), async (first) => {
        await sql`update pms.partner set name = 'Renamed' where id = 'a1'`.execute(first)
        inserted = sql`insert into pms.partner_policy (policy_api_key, part_id, policy_id,
            valid_from_datetime, is_active, cr_by, cr_dtimes, label)
          values ('late', 'a1', 'p1', now() + interval '1 day', true, 'x', now(), 'late')`.execute(
          database.db,
        )
        await untilSomebodyWaitsFor(first)
      })
      await inserted
      expect(await untruths()).toEqual([])
    },
  )

  test.runIf(process.env['TEST_DATABASE_URL'])(
    'of a partner and of a person who owns it do not overlook each other',
    async () => {
      let bound: Promise<unknown> | undefined
      await transaction(database.lane('first'), async (first) => {
        await sql`insert into pms.partner (id, name, user_id, partner_type_code, approval_status,
            is_active, cr_by, cr_dtimes)
          values ('both', 'Both', 'Both', 'Auth_Partner', 'approved', true, 'x', now())`.execute(
          first,
        )
        bound = sql`insert into pmp.person (issuer, sub, user_id, bound_how, bound_by, bound_at)
          values ('i', 'both', 'both', 'invited', 'x', now())`.execute(database.db)
        await untilSomebodyWaitsFor(first)
      })
      await bound
      expect(await rowsOf(sql`select is_listed from pmp.unclaimed_row where id = 'both'`)).toEqual([
        { isListed: false },
      ])
      expect(await untruths()).toEqual([])
    },
  )
})
