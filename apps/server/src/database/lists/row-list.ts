import type { ListPage, ListRequest } from '@pmp/contract'
import { sql, type RawBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely'
import type { Database } from '../database.ts'
import { dayMs } from '../../durations.ts'
import { asSql, reversed, type SortedColumn } from './page.ts'
import type { DB } from '../schema.ts'

/*
 * Lists that cost the same over a million rows as over a thousand (decision 30). Each is read from a
 * table with one narrow row per row of the list, which triggers keep: what it is filtered and sorted
 * by. How many rows there are of each kind is kept, too.
 */

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
  /** For a list that is narrowed to what lies between two instants. */
  days?: {
    /** The column of the rows with the instant; each has its `day` in UTC, too. */
    at: string
    /** How many rows of each kind there are of each day. */
    counts: keyof DB & `pmp.${string}DayCount`
  }
}

/** Which rows of a list. */
export interface Chosen {
  /** For a list with `days`: from an instant on, and before another. */
  span?: Span
  /** Conditions on its kinds alone: the total is known without reading rows. */
  ofKinds: readonly RawBuilder<SqlBool>[]
  /** Other conditions: what matches is counted, found by its own index. */
  others: readonly RawBuilder<SqlBool>[]
}

interface Span {
  from?: Date | undefined
  till?: Date | undefined
}

/** A column of the rows, or of their kinds, and its direction. */
interface RowOrder extends SortedColumn {
  /** Equal for all rows of a kind. */
  isOfKind?: boolean
}

interface Window {
  offset: number
  limit: number
}

interface WithPage {
  page: { key: string; place: number }
}

/** The keys of a page: `page.key`. */
export type KeyPage = SelectQueryBuilder<DB & WithPage, 'page', object>

/** Adds to the keys of a page what is shown of them: from the live tables by key. */
export type Show<OfDB, TB extends keyof OfDB, Row> = (
  page: KeyPage,
) => SelectQueryBuilder<OfDB, TB, Row>

interface Asked {
  list: RowList
  chosen: Chosen
  order: readonly RowOrder[]
}

interface Shown<OfDB, TB extends keyof OfDB, Row> extends Window {
  show: Show<OfDB, TB, Row>
}

/** Rows up to which one statement gives total and rows; further on the nearer end is found first. */
const near = 1024
/** Rows of a list that is asked for without paging: bounded, yet more than any partner owns. */
const largestUnpaged = 10_000

/**
 * Some rows of a list in their order, and how many there are, with one statement unless they are far
 * from the first. Rows that are equal follow the direction of the first column by their key.
 */
export async function readRows<OfDB, TB extends keyof OfDB, Row>(
  db: Database,
  asked: Asked,
  wanted: Shown<OfDB, TB, Row>,
): Promise<{ total: number; data: Row[] }> {
  const isFar = wanted.offset > near && asked.chosen.others.length === 0
  return isFar ? readFar(db, asked, wanted) : readNear(db, asked, wanted)
}

async function readNear<OfDB, TB extends keyof OfDB, Row>(
  db: Database,
  { list, chosen, order }: Asked,
  { offset, limit, show }: Shown<OfDB, TB, Row>,
) {
  const isKept = chosen.others.length === 0
  const matching = sql`with matching as materialized (
    select ${columnsOf(list, order)} from ${sql.table(list.rows)} as row
    where ${allOf([...listed(list, chosen), ...chosen.ofKinds, ...chosen.others])})`
  const total = isKept ? keptTotal(list, chosen) : sql`(select count(*) from matching)`
  const found = isKept ? firstOfKinds({ list, chosen, order }, offset + limit) : sql`matching`
  const { rows } = await sql<Row & Counted>`${isKept ? sql`` : matching}
    select counted.total, shown.* from (select ${total} as total) as counted
    left join (${shown(db, pageOf(found, { list, order }, { offset, limit }), show)}) as shown on true
    order by shown.place`.execute(db)
  const data = rows.filter(({ place }) => place !== null)
  return { total: rows[0]?.total ?? 0, data }
}

interface Counted {
  total: number
  /** On its page; null where the page is empty. */
  place: number | null
}

/** The first rows of every kind that is wanted; at least so many of each. */
function firstOfKinds({ list, chosen, order }: Asked, atLeast: number): RawBuilder<unknown> {
  const inKind = order.filter(({ isOfKind }) => !isOfKind)
  // Few bounds, written out: the plan is kept, and knows that a scan in order ends early.
  const bound = 4 ** Math.ceil(Math.log(Math.max(atLeast, 64)) / Math.log(4))
  return sql`(
    select found.* from (
      select ${kindsOf(list, 'row')} from ${sql.table(list.counts)} as row
      where ${allOf(chosen.ofKinds)} group by ${kindsOf(list, 'row')} having sum(row.total) > 0
    ) as kind cross join lateral (
      select ${columnsOf(list, order)} from ${sql.table(list.rows)} as row
      where ${allOf(listed(list, chosen))} and (${kindsOf(list, 'row')}) = (${kindsOf(list, 'kind')})
      order by ${orderBy([...inKind, byKey(list, order)])} limit ${sql.lit(bound)}
    ) as found)`
}

