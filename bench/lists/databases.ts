import { createHash, randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createTestAuthority } from '@pmp/x509/test-authority'
import { openDatabase, type OpenDatabase } from '../../apps/server/src/database/database.ts'
import type { DatabaseLimits } from '../../apps/server/src/database/limits.ts'
import { migrate, readMigrations } from '../../apps/server/src/database/migrate.ts'
import { insertOf, measuredAt, recipes } from './recipes.ts'

/*
 * Databases with a number of rows in each table. Making a large one takes minutes, so each is kept:
 * on the PostgreSQL server as `pmp_bench_…`, embedded ones in `BENCH_DATA` (the folder for temporary
 * files, unless given). Who measures gets a copy.
 */

export type Kind = 'embedded' | 'postgresql'

/** Rows that one statement inserts. */
const part = 50_000

const kept = process.env['BENCH_DATA'] ?? join(tmpdir(), 'pmp-bench')

function nameOf(size: number): string {
  const sources = [...readMigrations().map(({ sha256 }) => sha256), ...recipes.map(insertOf)]
  const hash = createHash('sha256').update(sources.join()).digest('hex').slice(0, 12)
  return `pmp_bench_${hash}_${size}`
}

interface Index {
  name: string
  definition: string
}

/**
 * Indexes that promise nothing are made when the rows are there, which takes a fraction of the time: those of
 * a table, or of row tables, which triggers fill, and of parts of texts.
 */
async function dropIndexes(pool: pg.Pool, table?: string): Promise<Index[]> {
  const { rows } = await pool.query<Index>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index join pg_class on pg_class.oid = indexrelid
     join pg_am on pg_am.oid = relam join pg_namespace on pg_namespace.oid = relnamespace
     where not indisunique and nspname in ('pms', 'keymgr', 'pmp')
       and ($1::regclass is null and (amname = 'gin' or indrelid::regclass::text like '%\\_row')
         or indrelid = $1::regclass)`,
    [table ?? null],
  )
  for (const { name } of rows) await pool.query(`drop index ${name}`)
  return rows
}

async function makeIndexes(pool: pg.Pool, indexes: readonly Index[]): Promise<void> {
  for (const { definition } of indexes) await pool.query(definition)
}

/** Fills each table with so many rows; triggers keep what hangs on them. */
export async function fill(pool: pg.Pool, size: number): Promise<void> {
  const { root } = await createTestAuthority({ now: measuredAt })
  await pool.query(
    `set statement_timeout = 0; set maintenance_work_mem = '256MB'; set synchronous_commit = off`,
  )
  const textIndexes = await dropIndexes(pool)
  for (const recipe of recipes) {
    const startedAt = performance.now()
    const indexes = await dropIndexes(pool, recipe.table)
    for (let first = 1; first <= size; first += part) {
      const last = Math.min(size, first + part - 1)
      await pool.query(insertOf(recipe), [first, last, size, root.certificate.pem])
    }
    const insertedAt = performance.now()
    await makeIndexes(pool, indexes)
    if (size >= part) {
      const [inserting, indexing] = [insertedAt - startedAt, performance.now() - insertedAt]
      console.error(
        `  ${recipe.table}: ${inserting.toFixed(0)} ms, indexes ${indexing.toFixed(0)} ms`,
      )
    }
  }
  await makeIndexes(pool, textIndexes)
  await pool.query('vacuum analyze')
}

async function fillNew(database: OpenDatabase, size: number): Promise<void> {
  console.error(`Filling ${size} rows into each table (${database.kind}) …`)
  await migrate(database)
  await fill(database.pool, size)
  await database.close()
}

async function onServer(url: string, statement: string, values: string[] = []): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement, values)).rowCount ?? 0
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

/** Where the server finds a copy of a filled database. */
export interface Copy {
  environment: { DATABASE_URL: string } | { DATA_DIR: string }
  remove(): Promise<void>
}

async function copyOnServer(url: string, size: number): Promise<Copy> {
  const name = nameOf(size)
  if (!(await onServer(url, 'select 1 from pg_database where datname = $1', [name]))) {
    const draft = `${name}_draft`
    await onServer(url, `drop database if exists ${draft}`)
    await onServer(url, `create database ${draft}`)
    // One connection, which keeps what is set.
    await fillNew(await openDatabase({ url: withDatabase(url, draft), maxConnections: 1 }), size)
    await onServer(url, `alter database ${draft} rename to ${name}`)
  }
  const copy = `pmp_bench_copy_${randomUUID().replaceAll('-', '')}`
  await onServer(url, `create database ${copy} template ${name} strategy file_copy`)
  return {
    environment: { DATABASE_URL: withDatabase(url, copy) },
    async remove() {
      await onServer(url, `drop database if exists ${copy} with (force)`)
    },
  }
}

async function copyEmbedded(size: number): Promise<Copy> {
  const folder = join(kept, nameOf(size))
  if (!existsSync(folder)) {
    mkdirSync(kept, { recursive: true })
    rmSync(`${folder}_draft`, { recursive: true, force: true })
    await fillNew(await openDatabase({ dataDir: `${folder}_draft` }), size)
    renameSync(`${folder}_draft`, folder)
  }
  const copy = mkdtempSync(join(kept, 'copy-'))
  cpSync(folder, copy, { recursive: true })
  return {
    environment: { DATA_DIR: copy },
    async remove() {
      rmSync(copy, { recursive: true, force: true })
    },
  }
}

/** A copy of the database with so many rows in each table. */
export async function copyFilled(kind: Kind, size: number): Promise<Copy> {
  if (kind === 'embedded') return copyEmbedded(size)
  const url = process.env['TEST_DATABASE_URL']
  if (!url) throw new Error('TEST_DATABASE_URL says on which PostgreSQL server to measure')
  return copyOnServer(url, size)
}

/** The same, open; it is gone when it is closed. */
export async function openFilled(
  kind: Kind,
  size: number,
  options: { maxConnections?: number; limits?: DatabaseLimits } = {},
): Promise<OpenDatabase> {
  const { environment, remove } = await copyFilled(kind, size)
  const database = await openDatabase(
    'DATA_DIR' in environment
      ? { ...options, dataDir: environment.DATA_DIR }
      : { ...options, url: environment.DATABASE_URL },
  )
  return {
    ...database,
    async close() {
      await database.close()
      await remove()
    },
  }
}
