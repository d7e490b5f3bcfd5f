import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { DatabaseFault } from './fault.ts'
import { transaction, type Database, type OpenDatabase } from './database.ts'
import { layoutProblem } from './layout.ts'

interface Migration {
  name: string
  text: string
  sha256: string
}

/** Compiled sources leave the SQL files where they are; this finds them from there, too. */
function migrationFolder(): string {
  const beside = fileURLToPath(new URL('./migrations/', import.meta.url))
  return existsSync(beside)
    ? beside
    : fileURLToPath(new URL('../../src/database/migrations/', import.meta.url))
}

/** The migrations in their order. */
export function readMigrations(): Migration[] {
  const folder = migrationFolder()
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => {
      const text = readFileSync(`${folder}/${file}`, 'utf8')
      return { name: file, text, sha256: createHash('sha256').update(text).digest('hex') }
    })
}

interface MigrationOptions {
  log?: (line: string) => void
  /** Longest wait for a table that another session holds. */
  lockSeconds?: number
}

/** Any number that no other program locks on; replicas that start at once wait for each other. */
const lockNumber = 7_120_309

/**
 * Brings a database up to date, in one transaction. A database of upstream keeps its tables: they
 * are compared with the layout that is expected, and only what is ours is added.
 * @returns the migrations that were run
 * @throws {Error} when an applied migration was edited, an existing layout lacks columns, or another
 *   session holds a table that has to change
 */
export async function migrate(
  { db }: Pick<OpenDatabase, 'db'>,
  { log = () => {}, lockSeconds = 10 }: MigrationOptions = {},
): Promise<string[]> {
  return transaction(db, async (trx) => {
    await waitForOthers(trx, log)
    // From here on for other sessions only, and whoever waits for us waits that long, too.
    await sql`select set_config('lock_timeout', ${`${lockSeconds}s`}, true)`.execute(trx)
    const isUpstreams = await hasTable(trx, 'pms', 'partner')
    const applied = await readApplied(trx)
    const pending = pendingMigrations(applied)
    // Who may only use a database that is up to date needs no right to create anything.
    if (applied.size === 0) await makeRecord(trx)
    for (const migration of pending) {
      await apply(trx, migration, isUpstreams && applied.size === 0).catch(
        explainLock(migration.name),
      )
      log(`Database: ${migration.name}`)
    }
    return pending.map(({ name }) => name)
  })
}

/**
 * What is still to be done where these, by name and content, were applied.
 * @throws {Error} when an applied one was edited
 */
export function pendingMigrations(applied: ReadonlyMap<string, string>): Migration[] {
  return readMigrations().filter((migration) => isPending(migration, applied))
}

/** Another process may migrate for minutes. */
async function waitForOthers(db: Database, log: (line: string) => void): Promise<void> {
  const { rows } = await sql<{ isFree: boolean }>`
    select pg_try_advisory_xact_lock(${lockNumber}) as is_free`.execute(db)
  if (rows[0]?.isFree !== true) {
    log('Database: waiting for another process that migrates it')
    await sql`select pg_advisory_xact_lock(${lockNumber})`.execute(db)
  }
}

function explainLock(name: string) {
  return (error: unknown): never => {
    const isHeld = error instanceof DatabaseFault && ['lock', 'deadlock'].includes(error.reason)
    if (!isHeld) throw error
    const why = 'another session holds a lock on its tables (pg_stat_activity tells which)'
    throw new Error(`The migration ${name} was given up, because ${why}; nothing was changed`, {
      cause: error,
    })
  }
}

async function readApplied(db: Database): Promise<Map<string, string>> {
  if (!(await hasTable(db, 'pmp', 'schema_migration'))) return new Map()
  const { rows } = await sql<{ name: string; sha256: string }>`
    select name, sha256 from pmp.schema_migration`.execute(db)
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]))
}

async function makeRecord(db: Database): Promise<void> {
  await sql`create schema if not exists pmp`.execute(db)
  await sql`create table if not exists pmp.schema_migration (
    name varchar(128) primary key, sha256 char(64) not null, applied_at timestamp not null)`.execute(
    db,
  )
}

function isPending(migration: Migration, applied: ReadonlyMap<string, string>): boolean {
  const known = applied.get(migration.name)
  if (known !== undefined && known !== migration.sha256) {
    throw new Error(`The migration ${migration.name} was changed after it ran`)
  }
  return known === undefined
}

const upstreamsOwn = ['0001_pms_schema.sql', '0006_reference_data.sql']

async function apply(db: Database, migration: Migration, isUpstreams: boolean): Promise<void> {
  if (isUpstreams && upstreamsOwn.includes(migration.name)) {
    await checkLayout(db)
  } else {
    await sql.raw(migration.text).execute(db)
  }
  await sql`insert into pmp.schema_migration (name, sha256, applied_at)
    values (${migration.name}, ${migration.sha256}, now())`.execute(db)
}

/** Asked of the catalogue: `information_schema` hides what the user may not read. */
async function hasTable(db: Database, schema: string, table: string): Promise<boolean> {
  const { rows } = await sql`select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relname = ${table}`.execute(db)
  return rows.length > 0
}

async function checkLayout(db: Database): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'pms'`.execute(db)
  const wrong = layoutProblem(new Set(rows.map(({ name }) => name)))
  if (wrong) throw new Error(`${wrong.problem}; ${wrong.remedy}`)
}
