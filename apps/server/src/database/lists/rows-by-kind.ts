import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { DB } from '../schema.ts'
import { asSql, reversed, type SortedColumn } from './page.ts'
import {
  inOrderOfColumn,
  inOtherOrder,
  kindsOf,
  ofFoundKind,
  tallied,
  type Tallied,
  type Tallies,
} from './tallies.ts'

/*
 * A list kind by kind (decision 30): each order has an index that is led by the kinds, so that the first
 * rows of every kind that is wanted, put together, begin the list.
 */

/** Rows that meet a condition up to which a page far from the first is found as one near it. */
export const few = 4096

/** Where a list is read from; its tables are made by a migration (CONTRIBUTING.md, "Add a list"). */
export interface RowList {
  /**
   * One row per row of the list, with `is_listed`: a row table, or a table of our own. Where a
   * condition names a column, it is `row.` and its name.
   */
  rows: keyof DB & `pmp.${string}`
  /** How many rows there are of each kind. */
  counts: keyof DB & `pmp.${string}Count`
  /** The column of `rows` that is the key of the list. */
  key: string
  /** Keys that are texts are compared by code point. */
  hasNumberKey?: boolean
  /** Columns of few values, of both tables. Each order has an index for each kind. */
  kinds: readonly [string, ...string[]]
  /** For a list that is narrowed by what many rows share: how many of each kind there are. */
  tallies?: Tallies
  /** Of which instants it is known how many rows each day has. */
  days?: readonly string[]
}

/** Which rows of a list. */
export interface Chosen {
  /** For a list with `tallies`: a condition whose total is known, where there are no others. */
  tallied?: Tallied | undefined
  /** Conditions on its kinds alone: the total is known without reading rows. */
  ofKinds: readonly RawBuilder<SqlBool>[]
  /** Other conditions: what matches is counted, found by its own index. */
  others: readonly RawBuilder<SqlBool>[]
}

/** A column of the rows, or of their kinds, and its direction. */
export interface RowOrder extends SortedColumn {
  /** The column of the rows, where it is no more than that. */
  name?: string | undefined
  /** Equal for all rows of a kind. */
  isOfKind?: boolean
}

type Direction = SortedColumn['direction']

/** What is asked of a list. */
export interface Asked {
  list: RowList
  chosen: Chosen
  order: readonly RowOrder[]
  /** Of the key, by which rows that are otherwise equal stand. */
  keyDirection: Direction
}

export const isListed = sql<SqlBool>`row.is_listed`
export const totalOfKinds = sql`(select coalesce(sum(kind.total), 0)::int8 from kind)`

/**
 * Which kinds are wanted, with each value that is asked for, and how many rows they have: `total` that meet
 * the condition, of `size`.
 */
export function kindsWithTotals({ list, chosen }: Asked): RawBuilder<unknown> {
  const { tallies, counts } = list
  const { tallied: one, ofKinds } = chosen
  const grouped = (from: RawBuilder<unknown>, names: readonly string[]) => sql`
    select ${kindsOf(names, 'row')}, sum(row.total)::int8 as total from ${from} as row
    where ${allOf(ofKinds)} group by ${kindsOf(names, 'row')} having sum(row.total) > 0`
  const sizes = grouped(sql.table(counts), list.kinds)
  if (!one || !tallies) return sizes
  const names = [...list.kinds, ...(hasValues(chosen) ? ['value'] : [])]
  return sql`select matching.*, sized.total as size
    from (${grouped(tallied({ ...list, tallies }, one), names)}) as matching
    join (${sizes}) as sized on (${kindsOf(list.kinds, 'sized')}) = (${kindsOf(list.kinds, 'matching')})`
}

const hasValues = ({ tallied: one }: Chosen) => one !== undefined && !('span' in one)

/** The first rows of every kind that is wanted, at least so many of each; reads from `kind`. */
export function foundByKind(asked: Asked, atLeast: number): RawBuilder<unknown> {
  const { chosen, order } = asked
  const { tallied: one } = chosen
  const inOrder = order.filter(({ isOfKind }) => !isOfKind)
  if (!one && asked.list.kinds.length > 2) return sql`(${inManyKinds(asked, atLeast)})`
  if (!one) return sql`(${inKinds(asked, { where: [], inOrder, atLeast })})`
  const isOfColumn = inOrder.every(({ name }) => name === one.column)
  if (isOfColumn && 'span' in one && inOrder.length > 0) {
    return sql`(${inKinds(asked, { where: [one.condition], inOrder, atLeast })})`
  }
  const where = [inOrderOfColumn(one)]
  if (isOfColumn && !('span' in one)) {
    const column = asked.keyDirection === 'desc' ? reversed(one.order) : one.order
    return sql`(${inKinds(asked, { where, inOrder: [column], atLeast })})`
  }
  // Of a kind, all that meet the condition are read, or those in order until enough have met it.
  const some = inKinds(asked, { where: [inOtherOrder(one)], inOrder, atLeast })
  const areFew = sql`kind.total * kind.total <= kind.size * ${sql.lit(boundOf(atLeast))}`
  return sql`(${allInKinds(asked, where)} where ${areFew} union all ${some} where not ${areFew})`
}

