import type { ListPage, ListRequest } from '@pmp/contract'
import { sql, type RawBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely'
import type { Database } from '../database.ts'
import { reversed } from './page.ts'
import { preparedPage } from './prepared-pages.ts'
import type { DB } from '../schema.ts'
import {
  allOf,
  boundOf,
  columnsOf,
  few,
  foundByKind,
  isListed,
  kindsWithTotals,
  mergedKinds,
  sortedOrder,
  totalOfKinds,
  type Asked,
  type Chosen,
  type RowList,
  type RowOrder,
} from './rows-by-kind.ts'
import { skipDays } from './skip-days.ts'

export type { Chosen, RowList } from './rows-by-kind.ts'

/*
 * Lists that cost the same over a million rows as over a thousand (decision 30). Each is read from a
 * table with one narrow row per row of the list, which triggers keep: what it is filtered and sorted
 * by. How many rows there are of each kind is kept, too.
 */

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

interface Shown<OfDB, TB extends keyof OfDB, Row> extends Window {
  /** Of a sort that the contract names: statements of such pages are kept. */
  orderName?: string
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
  request: Omit<Asked, 'keyDirection'>,
  wanted: Shown<OfDB, TB, Row>,
): Promise<{ total: number; data: Row[] }> {
  const asked = { ...request, keyDirection: request.order[0]?.direction ?? 'asc' }
  if (!isKept(asked)) return readCounted(db, asked, wanted)
  return wanted.offset > near ? readFar(db, asked, wanted) : readNear(db, asked, wanted)
}

/** Whether the total is kept. */
const isKept = ({ list, chosen: { tallied: one, others } }: Asked) =>
  others.length === 0 && (!one || list.tallies !== undefined)

/** What matches is read and counted. */
async function readCounted<OfDB, TB extends keyof OfDB, Row>(
  db: Database,
  asked: Asked,
  { offset, limit, show }: Shown<OfDB, TB, Row>,
) {
  const page = pageOf(sql`matching`, asked, { offset, limit })
  const { rows } = await sql<Row & Counted>`with matching as materialized (${matching(asked)})
    select counted.total, shown.* from (select count(*) as total from matching) as counted
    left join (${shown(db, page, show)}) as shown on true order by shown.place`.execute(db)
  return withTotal(rows)
}

/**
 * The first rows of a list in the order of an instant, not sorted: `key`, and what they are sorted by as `sorted0` and so on. For a
 * list that is put together of several.
 */
export function firstRows(
  request: Omit<Asked, 'keyDirection'>,
  atLeast: number,
): RawBuilder<unknown> {
  const asked = { ...request, keyDirection: request.order[0]?.direction ?? 'asc' }
  if (isKept(asked)) {
    // In the order of its own instant a span needs no totals.
    const kinds = { ...asked, chosen: { ...asked.chosen, tallied: undefined } }
    return sql`(with kind as materialized (${kindsWithTotals(kinds)})
      select found.* from ${foundByKind(asked, atLeast)} as found)`
  }
  return sql`(${matching(asked)})`
}

/** What meets conditions whose total is not kept. */
function matching({ list, chosen, order }: Asked): RawBuilder<unknown> {
  const { tallied: one, ofKinds, others } = chosen
  const conditions = [isListed, ...(one ? [one.condition] : []), ...ofKinds, ...others]
  return sql`select ${columnsOf(list, order)} from ${sql.table(list.rows)} as row
    where ${allOf(conditions)}`
}

async function readNear<OfDB, TB extends keyof OfDB, Row>(
  db: Database,
  asked: Asked,
  wanted: Shown<OfDB, TB, Row>,
) {
  const { list, chosen } = asked
  const { offset, limit, show, orderName } = wanted
  const make = () => nearQuery(db, asked, wanted).compile(db)
  const isPrepared = orderName !== undefined && !chosen.tallied
  const key = [list.rows, ...list.kinds, orderName, boundOf(offset + limit)].join()
  const { rows } = await db.executeQuery(
    isPrepared ? preparedPage({ show, ofKinds: chosen.ofKinds, key }, wanted, make) : make(),
  )
  return withTotal(rows)
}

function nearQuery<OfDB, TB extends keyof OfDB, Row>(
  db: Database,
  asked: Asked,
  { offset, limit, show }: Shown<OfDB, TB, Row>,
): RawBuilder<Row & Counted> {
  const page = pageOf(foundByKind(asked, offset + limit), asked, { offset, limit })
  return sql<Row & Counted>`with kind as materialized (${kindsWithTotals(asked)})
    select counted.total, shown.* from (select ${totalOfKinds} as total) as counted
    left join (${shown(db, page, show)}) as shown on true order by shown.place`
}

interface Counted {
  total: number
  /** On its page; null where the page is empty. */
  place: number | null
}

function withTotal<Row>(rows: (Row & Counted)[]): { total: number; data: Row[] } {
  return { total: rows[0]?.total ?? 0, data: rows.filter(({ place }) => place !== null) }
}

/** Far from the first row: counted from the nearer end, the last page costs what the first one does. */
async function readFar<OfDB, TB extends keyof OfDB, Row>(
  db: Database,
  asked: Asked,
  { offset, limit, show }: Shown<OfDB, TB, Row>,
): Promise<{ total: number; data: Row[] }> {
  const kinds = await sql<Record<string, unknown> & { total: number }>`
    ${kindsWithTotals(asked)}`.execute(db)
  const total = kinds.rows.reduce((sum, kind) => sum + kind.total, 0)
  const given = Math.min(limit, total - offset)
  if (given <= 0) return { total, data: [] }
  const isFromEnd = offset > total / 2
  const ordered = isFromEnd ? fromEnd(asked) : asked
  const window = { offset: isFromEnd ? total - offset - given : offset, limit: given }
  const isNear = window.offset <= near || (asked.chosen.tallied && total <= few)
  const skipped = isNear ? undefined : await skipDays(db, ordered, { offset: window.offset, total })
  const rest = { ...window, offset: window.offset - (skipped?.rows ?? 0) }
  const atMost = rest.offset + given
  const found = isNear
    ? foundByKind(ordered, atMost)
    : mergedKinds(ordered, kinds.rows, { atMost, where: skipped ? [skipped.condition] : [] })
  const { rows } = await sql<Row>`with kind as materialized (${kindsWithTotals(asked)})
    select shown.* from (${shown(db, pageOf(found, ordered, rest), show)}) as shown
    order by shown.place`.execute(db)
  return { total, data: isFromEnd ? rows.toReversed() : rows }
}

function fromEnd(asked: Asked): Asked {
  const { order, keyDirection } = asked
  return {
    ...asked,
    order: order.map(reversed),
    keyDirection: keyDirection === 'asc' ? 'desc' : 'asc',
  }
}

function pageOf(found: RawBuilder<unknown>, asked: Asked, { offset, limit }: Window) {
  const sorted = sortedOrder(asked, 'found')
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
  asked: ListAsked<Field>,
  show: Show<OfDB, TB, Row>,
): Promise<ListPage<Row>> {
  const page = await findRowsAsAsked(db, asked, show)
  return page.data.length === 0 ? { pageNo: 0, pageSize: 0, totalResults: 0, data: [] } : page
}

/** The same, but behind the last page with the page that was asked for and the total. */
export async function findRowsAsAsked<OfDB, TB extends keyof OfDB, Row, Field extends string>(
  db: Database,
  { list, chosen, request: { sort, page } }: ListAsked<Field>,
  show: Show<OfDB, TB, Row>,
): Promise<ListPage<Row>> {
  const order = orderOf(list, sort)
  const { pageNo, pageSize } = page ?? { pageNo: 0, pageSize: largestUnpaged }
  const window = { offset: pageNo * pageSize, limit: pageSize }
  const orderName = sort ? `${sort.field} ${sort.direction}` : 'newest first'
  const wanted = { ...window, show, orderName }
  const { total, data } = await readRows(db, { list, chosen, order }, wanted)
  if (!page) return { pageNo: 0, pageSize: data.length, totalResults: data.length, data }
  return { pageNo, pageSize, totalResults: total, data }
}

/** Rows of one kind are equal by what makes the kind: the newer ones then come with the larger. */
function orderOf<Field extends string>(
  list: SortedRowList<Field>,
  sort: ListRequest<NoInfer<Field>>['sort'],
): RowOrder[] {
  const direction = sort?.direction ?? 'desc'
  const newest = { ...sortedBy(list, list.newest), direction }
  if (!sort) return [newest]
  const first = { ...sortedBy(list, list.sorts[sort.field]), direction }
  return first.isOfKind ? [first, newest] : [first]
}

function sortedBy({ kinds }: RowList, column: string | RawBuilder<unknown>) {
  if (typeof column !== 'string') return { column, isOfKind: true }
  return { column: sql.ref(`row.${column}`), name: column, isOfKind: kinds.includes(column) }
}

/** The rows of some partners; each list of what partners own has their id. */
export function ofPartners(partnerIds: readonly string[] | 'all'): RawBuilder<SqlBool>[] {
  return partnerIds === 'all' ? [] : [sql`row.part_id = any(${partnerIds}::varchar[])`]
}
