import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { transaction, type Database, type OpenDatabase } from '../database.ts'
import { DatabaseFault } from '../fault.ts'
import { createTestDatabase } from '../testing.ts'
import { catchUp } from './catch-up.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

/** Numbers that look random and are the same in every run. */
function chance(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
type Chance = ReturnType<typeof chance>

function pick<T>(random: Chance, choices: readonly T[]): T {
  const [chosen] = choices.slice(random(choices.length))
  if (chosen === undefined) throw new Error('There is nothing to choose from')
  return chosen
}

const names = ['Ärzte', 'arzt', 'Zug', 'Éclair', 'école', 'Ж', 'ж', 'ب', 'MOSIP', 'card-print', '']

/** What programs do to the tables that lists are made of: one statement each. */
const statements: ((random: Chance) => ReturnType<typeof sql>)[] = [
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

const rolledBack = new Error('rolled back')

/** Keys and foreign keys that hold, and of two that wait for each other the one that gives way. */
const isRefusal = (error: unknown) =>
  error === rolledBack ||
  (error instanceof DatabaseFault && error.reason === 'lock') ||
  (error instanceof Error && ['23502', '23503', '23505'].includes(Reflect.get(error, 'code')))

/** How many rows a statement of a transaction brings into a new order by itself. */
async function atMostAtOnce(trx: Database, rows: number): Promise<void> {
  await sql`select set_config('pmp.rows_at_once', ${rows}::text, true)`.execute(trx)
}

async function writeAtRandom(db: Database, seed: number, transactions: number): Promise<void> {
  const random = chance(seed)
  for (let count = 0; count < transactions; count += 1) {
    await transaction(db, async (trx) => {
      await atMostAtOnce(trx, pick(random, [0, 3, 1000]))
      for (let left = random(3); left >= 0; left -= 1) {
        await pick(random, statements)(random).execute(trx)
      }
      if (random(5) === 0) throw rolledBack
    }).catch((error: unknown) => {
      if (!isRefusal(error)) throw error
    })
  }
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

/** Each list as a plain join of its tables. */
const plain = {
  'pmp.partner_row': sql`select partner.id, pmp.sort_key(partner.id), partner.name,
      pmp.sort_key(partner.name), partner.user_id, partner_type_code, approval_status, partner.is_active,
      certificate_alias is not null, certificate_alias, policy_group_id, pmp.sort_key(policy_group_id),
      pmp.sort_key("group".name), lang_code, partner.cr_by, partner.cr_dtimes,
      partner.upd_by, partner.upd_dtimes, partner.is_deleted, partner.del_dtimes,
      coalesce(not partner.is_deleted, true)
    from pms.partner left join pms.policy_group "group" on "group".id = policy_group_id`,
  'pmp.unclaimed_row': sql`select id, pmp.sort_key(id), name, pmp.sort_key(name),
      pmp.user_id_key(user_id), owned.is_owned, is_active, cr_dtimes, is_deleted,
      is_deleted is not true and not owned.is_owned
    from pms.partner cross join lateral (select exists (select from pmp.person
      where pmp.user_id_key(person.user_id) = pmp.user_id_key(partner.user_id)) as is_owned) owned`,
  'pmp.policy_row': sql`select policy.id, pmp.sort_key(policy.id), policy.name,
      pmp.sort_key(policy.name), policy.descr, pmp.sort_key(policy.descr), policy_type,
      case when policy_schema is null then 'draft' when policy.is_active then 'activated'
        else 'deactivated' end, policy_group_id, pmp.sort_key(policy_group_id), "group".id = policy_group_id,
      pmp.sort_key("group".name), policy.cr_dtimes, policy.is_deleted,
      policy.is_deleted is not true and "group".id is not null
    from pms.auth_policy policy left join pms.policy_group "group" on "group".id = policy_group_id`,
  'pmp.policy_group_row': sql`select id, pmp.sort_key(id), name, pmp.sort_key(name), descr,
      pmp.sort_key(descr), is_active, cr_dtimes, is_deleted, is_deleted is not true
    from pms.policy_group`,
  'pmp.searched_policy_row': sql`select id, name, descr, policy_type, policy_group_id, version,
      left(policy_schema, 512), is_active, valid_from_date, valid_to_date, cr_by, cr_dtimes, upd_by,
      upd_dtimes, is_deleted, del_dtimes, is_deleted is not true and policy_group_id is not null
    from pms.auth_policy`,
  'pmp.searched_group_row': sql`select id, name, descr, user_id, is_active, cr_by, cr_dtimes, upd_by,
      upd_dtimes, is_deleted, del_dtimes, is_deleted is not true from pms.policy_group`,
  'pmp.ftm_chip_row': sql`select id, pmp.sort_key(id), foundational_trust_provider_id,
      pmp.sort_key(foundational_trust_provider_id), partner_org_name, pmp.sort_key(partner_org_name),
      make, pmp.sort_key(make), model, pmp.sort_key(model), approval_status, is_active, cr_dtimes,
      is_deleted, is_deleted is not true from pms.ftp_chip_detail`,
  'pmp.api_key_row': sql`select key.policy_api_key, key.part_id, pmp.sort_key(key.part_id),
      partner.partner_type_code, pmp.sort_key(partner.name), key.policy_id,
      pmp.sort_key(policy.name), policy.policy_group_id, pmp.sort_key("group".name),
      key.label, pmp.sort_key(key.label), case when key.is_active then 'activated' else 'deactivated' end,
      key.cr_dtimes, key.valid_to_datetime, partner.id is not null and "group".id is not null
    from pms.partner_policy key left join pms.partner on partner.id = key.part_id
    left join pms.auth_policy policy on policy.id = key.policy_id
    left join pms.policy_group "group" on "group".id = policy.policy_group_id`,
  'pmp.client_row': sql`select client.id, pmp.sort_key(client.id), client.rp_id,
      pmp.sort_key(client.rp_id), pmp.sort_key(partner.name), client.policy_id,
      pmp.sort_key(policy.name), policy.policy_group_id, pmp.sort_key("group".name),
      client.name, pmp.sort_key(client.name), client.status, client.cr_dtimes, true
    from pms.oidc_client client left join pms.partner on partner.id = client.rp_id
    left join pms.auth_policy policy on policy.id = client.policy_id
    left join pms.policy_group "group" on "group".id = policy.policy_group_id`,
  'pmp.misp_licence_row': sql`select misp_license_id, misp_id, pmp.sort_key(misp_id),
      pmp.sort_key(partner.name), partner.policy_group_id, pmp.sort_key("group".name),
      licence.policy_id, pmp.sort_key(policy.name), license_key_name,
      pmp.sort_key(license_key_name), licence.is_active, licence.cr_dtimes, licence.valid_to_date,
      licence.is_deleted is not true
    from pms.misp_license licence left join pms.partner on partner.id = misp_id
    left join pms.policy_group "group" on "group".id = partner.policy_group_id
    left join pms.auth_policy policy on policy.id = licence.policy_id`,
  'pmp.policy_request_row': sql`select request.id, request.part_id, pmp.sort_key(request.part_id),
      partner.partner_type_code, pmp.sort_key(partner.partner_type_code),
      pmp.sort_key(partner.name), request.policy_id, pmp.sort_key(request.policy_id),
      pmp.sort_key(policy.name), policy.policy_group_id, pmp.sort_key("group".name),
      request.request_detail, pmp.sort_key(request.request_detail),
      case when request.status_code in ('Approved', 'Activated') then 'approved'
        else request.status_code end, request.cr_dtimes, partner.id is not null and "group".id is not null
    from pms.partner_policy_request request left join pms.partner on partner.id = request.part_id
    left join pms.auth_policy policy on policy.id = request.policy_id
    left join pms.policy_group "group" on "group".id = policy.policy_group_id`,
}

const kinds: Record<string, string[]> = {
  'pmp.api_key_row': ['status', 'partner_type'],
  'pmp.policy_row': ['policy_type', 'status', 'policy_group_id'],
  'pmp.policy_group_row': ['is_active'],
  'pmp.misp_licence_row': ['is_active'],
  'pmp.unclaimed_row': ['is_active'],
  'pmp.searched_policy_row': ['policy_type', 'is_active'],
  'pmp.searched_group_row': ['is_active'],
  'pmp.ftm_chip_row': ['approval_status', 'is_active'],
  'pmp.partner_row': ['partner_type', 'approval_status', 'is_active', 'has_certificate'],
}

const totals: Record<string, string> = { 'pmp.policy_row': 'pmp.policy_kind_count' }

async function rowsOf(query: ReturnType<typeof sql>): Promise<unknown[]> {
  return (await query.execute(database.db)).rows
}

/** Rows and totals that are kept but not there, or there but not kept. */
async function untruths(): Promise<unknown[]> {
  const found: unknown[] = []
  for (const [table, joined] of Object.entries(plain)) {
    const kept = sql`select * from ${sql.table(table)}`
    found.push(...(await rowsOf(sql`(${joined}) except (${kept})`)))
    found.push(...(await rowsOf(sql`(${kept}) except (${joined})`)))
    const counts = sql.table(totals[table] ?? table.replace('_row', '_count'))
    const kind = sql.join((kinds[table] ?? ['status']).map((name) => sql.ref(name)))
    const counted = sql`select ${kind}, count(*) as total from ${sql.table(table)}
      where is_listed group by ${kind}`
    const total = sql`select ${kind}, sum(total)::int8 as total from ${counts}
      group by ${kind} having sum(total) <> 0`
    found.push(...(await rowsOf(sql`(${counted}) except (${total})`)))
    found.push(...(await rowsOf(sql`(${total}) except (${counted})`)))
  }
  return found
}

describe('rows and totals that are kept', () => {
  test('are those of the tables, whoever writes them, at once and in any order', async () => {
    await plant()
    expect(await untruths()).toEqual([])
    const writers = [1, 2, 3, 4].map((seed) =>
      writeAtRandom(database.lane(`program ${seed}`), seed, 60),
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