function keptTotal(list: RowList, chosen: Chosen): RawBuilder<unknown> {
  return sql`(select coalesce(sum(row.total), 0)::int8 from ${counted(list, chosen)} as row
    where ${allOf(chosen.ofKinds)})`
}

/** The rows that a list shows, of a span where one is asked for. */
function listed(list: RowList, { span }: Chosen): RawBuilder<SqlBool>[] {
  return [sql`row.is_listed`, ...(list.days && span ? within(list.days.at, span) : [])]
}

function within(column: string, { from, till }: Span): RawBuilder<SqlBool>[] {
  const value = sql.ref(`row.${column}`)
  return [
    ...(from ? [sql<SqlBool>`${value} >= ${from}`] : []),
    ...(till ? [sql<SqlBool>`${value} < ${till}`] : []),
  ]
}

/** How many rows there are of each kind: of a span, those of its whole days and of what is left of two. */
function counted(list: RowList, { span }: Chosen): RawBuilder<unknown> {
  const { days } = list
  if (!days || !(span?.from ?? span?.till)) return sql.table(list.counts)
  const from = span.from && new Date(Math.ceil(span.from.getTime() / dayMs) * dayMs)
  const till = span.till && new Date(Math.floor(span.till.getTime() / dayMs) * dayMs)
  const rowsOf = (part: Span) => sql`select ${kindsOf(list, 'row')}, 1 as total
    from ${sql.table(list.rows)} as row where ${allOf([sql`row.is_listed`, ...within(days.at, part)])}`
  if (from && till && from > till) return sql`(${rowsOf(span)})`
  const parts = [
    sql`select ${kindsOf(list, 'row')}, row.total from ${sql.table(days.counts)} as row
      where ${allOf(within('day', { from, till }))}`,
    ...(from ? [rowsOf({ from: span.from, till: from })] : []),
    ...(till ? [rowsOf({ from: till, till: span.till })] : []),
  ]
  return sql`(${sql.join(parts, sql` union all `)})`
}

/** Far from the first row: counted from the nearer end, the last page costs what the first one does. */
async function readFar<OfDB, TB extends keyof OfDB, Row>(
  db: Database,
  { list, chosen, order }: Asked,
  { offset, limit, show }: Shown<OfDB, TB, Row>,
): Promise<{ total: number; data: Row[] }> {
  const kinds = await sql<Record<string, unknown> & { total: number }>`
    select ${kindsOf(list, 'row')}, sum(row.total)::int8 as total
    from ${counted(list, chosen)} as row where ${allOf(chosen.ofKinds)}
    group by ${kindsOf(list, 'row')} having sum(row.total) > 0`.execute(db)
  const total = kinds.rows.reduce((sum, kind) => sum + kind.total, 0)
  const given = Math.min(limit, total - offset)
  if (given <= 0) return { total, data: [] }
  const isFromEnd = offset > total / 2
  const ordered = isFromEnd ? order.map(reversed) : order
  const window = { offset: isFromEnd ? total - offset - given : offset, limit: given }
  const found =
    window.offset <= near
      ? firstOfKinds({ list, chosen, order: ordered }, window.offset + given)
      : mergedKinds({ list, chosen, order: ordered }, kinds.rows, window.offset + given)
  const page = pageOf(found, { list, order: ordered }, window)
  const { rows } = await sql<Row>`${shown(db, page, show)} order by place`.execute(db)
  return { total, data: isFromEnd ? rows.toReversed() : rows }
}

/** The first rows of each kind, in order and with an end: they are merged as they come, not sorted. */
function mergedKinds(
  { list, chosen, order }: Asked,
  kinds: readonly Record<string, unknown>[],
  atMost: number,
): RawBuilder<unknown> {
  const ofKind = kinds.map(
    (kind) => sql`(select ${columnsOf(list, order)} from ${sql.table(list.rows)} as row
      where ${allOf([...listed(list, chosen), ...list.kinds.map((name) => isOfKind(name, kind[name]))])}
      order by ${orderBy([...order, byKey(list, order)])} limit ${atMost})`,
  )
  return sql`(${sql.join(ofKind, sql` union all `)})`
}

