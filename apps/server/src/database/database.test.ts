import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isUniqueViolation, openDatabase, transaction, type OpenDatabase } from './database.ts'
import { syncs } from './embedded.ts'
import { randomApiKey, randomDigits, withFreshId } from './ids.ts'
import { migrate, readMigrations } from './migrate.ts'
import { createTestDatabase } from './testing.ts'

interface CatalogueTable {
  name: string
  columns: { name: string; type: string; nullable: boolean; default: string | null }[]
  constraints: { name: string; definition: string }[]
  indexes: { name: string; definition: string }[]
}

const catalogue = JSON.parse(
  readFileSync(fileURLToPath(new URL('./fixtures/catalogue-1.3.x.json', import.meta.url)), 'utf8'),
) as { sequences: string[]; tables: CatalogueTable[] }

let database: OpenDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

async function names(query: ReturnType<typeof sql<{ name: string }>>): Promise<string[]> {
  const { rows } = await query.execute(database.db)
  return rows.map(({ name }) => name)
}

describe('the schema pms', () => {
  test.each(catalogue.tables)('has the table $name as upstream made it', async (table) => {
    const { rows } = await sql<CatalogueTable['columns'][number]>`
      select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
        not a.attnotnull as nullable, pg_get_expr(d.adbin, d.adrelid) as default
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = ${`pms.${table.name}`}::regclass and a.attnum > 0 and not a.attisdropped
      order by a.attnum`.execute(database.db)
    const expected = table.columns.map(({ name, type, nullable, default: usual }) => ({
      name,
      type,
      nullable,
      default: usual,
    }))
    expect(rows.slice(0, expected.length)).toEqual(expected)
    const constraints = await sql<{ name: string; definition: string }>`
      select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = ${`pms.${table.name}`}::regclass and contype <> 'n'`.execute(database.db)
    for (const { name, definition } of table.constraints) {
      const found = constraints.rows.find((row) => row.name === name)?.definition
      expect(found?.replaceAll('pms.', '')).toBe(definition)
    }
    const indexes = await names(sql`select indexname as name from pg_indexes
      where schemaname = 'pms' and tablename = ${table.name}`)
    expect(indexes).toEqual(expect.arrayContaining(table.indexes.map(({ name }) => name)))
  })

  test('has the sequences of upstream', async () => {
    const found = await names(
      sql`select sequencename as name from pg_sequences where schemaname = 'pms'`,
    )
    expect(found.toSorted()).toEqual(catalogue.sequences.toSorted())
  })

  test('holds the reference data', async () => {
    const { rows } = await sql`select
      (select count(*) from pms.partner_type) as types, (select count(*) from pms.policy_group) as groups,
      (select count(*) from pms.auth_policy) as policies, (select count(*) from pms.partner) as partners,
      (select count(*) from pms.partner_policy) as keys,
      (select count(*) from pms.partner_policy_request) as requests,
      (select count(*) from pms.partner_policy_bioextract) as extractors,
      (select count(*) from pms.partner_policy_credential_type) as "credentialTypes",
      (select count(*) from pms.reg_device_sub_type) as "subTypes"`.execute(database.db)
    expect(rows).toEqual([
      {
        types: 13,
        groups: 9,
        policies: 13,
        partners: 9,
        keys: 13,
        requests: 13,
        extractors: 21,
        credentialTypes: 8,
        subTypes: 6,
      },
    ])
  })

  test('takes what upstream inserts, without our columns', async () => {
    const insert = sql`insert into pms.misp_license
      (misp_id, license_key, valid_from_date, is_active, cr_by, cr_dtimes, is_deleted)
      values ('m', 'k', now(), true, 'x', now(), false) returning misp_license_id`.execute(
      database.db,
    )
    await expect(insert).resolves.toMatchObject({ rows: [{ mispLicenseId: expect.any(String) }] })
    await sql`delete from pms.misp_license where misp_id = 'm'`.execute(database.db)
  })
})

