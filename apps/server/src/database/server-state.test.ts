import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judgeServer } from '../preflight/database-rights.ts'
import { lineOf } from '../preflight/finding.ts'
import type { OpenDatabase } from './database.ts'
import { readMigrations } from './migrate.ts'
import { serverStateOf, type ServerState } from './server-state.ts'
import { createTestDatabase } from './testing.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const clerk = `pmp_clerk_${process.pid}`

/** What the clerk, who owns nothing, is told of a database that the owner prepared so; all is taken back. */
async function toldClerk(...prepared: string[]) {
  const client = await database.pool.connect()
  try {
    await client.query(`begin; create role ${clerk}`)
    for (const statement of prepared) await client.query(statement)
    await client.query(`set local role ${clerk}`)
    const state = await serverStateOf(client)
    const { findings, isNew } = judgeServer(state)
    return { state, isNew, lines: findings.map((finding) => `${finding.state} ${lineOf(finding)}`) }
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const nothing = 'drop schema pms, keymgr, pmp cascade'
const schemas = 'pms, keymgr, pmp, pmp_jobs'
const everything = [
  'create schema pmp_jobs',
  `grant usage on schema ${schemas} to ${clerk}`,
  `grant select, insert, update, delete on all tables in schema ${schemas} to ${clerk}`,
]

describe('an empty database', () => {
  test('is made by who may create schemas', async () => {
    const right = `do $$ begin execute format('grant create on database %I to ${clerk}', current_database()); end $$`
    const { isNew, lines } = await toldClerk(nothing, right)
    expect(isNew).toBe(true)
    expect(lines).toEqual([
      expect.stringMatching(/^ok DATABASE_URL: PostgreSQL \d/),
      'ok migrations: the first start makes the schemas',
    ])
  })

  test('is not, by who may not, and the line says who can and how', async () => {
    const { lines } = await toldClerk(nothing)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(
      /^mistake DATABASE_URL: .*`pmp_clerk_\d+` may not create schemas in the database `\S+`; run `pmp migrate` once .*GRANT CREATE ON DATABASE "\S+" TO "pmp_clerk_\d+"$/,
    )
  })
})

describe("a database of upstream's", () => {
  const asUpstream = 'drop schema keymgr, pmp cascade'

  test('that has its tables and another owner is prepared by that one', async () => {
    const { isNew, lines } = await toldClerk(asUpstream, `grant usage on schema pms to ${clerk}`)
    expect(isNew).toBe(true)
    expect(lines).toEqual([
      expect.stringMatching(/may not create in the schema pms, and .* does not own \d+ tables/),
    ])
  })

  test.each([
    ['1.2.2', 'alter table pms.partner drop column email_id_hash cascade'],
    ['1.2.1', 'drop table pms.user_details cascade'],
    ['1.2.0', 'drop table pms.oidc_client, pms.user_details cascade'],
    ['1.1.5', 'alter table pms.partner_policy drop column label cascade'],
  ])('of release %s is told from its layout, with the way on', async (release, older) => {
    const { lines } = await toldClerk(asUpstream, older)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(`looks like one of MOSIP PMS ${release}: it lacks`)
    expect(lines[0]).toMatch(/; bring it from .* to 1\.3\.0 .* nothing was changed$/)
  })
})

describe('platform keys', () => {
  const key = `insert into keymgr.key_store
    (id, master_key, private_key, certificate_data, cr_by, cr_dtimes)
    values ('a', 'a', 'KEY_STORE', 'a', 'SYSTEM', now())`

  test.each([
    ['of ours have their private half in a key store', true, [key]],
    ["of upstream's have not", false, [key, "update keymgr.key_store set private_key = 'AbC='"]],
    [
      'of a closed table are nobody’s',
      false,
      [key, `revoke all on keymgr.key_store from ${clerk}`],
    ],
  ])('%s', async (_, hasKeys, prepared) => {
    const { state } = await toldClerk(...everything, ...prepared)
    expect(state.hasKeys).toBe(hasKeys)
  })
})

describe('a database that is up to date', () => {
  test('is used without any right to create', async () => {
    const { isNew, lines } = await toldClerk(...everything)
    expect(isNew).toBe(false)
    expect(lines).toEqual([
      expect.stringMatching(/^ok DATABASE_URL/),
      'ok migrations: none is pending',
    ])
  })

  test('tells the statements that give what is missing', async () => {
    const { lines } = await toldClerk(...everything, `revoke update on pmp.person from ${clerk}`)
    expect(lines).toEqual([
      expect.stringMatching(
        /may not read and change pmp\.person; as their owner: GRANT USAGE ON SCHEMA pmp TO .*; GRANT SELECT/,
      ),
    ])
  })

  test('and is closed to the user is not taken for an empty one', async () => {
    const { isNew, lines } = await toldClerk('create schema pmp_jobs')
    expect(isNew).toBe(false)
    expect(lines).toEqual([expect.stringMatching(/may not use the schema \w+, nor use the schema/)])
  })

  test('lacks the schema of the jobs where `pmp migrate` was of no help', async () => {
    const [first, ...others] = everything
    expect(first).toBe('create schema pmp_jobs')
    const given = others.map((statement) => statement.replace(', pmp_jobs', ''))
    const { lines } = await toldClerk(...given)
    expect(lines).toEqual([expect.stringContaining('pmp_jobs is missing')])
  })

  test('of an earlier release is brought forward by who may', async () => {
    const last = readMigrations().at(-1)?.name
    const forget = `delete from pmp.schema_migration where name = '${last}'`
    const { lines } = await toldClerk(...everything, forget)
    expect(lines).toEqual([
      expect.stringContaining('a migration of the database is to be run, and'),
    ])
  })
})

describe('a server', () => {
  const state: ServerState = {
    version: 'PostgreSQL 16.2 on x86_64',
    versionNumber: 160_002,
    user: 'clerk',
    database: 'pms',
    encoding: 'UTF8',
    isReadOnly: false,
    now: new Date(),
    mayCreateSchemas: true,
    schemas: [],
    applied: new Map(),
    columns: new Set(),
    hasKeys: false,
  }
  const toldOf = (other: Partial<ServerState>) =>
    judgeServer({ ...state, ...other }).findings.map(
      (finding) => `${finding.state} ${lineOf(finding)}`,
    )

  test.each([
    [
      { version: 'CockroachDB CCL v23.1', versionNumber: undefined },
      'not PostgreSQL but Cockroach',
    ],
    [
      { version: 'PostgreSQL 12.9 on arm', versionNumber: 120_009 },
      'PostgreSQL 12.9, which is too',
    ],
    [{ isReadOnly: true }, 'takes no changes'],
    [{ applied: new Map([['0001_pms_schema.sql', 'edited']]) }, '0001_pms_schema.sql was changed'],
  ])('%o is refused', (other, words) => {
    expect(toldOf(other)).toEqual([expect.stringMatching(/^mistake DATABASE_URL: .*; /)])
    expect(toldOf(other)[0]).toContain(words)
  })

  test('that does not write every name is told, and used', () => {
    expect(toldOf({ encoding: 'LATIN1' })).toContainEqual(
      expect.stringMatching(/^warning DATABASE_URL: .*LATIN1/),
    )
  })
})
