import pg from 'pg'

/** Schemas of the product: upstream's three kinds, and those of the jobs. */
const schemas = ['pms', 'keymgr', 'pmp', 'pmp_jobs']

const connectMs = 5000

/** Stands in `private_key` of our own keys: the private half lies in the key store, under the id. */
export const keptInKeyStore = 'KEY_STORE'

/** What is to be known of a PostgreSQL server before anything is asked of it. */
export interface ServerState {
  /** As the server tells it, e.g. `PostgreSQL 15.4 on …`. */
  version: string
  /** 150004 for 15.4; undefined where it is no PostgreSQL. */
  versionNumber: number | undefined
  user: string
  database: string
  encoding: string
  /** A standby, or a database that takes no changes. */
  isReadOnly: boolean
  /** The server's time. */
  now: Date
  mayCreateSchemas: boolean
  schemas: readonly SchemaState[]
  /** Migrations by name, with what they were; empty where none ran. */
  applied: ReadonlyMap<string, string>
  /** All of `pms`, as `table.column`; empty without that schema. */
  columns: ReadonlySet<string>
  /** Platform keys are there, whose private halves lie in a key store. */
  hasKeys: boolean
}

/** A schema of the product that is there, and what the user may do in it. */
export interface SchemaState {
  name: string
  mayUse: boolean
  mayCreate: boolean
  /** Tables that the user cannot change the layout of, by not being their owner. */
  foreignTables: readonly string[]
  /** Tables whose rows the user cannot read or cannot change. */
  closedTables: readonly string[]
}

/**
 * Looks at a server by one connection that changes nothing.
 * @throws what the driver says when there is no connection
 */
export async function readServerState(url: string): Promise<ServerState> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectMs,
    query_timeout: connectMs,
    application_name: 'partner-management-portal',
  })
  // Lost between two statements: the next one fails and says so.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('begin transaction read only')
    return await serverStateOf(client)
  } finally {
    // Not awaited: a server that hangs does not answer a good-bye either.
    void client.end().catch(() => {})
  }
}

/** The same over a connection that is open. */
export async function serverStateOf(client: pg.ClientBase): Promise<ServerState> {
  const [first] = await ask<{ version: string }>(client, 'select version()')
  const version = first?.version ?? ''
  const base = { version, versionNumber: undefined, user: '', database: '', encoding: '' }
  const nothing = {
    schemas: [],
    applied: new Map<string, string>(),
    columns: new Set<string>(),
    hasKeys: false,
  }
  if (!version.startsWith('PostgreSQL ')) {
    return { ...base, ...nothing, isReadOnly: false, now: new Date(), mayCreateSchemas: false }
  }
  const [server] = await ask<Omit<ServerState, 'schemas' | 'applied' | 'columns' | 'hasKeys'>>(
    client,
    asServer,
  )
  if (!server) throw new Error('the server told nothing about itself')
  const found = await ask<SchemaState>(client, asSchemas, [schemas])
  const applied = await readApplied(client, found)
  const columns = await ask<{ name: string }>(client, asColumns)
  const names = new Set(columns.map(({ name }) => name))
  return {
    ...server,
    schemas: found,
    applied,
    columns: names,
    hasKeys: await readKeys(client, found),
  }
}

async function ask<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return (await client.query<Row>(text, values)).rows
}

/** What ran may be there and not be readable; that is told with the other rights. */
async function readApplied(client: pg.ClientBase, found: readonly SchemaState[]) {
  const own = found.find(({ name }) => name === 'pmp')
  const isReadable = own?.mayUse && !own.closedTables.includes('schema_migration')
  const [record] = await ask(
    client,
    "select from pg_tables where schemaname = 'pmp' and tablename = 'schema_migration'",
  )
  if (!record || !isReadable) return new Map<string, string>()
  const rows = await ask<{ name: string; sha256: string }>(
    client,
    'select name, sha256 from pmp.schema_migration',
  )
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]))
}

/** Only rows of ours: those of upstream's key manager have their private half in the row. */
async function readKeys(client: pg.ClientBase, found: readonly SchemaState[]): Promise<boolean> {
  const keys = found.find(({ name }) => name === 'keymgr')
  if (!keys?.mayUse || keys.closedTables.includes('key_store')) return false
  const [table] = await ask(client, "select where to_regclass('keymgr.key_store') is not null")
  if (!table) return false
  const [row] = await ask(
    client,
    `select from keymgr.key_store where private_key = '${keptInKeyStore}' limit 1`,
  )
  return row !== undefined
}

const asServer = `
  select version() as version,
    current_setting('server_version_num')::int as "versionNumber",
    current_user as user, current_database() as database,
    current_setting('server_encoding') as encoding,
    pg_is_in_recovery() or current_setting('default_transaction_read_only')::boolean as "isReadOnly",
    clock_timestamp() as now,
    has_database_privilege(current_database(), 'create') as "mayCreateSchemas"`

/** A closed table lacks one of the four; of a privilege list only one needs to be held. */
const asSchemas = `
  select n.nspname as name,
    has_schema_privilege(n.oid, 'usage') as "mayUse",
    has_schema_privilege(n.oid, 'create') as "mayCreate",
    coalesce(array_agg(c.relname::text order by c.relname)
      filter (where not pg_has_role(c.relowner, 'usage')), '{}') as "foreignTables",
    coalesce(array_agg(c.relname::text order by c.relname) filter (where not (
      has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
      and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete'))), '{}')
      as "closedTables"
  from pg_namespace n
  left join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p')
  where n.nspname = any ($1)
  group by n.oid, n.nspname`

const asColumns = `
  select c.relname || '.' || a.attname as name
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'pms' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped`
