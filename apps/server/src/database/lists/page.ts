import type { ListPage, ListRequest } from '@pmp/contract'
import {
  sql,
  type Expression,
  type RawBuilder,
  type SelectQueryBuilder,
  type Simplify,
} from 'kysely'
import { z } from 'zod'

/** Rows of a list that is asked for without paging: bounded, yet more than any partner owns. */
const largestUnpaged = 10_000

/** What a list shows: the rows that match, and how many they are. */
export interface Matches<DB, TB extends keyof DB, Row> {
  /** The filtered rows, without columns. */
  matching: SelectQueryBuilder<DB, TB, object>
  /** The same with the columns of a row. */
  rows: SelectQueryBuilder<DB, TB, Row>
  /** Where a list knows its total without counting. */
  count?: (() => Promise<number>) | undefined
}

/** One column that rows are sorted by. */
export interface SortedColumn {
  column: Expression<unknown>
  direction: 'asc' | 'desc'
  /** Where rows without a value stand; absent: the database's way, behind the largest value. */
  nulls?: 'first' | 'last'
}

interface Window {
  offset: number
  limit: number
}

/**
 * Some rows of a list in their order, and how many there are: every page of every list is read
 * here, with two queries at most, whatever its size.
 * @param order ends with what makes it stable
 */
export async function readWindow<DB, TB extends keyof DB, Row>(
  { matching, rows, count }: Matches<DB, TB, Row>,
  order: readonly SortedColumn[],
  { offset, limit }: Window,
): Promise<{ total: number; data: Simplify<Row>[] }> {
  const total = await (count?.() ?? countRows(matching))
  const given = Math.min(limit, total - offset)
  if (given <= 0) return { total, data: [] }
  // Counted from the nearer end: the last page costs what the first one does.
  const isFromEnd = offset > total / 2
  const data = await sorted(rows, isFromEnd ? order.map(reversed) : order)
    .limit(given)
    .offset(isFromEnd ? total - offset - given : offset)
    .execute()
  return { total, data: isFromEnd ? data.toReversed() : data }
}

function sorted<DB, TB extends keyof DB, Row>(
  rows: SelectQueryBuilder<DB, TB, Row>,
  order: readonly SortedColumn[],
): SelectQueryBuilder<DB, TB, Row> {
  return order.reduce((query, entry) => query.orderBy(asSql(entry)), rows)
}

/** An entry of `order by`. */
export function asSql({ column, direction, nulls }: SortedColumn): RawBuilder<unknown> {
  const place = nulls === undefined ? sql`` : sql.raw(` nulls ${nulls}`)
  return sql`${column} ${sql.raw(direction)}${place}`
}

/** The same order from its end. */
export function reversed<Entry extends SortedColumn>(entry: Entry): Entry {
  const { direction, nulls } = entry
  const opposite = direction === 'asc' ? 'desc' : 'asc'
  if (nulls === undefined) return { ...entry, direction: opposite }
  return { ...entry, direction: opposite, nulls: nulls === 'first' ? 'last' : 'first' }
}

/** A builder of any table loses sight of the column that it was just given. */
const Counted = z.object({ total: z.number() })

async function countRows<DB, TB extends keyof DB>(
  matching: SelectQueryBuilder<DB, TB, object>,
): Promise<number> {
  const counted = await matching.select(sql<number>`count(*)`.as('total')).executeTakeFirst()
  return Counted.parse(counted).total
}

/** How a V2 list is sorted. Each field that its endpoint promises has a column here. */
interface ListOrder<Field extends string> {
  columns: Readonly<Record<Field, Expression<unknown>>>
  /** Newest first by this, where no field is asked for. */
  created: Expression<unknown>
  /** Makes the order stable. */
  key: Expression<unknown>
}

/**
 * One page of a V2 list (common.md 10.4), or every row where no page is asked for. An empty page is
 * 0, 0, 0 whatever was asked.
 */
export async function findPage<DB, TB extends keyof DB, Row, Field extends string>(
  { sort, page }: ListRequest<NoInfer<Field>>,
  matches: Matches<DB, TB, Row>,
  { columns, created, key }: ListOrder<Field>,
): Promise<ListPage<Simplify<Row>>> {
  const order: SortedColumn[] = [
    sort
      ? { column: columns[sort.field], direction: sort.direction }
      : { column: created, direction: 'desc' },
    { column: key, direction: 'asc' },
  ]
  if (!page) {
    const data = await sorted(matches.rows, order).limit(largestUnpaged).execute()
    return { pageNo: 0, pageSize: data.length, totalResults: data.length, data }
  }
  const { pageNo, pageSize } = page
  const window = { offset: pageNo * pageSize, limit: pageSize }
  const { total, data } = await readWindow(matches, order, window)
  if (data.length === 0) return { pageNo: 0, pageSize: 0, totalResults: 0, data: [] }
  return { pageNo, pageSize, totalResults: total, data }
}