describe('migrating', () => {
  test('a second time does nothing', async () => {
    expect(await migrate(database)).toEqual([])
  })

  test('refuses a migration that was edited after it ran', async () => {
    const [first] = readMigrations()
    const rewrite = (hash: string) =>
      sql`update pmp.schema_migration set sha256 = ${hash} where name = ${first?.name}`.execute(
        database.db,
      )
    await rewrite('0'.repeat(64))
    await expect(migrate(database)).rejects.toThrow('0001_pms_schema.sql was changed')
    await rewrite(first?.sha256 ?? '')
  })

  test("adds ours to a database of upstream and leaves upstream's data alone", async () => {
    const upstream = await createTestDatabase()
    await sql`drop schema pmp cascade`.execute(upstream.db)
    await sql`drop schema keymgr cascade`.execute(upstream.db)
    await sql`delete from pms.partner_policy`.execute(upstream.db)
    expect(await migrate(upstream)).toHaveLength(readMigrations().length)
    const { rows } = await sql`select count(*) as keys from pms.partner_policy`.execute(upstream.db)
    expect(rows).toEqual([{ keys: 0 }])
    await upstream.close()
  })

  test('a new database judges certificates strictly, one that holds some goes on as it did', async () => {
    const rules = async () => names(sql`select rules as name from pmp.certificate_path_rules`)
    expect(await rules()).toEqual(['strict'])
    const older = await createTestDatabase()
    await sql`drop table pmp.certificate_path_rules`.execute(older.db)
    await sql`delete from pmp.schema_migration where name like '%path_rules.sql'`.execute(older.db)
    await sql`insert into keymgr.ca_cert_store (cert_id, cert_subject, cert_issuer, issuer_id)
      values ('a', 'CN=a', 'CN=a', 'a')`.execute(older.db)
    await migrate(older)
    const { rows } = await sql`select rules from pmp.certificate_path_rules`.execute(older.db)
    expect(rows).toEqual([{ rules: 'upstream' }])
    await older.close()
  })

  test('a licence key exists once from now on, but where a copy holds one twice', async () => {
    const twice = (mispId: string) => sql`insert into pms.misp_license (misp_id, license_key,
      valid_from_date, is_active, cr_by, cr_dtimes) values (${mispId}, 'k', now(), true, 'copy', now())`
    const older = await createTestDatabase()
    await sql`drop index pms.pmp_licence_key`.execute(older.db)
    await sql`delete from pmp.schema_migration where name like '%misp_licences.sql'`.execute(
      older.db,
    )
    for (const mispId of ['a', 'b']) await twice(mispId).execute(older.db)
    expect(await migrate(older)).toEqual(['0035_misp_licences.sql'])
    await twice('c').execute(older.db)
    await older.close()

    const broken = transaction(database.db, async (db) => {
      for (const mispId of ['a', 'b']) await twice(mispId).execute(db)
    })
    const error: unknown = await broken.catch((reason: unknown) => reason)
    expect(isUniqueViolation(error, 'pmp_licence_key')).toBe(true)
  })

  // The embedded database has no other sessions.
  test.runIf(process.env['TEST_DATABASE_URL'])(
    'waits for another process that does, and gives up over a table that somebody holds',
    async () => {
      const older = await createTestDatabase()
      const other = await older.pool.connect()
      await other.query('select pg_advisory_lock(7120309)')
      await new Promise<void>((resolve, reject) => {
        const log = () => void other.query('select pg_advisory_unlock(7120309)').then(() => {})
        migrate(older, { log }).then(() => resolve(), reject)
      })

      await other.query(`delete from pmp.schema_migration where name = '0004_indexes.sql'`)
      await other.query('begin; lock table pms.partner in access exclusive mode')
      await expect(migrate(older, { lockSeconds: 1 })).rejects.toThrow(
        'The migration 0004_indexes.sql was given up, because another session holds a lock',
      )
      await other.query('commit')
      other.release()
      expect(await migrate(older)).toEqual(['0004_indexes.sql'])
      await older.close()
    },
  )

  test('refuses a layout that lacks columns, and names them', async () => {
    const old = await createTestDatabase()
    await sql`drop schema pmp cascade`.execute(old.db)
    await sql`alter table pms.partner_policy drop column label`.execute(old.db)
    await expect(migrate(old)).rejects.toThrow('partner_policy.label')
    await old.close()
  })
})

describe('values', () => {
  test('of a row that is refused are not told, because logs keep errors', async () => {
    const apiKey = randomApiKey()
    const error: unknown = await sql`insert into pms.partner_policy (policy_api_key)
      values (${apiKey})`
      .execute(database.db)
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: '23502', table: 'partner_policy', column: 'part_id' })
    expect(inspect(error)).not.toContain(apiKey)
  })

  test('instants are UTC, whatever the zone of the process', async () => {
    const instant = new Date('2026-07-01T12:00:00.123Z')
    const zone = process.env['TZ']
    process.env['TZ'] = 'Asia/Kolkata'
    const { rows } = await sql<{ instant: Date; text: string }>`
      select ${instant}::timestamp as instant, (${instant}::timestamp)::text as text`.execute(
      database.db,
    )
    process.env['TZ'] = zone
    expect(rows).toEqual([{ instant, text: '2026-07-01 12:00:00.123' }])
  })

  test('counts are numbers, JSON keeps its keys', async () => {
    const { rows } = await sql`select count(*) as total, '{"a_b":{"c_d":1}}'::jsonb as json
      from pms.partner_type`.execute(database.db)
    expect(rows).toEqual([{ total: 13, json: { a_b: { c_d: 1 } } }])
  })
})

