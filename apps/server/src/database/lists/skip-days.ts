import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Database } from '../database.ts'
import { allOf, type Asked } from './rows-by-kind.ts'
import { nameOf } from './tallies.ts'

interface Skipped {
  /** How many rows are before those that meet the condition. */
  rows: number
  condition: RawBuilder<SqlBool>
}

/**
 * The days before a place in the order of an instant, whose rows need not be read because it is known how
 * many each day has. Nothing, where a list does not keep them, or rows without an instant stand among
 * others.
 */
export async function skipDays(
  db: Database,
  { list, chosen, order }: Asked,
  { offset, total }: { offset: number; total: number },
): Promise<Skipped | undefined> {
  const [by, ...further] = order
  if (by?.name === undefined || further.length > 0 || chosen.tallied) return undefined
  if (!list.tallies || !list.days?.includes(by.name)) return undefined
  const way = sql.raw(by.direction)
  const { rows } = await sql<{ day: string; before: number; every: number; isFinite: boolean }>`
    select * from (
      select row.day::text as day, isfinite(row.day) as is_finite,
        (sum(sum(row.total)) over (order by row.day ${way}) - sum(row.total))::int8 as before,
        (sum(sum(row.total)) over ())::int8 as every
      from ${sql.table(list.tallies)} as row
      where row.name = ${nameOf(by.name)} and row.value = '' and ${allOf(chosen.ofKinds)}
      group by row.day) as known
    where before <= ${offset} order by before desc, day ${way} limit 1`.execute(db)
  const [known] = rows
  if (!known?.isFinite || known.every !== total) return undefined
  const condition =
    by.direction === 'asc'
      ? sql<SqlBool>`${by.column} >= ${known.day}::date::timestamp`
      : sql<SqlBool>`${by.column} < (${known.day}::date + 1)::timestamp`
  return { rows: known.before, condition }
}