function allInKinds(
  { list, order }: Asked,
  where: readonly RawBuilder<SqlBool>[],
): RawBuilder<unknown> {
  return sql`select found.* from kind cross join lateral (
      select ${columnsOf(list, order)} from ${sql.table(list.rows)} as row
      where ${allOf([isListed, ...where])}
        and (${kindsOf(list.kinds, 'row')}) = (${kindsOf(list.kinds, 'kind')})
    ) as found`
}

/** Of so many rows of a page, a kind gives one of these at first. */
const share = 8

/**
 * The same where kinds are many, most of which give a page next to nothing: a few rows of each, and more
 * of those kinds alone whose few are all among the first. It says no number but the bound: statements of
 * pages with the same one are kept (`prepared-pages.ts`).
 */
function inManyKinds(asked: Asked, atLeast: number): RawBuilder<unknown> {
  const { list, order } = asked
  const bound = boundOf(atLeast)
  const few = bound / share
  const inOrder = orderBy([
    ...order.filter(({ isOfKind }) => !isOfKind),
    byKey(list, asked.keyDirection),
  ])
  const ofKind = sql`from ${sql.table(list.rows)} as row where ${isListed}
    and (${kindsOf(list.kinds, 'row')}) = (${kindsOf(list.kinds, 'kind')})`
  const columns = sql.join([sql.ref('key'), ...order.map((_, index) => sql.ref(`sorted${index}`))])
  return sql`with first as materialized (
      select ${kindsOf(list.kinds, 'kind')}, found.* from kind cross join lateral (
        select ${columnsOf(list, order)}, row_number() over (order by ${inOrder}) as nth ${ofKind}
        order by ${inOrder} limit ${sql.lit(few)}) as found
    ), ranked as (
      select first.*, row_number() over (order by ${sortedOrder(asked, 'first')}) as place from first
    )
    select ${columns} from first
    union all select found.* from ranked as kind cross join lateral (
      select ${columnsOf(list, order)} ${ofKind}
      order by ${inOrder} offset ${sql.lit(few)} limit ${sql.lit(bound - few)}) as found
    where kind.nth = ${sql.lit(few)} and kind.place <= ${sql.lit(bound)}`
}

/** The order of a page, of what `columnsOf` gives. */
export function sortedOrder({ list, order, keyDirection }: Asked, table: string) {
  const columns = order.map((entry, index) => ({
    ...entry,
    column: sql.ref(`${table}.sorted${index}`),
  }))
  return orderBy([...columns, byKey(list, keyDirection, sql.ref(`${table}.key`))])
}

interface InKinds {
  /** Conditions besides those of the kind. */
  where: readonly RawBuilder<SqlBool>[]
  /** In the order of an index, before the key. */
  inOrder: readonly SortedColumn[]
  atLeast: number
}

/** Few bounds, written out: the plan is kept, and knows that a scan in order ends early. */
export function boundOf(atLeast: number): number {
  return 4 ** Math.ceil(Math.log(Math.max(atLeast, 64)) / Math.log(4))
}

function inKinds(
  { list, order, keyDirection }: Asked,
  { where, inOrder, atLeast }: InKinds,
): RawBuilder<unknown> {
  return sql`select found.* from kind cross join lateral (
      select ${columnsOf(list, order)} from ${sql.table(list.rows)} as row
      where ${allOf([isListed, ...where])}
        and (${kindsOf(list.kinds, 'row')}) = (${kindsOf(list.kinds, 'kind')})
      order by ${orderBy([...inOrder, byKey(list, keyDirection)])} limit ${sql.lit(boundOf(atLeast))}
    ) as found`
}

/** The first rows of each kind, in order and with an end: they are merged as they come, not sorted. */
export function mergedKinds(
  { list, chosen: { tallied: one }, order, keyDirection }: Asked,
  kinds: readonly Record<string, unknown>[],
  { atMost, where }: { atMost: number; where: readonly RawBuilder<SqlBool>[] },
): RawBuilder<unknown> {
  const ofKind = kinds.map((kind) => {
    const isOfKind = list.kinds.map(
      (name) => sql<SqlBool>`${sql.ref(`row.${name}`)} = ${kind[name]}`,
    )
    const conditions = [isListed, ...where, ...isOfKind, ...(one ? [ofFoundKind(one, kind)] : [])]
    return sql`(select ${columnsOf(list, order)} from ${sql.table(list.rows)} as row
      where ${allOf(conditions)} order by ${orderBy([...order, byKey(list, keyDirection)])} limit ${atMost})`
  })
  return sql`(${sql.join(ofKind, sql` union all `)})`
}

/** The key of a row and what it is sorted by. */
export function columnsOf({ key }: RowList, order: readonly RowOrder[]): RawBuilder<unknown> {
  const sorted = order.map(({ column }, index) => sql`${column} as ${sql.id(`sorted${index}`)}`)
  return sql.join([sql`${sql.ref(`row.${key}`)} as key`, ...sorted])
}

/** The key follows the direction of the first column, so that one index serves both directions. */
function byKey(
  list: RowList,
  direction: Direction,
  key: RawBuilder<unknown> = sql.ref(`row.${list.key}`),
): SortedColumn {
  return { column: list.hasNumberKey ? key : sql`${key} collate "C"`, direction }
}

function orderBy(order: readonly SortedColumn[]): RawBuilder<unknown> {
  return sql.join(order.map(asSql))
}

/** All of the conditions as one; none holds for every row. */
export function allOf(conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`
}
