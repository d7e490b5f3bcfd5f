import { CompiledQuery } from 'kysely'
import { poolOf, type Database } from './database.ts'

/**
 * A statement of a route that is called often: written once, with `$1` for its first value, and
 * columns named as they are read. What builds other statements anew for each call, and leads them
 * through, costs about as much as asking for a row.
 */
export function statement<Row>(text: string) {
  return async (db: Database, values: readonly unknown[]): Promise<Row[]> => {
    const pool = poolOf(db)
    const rows = pool ? await pool.query(text, values) : await inTransaction(db, text, values)
    // Whoever writes a statement says what its rows are, as with every raw statement.
    return rows as Row[]
  }
}

async function inTransaction(db: Database, text: string, values: readonly unknown[]) {
  const statement = CompiledQuery.raw(text, [...values])
  return (await db.withoutPlugins().executeQuery(statement)).rows
}
