import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { openDatabase, type OpenDatabase } from './database.ts'
import type { DatabaseLimits } from './limits.ts'
import { migrate, readMigrations } from './migrate.ts'
import { rememberContent } from './testing-restore.ts'

/**
 * A migrated database of one's own: a copy of a prepared embedded one, or with `TEST_DATABASE_URL`
 * a copy of a prepared one on that server, dropped when it is closed.
 * @param limits of the connections to a server
 */
export async function createTestDatabase(limits?: DatabaseLimits): Promise<OpenDatabase> {
  const url = process.env['TEST_DATABASE_URL']
  return url ? copyOnServer(url, limits) : openRestorable()
}

interface Restorable {
  database: OpenDatabase
  restore: () => Promise<boolean>
}

let prepared: Promise<Blob> | undefined
/** Embedded databases that were given back and hold again what a new one holds. */
const restored: Restorable[] = []

/** Closing gives it to the next one who asks: restoring takes a tenth of what opening takes. */
async function openRestorable(): Promise<OpenDatabase> {
  const { database, restore } = restored.pop() ?? (await openPrepared())
  let closing: Promise<void> | undefined
  async function giveBack(): Promise<void> {
    // One whose pool was ended by its test is of no use to anybody.
    if (await restore().catch(() => false)) restored.push({ database, restore })
    else await database.close()
  }
  return { ...database, close: () => (closing ??= giveBack()) }
}

async function openPrepared(): Promise<Restorable> {
  prepared ??= prepareEmbedded()
  const database = await openDatabase({ inMemory: true, prepared: await prepared })
  return { database, restore: await rememberContent(database.db) }
}

function migrationsHash(): string {
  const hashes = readMigrations().map(({ sha256 }) => sha256)
  return createHash('sha256').update(hashes.join()).digest('hex').slice(0, 16)
}

/** The data folder after all migrations, kept on disk because making it takes seconds. */
async function prepareEmbedded(): Promise<Blob> {
  const cache = fileURLToPath(
    new URL(`../../../../node_modules/.cache/pmp-test-${migrationsHash()}.tar`, import.meta.url),
  )
  if (existsSync(cache)) return new Blob([readFileSync(cache)])
  const database = await openDatabase({ inMemory: true })
  await migrate(database)
  const dump = await database.dump?.()
  await database.close()
  if (!dump) throw new Error('The embedded database gave no copy of itself')
  mkdirSync(dirname(cache), { recursive: true })
  const draft = `${cache}.${process.pid}`
  writeFileSync(draft, Buffer.from(await dump.arrayBuffer()))
  renameSync(draft, cache)
  return dump
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

async function copyOnServer(url: string, limits?: DatabaseLimits): Promise<OpenDatabase> {
  const template = `pmp_template_${migrationsHash()}`
  const name = `pmp_test_${randomUUID().replaceAll('-', '')}`
  await onServer(url, async (client) => {
    // Test processes that start at once make the template once, and copy it one after another.
    await client.query('select pg_advisory_lock(7120310)')
    await makeTemplate(url, client, template)
    await client.query(`create database ${name} template ${template}`)
  })
  const database = await openDatabase({
    url: withDatabase(url, name),
    maxConnections: 5,
    ...(limits ? { limits } : {}),
  })
  return {
    ...database,
    async close() {
      await database.close()
      await onServer(url, (client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

async function makeTemplate(url: string, client: pg.Client, template: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
    template,
  ])
  if (rowCount) return
  const draft = `${template}_draft`
  await client.query(`drop database if exists ${draft} with (force)`)
  await client.query(`create database ${draft}`)
  const database = await openDatabase({ url: withDatabase(url, draft), maxConnections: 1 })
  await migrate(database)
  await database.close()
  await client.query(`alter database ${draft} rename to ${template}`)
}