describe('connections', () => {
  test('that end leave nothing behind that the next one stumbles over', async () => {
    const read = (limit: number) =>
      database.pool.query('select code from pms.partner_type limit $1', [limit])
    const client = await database.pool.connect()
    await client.query('select descr from pms.policy_group limit $1', [1])
    client.release(true)
    expect((await read(2)).rows).toHaveLength(2)
    expect((await read(3)).rows).toHaveLength(3)
  })
})

describe('transactions', () => {
  test('roll back when their work throws, and tell which key was broken', async () => {
    const insertTwice = transaction(database.db, async (db) => {
      const insert = () =>
        sql`insert into pms.policy_group
        (id, name, descr, user_id, is_active, cr_by, cr_dtimes)
        values ('twice', 'twice', 'x', 'x', true, 'x', now())`.execute(db)
      await insert()
      await insert()
    })
    const error: unknown = await insertTwice.catch((thrown: unknown) => thrown)
    expect([
      isUniqueViolation(error),
      isUniqueViolation(error, 'pk_polg'),
      isUniqueViolation(error, 'other'),
    ]).toEqual([true, true, false])
    const { rows } = await sql`select 1 from pms.policy_group where id = 'twice'`.execute(
      database.db,
    )
    expect(rows).toEqual([])
  })
})

describe('ids', () => {
  test('are tried again until one is free', async () => {
    const offered = ['taken', 'taken', 'free']
    const id = await withFreshId(
      () => offered.shift() ?? '',
      async (next) => next === 'free',
    )
    expect(id).toBe('free')
    await expect(
      withFreshId(
        () => 'taken',
        async () => false,
      ),
    ).rejects.toMatchObject({ code: 'PMS_PRT_100' })
  })

  test('have the form that consumers expect', () => {
    expect(randomDigits(18)).toMatch(/^[1-9]\d{17}$/)
    expect(randomApiKey()).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('indexes', () => {
  test.each([
    ['partner', 'pmp.user_id_key(user_id)'],
    ['partner', 'pmp.user_id_key(id)'],
    ['partner', 'email_id_hash'],
    ['partner', 'cr_dtimes DESC'],
    ['partner_policy_request', 'part_id, policy_id, status_code'],
    ['partner_policy_request', 'policy_id, status_code'],
    ['partner_policy', 'valid_to_datetime'],
    ['oidc_client', 'rp_id'],
    ['device_detail', 'dprovider_id'],
    ['device_detail_sbi', 'sbi_id'],
    ['notifications', 'partner_id, notification_type, cr_dtimes DESC'],
  ])('serve pms.%s by %s', async (table, columns) => {
    const definitions = await names(sql`select indexdef as name from pg_indexes
      where schemaname = 'pms' and tablename = ${table}`)
    expect(definitions.some((definition) => definition.includes(`(${columns})`))).toBe(true)
  })
})

describe('the embedded database of a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pmp-embedded-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('keeps its data, is synced to disk, and belongs to one process', async () => {
    const first = await openDatabase({ dataDir: folder })
    await sql`create table kept (word text)`.execute(first.db)
    const before = syncs.count
    await sql`insert into kept values ('yes')`.execute(first.db)
    expect(syncs.count).toBeGreaterThan(before)
    await expect(openDatabase({ dataDir: folder })).rejects.toThrow(
      `in use by process ${process.pid}`,
    )
    await first.close()

    // What a process that died leaves behind: its number, which nobody has now.
    const { pid } = spawnSync(process.execPath, ['--version'])
    writeFileSync(join(folder, 'database.lock'), String(pid))
    const second = await openDatabase({ dataDir: folder })
    const { rows } = await sql`select word from kept`.execute(second.db)
    expect(rows).toEqual([{ word: 'yes' }])
    await second.close()
  })
})

describe('a connection that the server closes', () => {
  // The embedded database has no server that could close one.
  test.runIf(process.env['TEST_DATABASE_URL'])(
    'is replaced, idle or within a transaction',
    async () => {
      await database.db.transaction().execute(async (held) => {
        const idle = await pidOf(database.db)
        await sql`select pg_terminate_backend(${idle.pid})`.execute(held)
      })
      expect((await pidOf(database.db)).pid).toBeGreaterThan(0)

      const lost = database.db.transaction().execute(async (held) => {
        const own = await pidOf(held)
        await sql`select pg_terminate_backend(${own.pid})`.execute(database.db)
        await pidOf(held)
      })
      await expect(lost).rejects.toBeInstanceOf(Error)
      expect((await pidOf(database.db)).pid).toBeGreaterThan(0)
    },
  )
})

async function pidOf(db: OpenDatabase['db']): Promise<{ pid: number }> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
  return rows[0] ?? { pid: 0 }
}