function isOfKind(name: string, value: unknown): RawBuilder<SqlBool> {
  return sql`${sql.ref(`row.${name}`)} = ${value}`
}

type Ordered = Pick<Asked, 'list' | 'order'>

function pageOf(found: RawBuilder<unknown>, { list, order }: Ordered, { offset, limit }: Window) {
  const columns = order.map((entry, index) => ({
    ...entry,
    column: sql.ref(`found.sorted${index}`),
  }))
  const sorted = orderBy([...columns, byKey(list, order, sql.ref('found.key'))])
  return sql<WithPage['page']>`select found.key, row_number() over (order by ${sorted}) as place
    from (select * from ${found} as found order by ${sorted} limit ${limit} offset ${offset}) as found`
}

function shown<OfDB, TB extends keyof OfDB, Row>(
  db: Database,
  page: RawBuilder<WithPage['page']>,
  show: Show<OfDB, TB, Row>,
) {
  return show(keyPage(db, page)).select(sql.ref<number>('page.place').as('place'))
}

function keyPage(db: Database, page: RawBuilder<WithPage['page']>): KeyPage {
  return db
    .with(
      (cte) => cte('page').materialized(),
      () => sql<WithPage['page']>`(${page})`,
    )
    .selectFrom('page')
}

/** A page with one row, which is then shown as the list shows it. */
export function pageOfOne(db: Database, key: string): KeyPage {
  return keyPage(db, sql`select ${key}::varchar as key, 1 as place`)
}

/** The key of a row and what it is sorted by. */
function columnsOf({ key }: RowList, order: readonly RowOrder[]): RawBuilder<unknown> {
  const sorted = order.map(({ column }, index) => sql`${column} as ${sql.id(`sorted${index}`)}`)
  return sql.join([sql`${sql.ref(`row.${key}`)} as key`, ...sorted])
}

function kindsOf({ kinds }: RowList, table: string): RawBuilder<unknown> {
  return sql.join(kinds.map((name) => sql.ref(`${table}.${name}`)))
}

/** The key follows the direction of the first column, so that one index serves both directions. */
function byKey(
  list: RowList,
  order: readonly RowOrder[],
  key: RawBuilder<unknown> = sql.ref(`row.${list.key}`),
): RowOrder {
  const column = list.hasNumberKey ? key : sql`${key} collate "C"`
  return { column, direction: order[0]?.direction ?? 'asc' }
}

function orderBy(order: readonly RowOrder[]): RawBuilder<unknown> {
  return sql.join(order.map(asSql))
}

function allOf(conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`
}

/** How a V2 list is sorted. Each field that its endpoint promises has a column here. */
export interface SortedRowList<Field extends string> extends RowList {
  /** A column of the rows, or what is made of columns that are kinds. */
  sorts: Readonly<Record<Field, string | RawBuilder<unknown>>>
  /** Newest first by this, where no field is asked for. */
  newest: string
}

interface ListAsked<Field extends string> {
  list: SortedRowList<Field>
  chosen: Chosen
  request: ListRequest<NoInfer<Field>>
}

/**
 * One page of a V2 list (common.md 10.4), or every row where no page is asked for. An empty page is
 * 0, 0, 0 whatever was asked.
 */
export async function findRows<OfDB, TB extends keyof OfDB, Row, Field extends string>(
  db: Database,
  { list, chosen, request: { sort, page } }: ListAsked<Field>,
  show: Show<OfDB, TB, Row>,
): Promise<ListPage<Row>> {
  const order: RowOrder[] = [
    sort
      ? { ...sortedBy(list, list.sorts[sort.field]), direction: sort.direction }
      : { ...sortedBy(list, list.newest), direction: 'desc' },
  ]
  const { pageNo, pageSize } = page ?? { pageNo: 0, pageSize: largestUnpaged }
  const window = { offset: pageNo * pageSize, limit: pageSize }
  const { total, data } = await readRows(db, { list, chosen, order }, { ...window, show })
  if (data.length === 0) return { pageNo: 0, pageSize: 0, totalResults: 0, data }
  if (!page) return { pageNo: 0, pageSize: data.length, totalResults: data.length, data }
  return { pageNo, pageSize, totalResults: total, data }
}

function sortedBy({ kinds }: RowList, column: string | RawBuilder<unknown>) {
  if (typeof column !== 'string') return { column, isOfKind: true }
  return { column: sql.ref(`row.${column}`), isOfKind: kinds.includes(column) }
}

/** The rows of some partners; each list of what partners own has their id. */
export function ofPartners(partnerIds: readonly string[] | 'all'): RawBuilder<SqlBool>[] {
  return partnerIds === 'all' ? [] : [sql`row.part_id = any(${partnerIds}::varchar[])`]
}
