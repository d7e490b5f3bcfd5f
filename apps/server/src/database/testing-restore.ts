import { sql } from 'kysely'
import type { Database } from './database.ts'

const schemas = ['pms', 'keymgr', 'pmp'] as const

/** What was deleted goes on taking room, and slows down whoever reads past it. */
const mostGrowthBytes = 4 * 1024 * 1024

/**
 * Remembers what a database holds. @returns what brings it back to that, and tells whether it could:
 * not when it has grown much or its tables, constraints or functions have changed since.
 */
export async function rememberContent(db: Database): Promise<() => Promise<boolean>> {
  const { rows: tables } = await sql<{ name: string; columns: string }>`
    select format('%I.%I', nspname, relname) as name, string_agg(format('%I', attname), ', ') as columns
    from pg_class c join pg_namespace n on n.oid = relnamespace
      join pg_attribute a on attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = ''
    where relkind = 'r' and nspname in (${sql.join(schemas)})
    group by nspname, relname order by nspname, relname`.execute(db)
  const saved = await saveRows(db, tables)
  const sequences = await positionsOfSequences(db)
  const shape = await shapeOf(db)
  const size = await sizeOf(db)
  const restore = [
    // Neither triggers nor foreign keys: what comes back was right when it was saved.
    'set session_replication_role = replica',
    ...tables.map(({ name }) => `delete from ${name}`),
    ...saved,
    ...sequences,
    'set session_replication_role = origin',
  ].join(';\n')
  return async () => {
    if ((await shapeOf(db)) !== shape || (await sizeOf(db)) > size + mostGrowthBytes) return false
    await sql.raw(restore).execute(db)
    return true
  }
}

/** Keeps the rows in tables of the session. @returns the statements that put them back */
async function saveRows(
  db: Database,
  tables: readonly { name: string; columns: string }[],
): Promise<string[]> {
  const statements = []
  for (const [index, { name, columns }] of tables.entries()) {
    const copy = `pg_temp.original_${index}`
    await sql
      .raw(`create temp table original_${index} as select ${columns} from ${name}`)
      .execute(db)
    const { rows } = await sql.raw(`select from ${copy} limit 1`).execute(db)
    if (rows.length === 0) continue
    statements.push(
      `insert into ${name} (${columns}) overriding system value select ${columns} from ${copy}`,
    )
  }
  return statements
}

async function positionsOfSequences(db: Database): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`
    select format('select setval(%L, %s, %L)', format('%I.%I', schemaname, sequencename),
      coalesce(last_value, start_value), last_value is not null) as statement
    from pg_sequences where schemaname in (${sql.join(schemas)})`.execute(db)
  return rows.map(({ statement }) => statement)
}

/** A digest of all that is defined; 16384 is the first object that a user made. */
async function shapeOf(db: Database): Promise<string> {
  const { rows } = await sql<{ shape: string }>`
    select md5(string_agg(line, ';' order by line)) as shape from (
      select concat('n', oid, nspname) as line from pg_namespace
      union all select concat('c', oid, relname) from pg_class where oid >= 16384
      union all select concat('a', attrelid, attname, atttypid, attnotnull, attisdropped)
        from pg_attribute where attrelid >= 16384
      union all select concat('k', oid, conname, convalidated) from pg_constraint where oid >= 16384
      union all select concat('t', oid, tgenabled) from pg_trigger where oid >= 16384
      union all select concat('f', oid, md5(prosrc)) from pg_proc where oid >= 16384
    ) as defined`.execute(db)
  return rows[0]?.shape ?? ''
}

async function sizeOf(db: Database): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select sum(pg_relation_size(c.oid))::int as bytes
    from pg_class c join pg_namespace n on n.oid = relnamespace
    where nspname in (${sql.join(schemas)})`.execute(db)
  return rows[0]?.bytes ?? 0
}
