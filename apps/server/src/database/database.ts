import { isObject } from '@pmp/contract'
import { Kysely, PostgresDialect, sql, type QueryCompiler } from 'kysely'
import type pg from 'pg'
import { connectToEmbedded, connectToServer } from './connection.ts'
import { openEmbedded, openInMemory } from './embedded.ts'
import { Lanes, type LanePool } from './lanes.ts'
import type { DatabaseLimits } from './limits.ts'
import { listenOnServer, type Listening } from './listen.ts'
import { names, NamingCompiler } from './names.ts'
import type { DB } from './schema.ts'

/**
 * The one seam to the data: a pool, an embedded database and an open transaction all fit. Tables
 * are named with their schema (`pms.partner`, `pmp.auditEntry`), columns in camelCase.
 */
export type Database = Kysely<DB>

export interface OpenDatabase {
  db: Database
  /**
   * The same data for one kind of work, by a name that says which: when it has to wait for the
   * database, other work goes on.
   */
  lane(name: string): Database
  /** The lanes whose work is not done at the moment. */
  blockedLanes(): string[]
  kind: 'postgresql' | 'embedded'
  /** The connections below, for measuring what the rest costs. */
  pool: pg.Pool
  /**
   * Hears what is told on a channel (`pg_notify`) once that commits. Something may be missed: who
   * listens must also look from time to time. An empty text says that this may be such a time.
   */
  listen(channel: string, heard: (payload: string) => void): Promise<Listening>
  close(): Promise<void>
  /** The whole data folder of an embedded database, for starting another one from it. */
  dump?(): Promise<Blob>
}

type DatabaseOptions = (
  | { url: string; maxConnections?: number; onLost?: (error: Error) => void }
  | { dataDir: string }
  | { inMemory: true; prepared?: Blob }
) & {
  /** Absent: whoever asks waits as long as it takes. */
  limits?: DatabaseLimits
  /** Told when the work of a lane is blocked, and when it goes on. */
  onBlocked?: (lane: string, isBlocked: boolean) => void
}

/**
 * Opens PostgreSQL by URL, the embedded database of a folder, or one in memory.
 * @throws {Error} when the folder is in use by another process
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const { limits, onBlocked: onChange } = options
  const shared = { waitMs: limits?.waitMs ?? 0, onChange }
  if ('url' in options) {
    const { url, maxConnections = 10, onLost = () => {} } = options
    const pool = connectToServer({ url, maxConnections, limits, onLost })
    const lanes = new Lanes(pool, { connections: maxConnections, ...shared })
    const connectMs = limits?.connectMs
    const listen: OpenDatabase['listen'] = async (channel, heard) =>
      listenOnServer({ url, channel, connectMs }, heard)
    return { ...overPool(pool, lanes), kind: 'postgresql', listen }
  }
  const { pglite, close } =
    'dataDir' in options
      ? await openEmbedded(options.dataDir)
      : await openInMemory(options.prepared)
  const pool = await connectToEmbedded(pglite)
  const open = overPool(pool, new Lanes(pool, { connections: 1, ...shared }))
  return {
    ...open,
    kind: 'embedded',
    async listen(channel, heard) {
      const forget = pglite.onNotification((told, payload) => {
        if (told === channel) heard(payload)
      })
      // Over the pool as everything else: what goes past it would come between two of its messages.
      await sql`listen ${sql.id(channel)}`.execute(open.db)
      return { close: async () => forget() }
    },
    dump: () => pglite.dumpDataDir('none'),
    async close() {
      await open.close()
      await close()
    },
  }
}

function overPool(pool: pg.Pool, lanes: Lanes): Omit<OpenDatabase, 'kind' | 'listen'> {
  const known = new Map<string, Database>()
  function lane(name: string): Database {
    const db = known.get(name) ?? overConnections(lanes.pool(name))
    known.set(name, db)
    return db
  }
  const db = lane('other')
  async function close(): Promise<void> {
    for (const one of known.values()) await one.destroy()
    if (!pool.ending) await pool.end()
  }
  return { db, lane, blockedLanes: () => lanes.blocked(), pool, close }
}

const pools = new WeakMap<Database, LanePool>()

/** The connections below, for a statement that needs nothing else; a transaction has none. */
export function poolOf(db: Database): LanePool | undefined {
  return pools.get(db)
}

class NamingDialect extends PostgresDialect {
  override createQueryCompiler(): QueryCompiler {
    return new NamingCompiler()
  }
}

function overConnections(pool: LanePool): Database {
  const db = new Kysely<DB>({ dialect: new NamingDialect({ pool }), plugins: [names] })
  pools.set(db, pool)
  return db
}

/** Runs `work` in a transaction; inside an open one, in that. */
export function transaction<T>(db: Database, work: (db: Database) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work)
}

/** @throws what the driver says while the database cannot be reached */
export async function checkAnswers(db: Database): Promise<void> {
  await sql`select 1`.execute(db)
}

/** Whether a statement broke a unique key, of that name if one is given. Works on every driver. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!isObject(error)) return false
  const { code, constraint: broken } = error
  return code === '23505' && (constraint === undefined || broken === constraint)
}
