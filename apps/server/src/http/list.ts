import { Failure, type ListRequest, type ListRules } from '@pmp/contract'
import {
  sql,
  type Expression,
  type RawBuilder,
  type SelectQueryBuilder,
  type Simplify,
  type SqlBool,
} from 'kysely'
import { Problem } from './problem.ts'

interface ListParameters {
  sortFieldName?: string
  sortType?: string
  pageNo?: string
  pageSize?: string
}

/** Rows of one page at most; more are not an error, just not given (common.md 10.2). */
const largestPage = 1000
/** Rows of a list that is asked for without paging: bounded, yet more than any partner owns. */
const largestUnpaged = 10_000

/**
 * Reads sort and page of a V2 list.
 * @throws {Failure} in the order of common.md 10.2
 */
export function readListRequest(rules: ListRules, given: ListParameters): ListRequest {
  const { sortFieldName, sortType } = given
  const pageNo = given.pageNo ?? (rules.defaultPage ? String(rules.defaultPage.pageNo) : undefined)
  const pageSize =
    given.pageSize ?? (rules.defaultPage ? String(rules.defaultPage.pageSize) : undefined)
  const isSorted = sortFieldName !== undefined && sortType !== undefined

  if (!rules.isLenient) {
    if ((sortFieldName === undefined) !== (sortType === undefined)) {
      throw new Failure('sort_pair_incomplete')
    }
    if ((pageNo === undefined) !== (pageSize === undefined))
      throw new Failure('page_pair_incomplete')
    if (isSorted && pageNo === undefined) throw new Failure('sort_without_page')
  }
  if (sortFieldName !== undefined && !rules.sortFields.includes(sortFieldName)) {
    throw new Failure('sort_field_unknown', { field: sortFieldName })
  }
  const direction = readDirection(sortType)
  const page = readPage(pageNo, pageSize)
  return {
    ...(isSorted && direction ? { sort: { field: sortFieldName, direction } } : {}),
    ...(page ? { page } : {}),
  }
}

function readDirection(sortType: string | undefined): 'asc' | 'desc' | undefined {
  if (sortType === undefined) return undefined
  const direction = sortType.toLowerCase()
  if (direction !== 'asc' && direction !== 'desc') throw new Failure('sort_type_unknown')
  return direction
}

function readPage(pageNo: string | undefined, pageSize: string | undefined): ListRequest['page'] {
  if (pageNo === undefined || pageSize === undefined) return undefined
  const [number, size] = [wholeOf(pageNo), wholeOf(pageSize)]
  // Upstream reads the one as text and leaves the other to its framework (additions-1.3.0.md 1.2).
  if (number === undefined) throw new Failure('page_number_malformed')
  if (size === undefined) throw new Problem(400, 'The query parameter pageSize is not valid')
  if (number < 0) throw new Failure('page_number_negative')
  if (size <= 0) throw new Failure('page_size_too_small')
  return { pageNo: number, pageSize: Math.min(size, largestPage) }
}

function wholeOf(text: string): number | undefined {
  const number = Number(text)
  return text.trim() !== '' && Number.isSafeInteger(number) ? number : undefined
}

/** Case-insensitive "contains" with `%`, `_` and `\` taken literally (common.md 10.3). */
export function contains(column: Expression<unknown>, text: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`lower(${column}) like ${`%${likeText(text)}%`}`
}

/** Text for a pattern on a lower-cased column, with nothing of it a wildcard. */
export function likeText(text: string): string {
  return text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)
}

/** Adds a "contains" condition for each text filter that is given. */
export function whereContains<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  columns: Record<string, Expression<unknown>>,
  filters: Record<string, unknown>,
): SelectQueryBuilder<DB, TB, Row> {
  return Object.entries(columns).reduce((narrowed, [name, column]) => {
    const text = filters[name]
    return typeof text === 'string' && text !== ''
      ? narrowed.where(contains(column, text))
      : narrowed
  }, query)
}

/** How a list is sorted: by a named column, else newest first; the key makes the order stable. */
export interface ListOrder {
  columns: Record<string, Expression<unknown>>
  created: Expression<unknown>
  key: Expression<unknown>
}

export interface Page<Row> {
  pageNo: number
  pageSize: number
  totalResults: number
  data: Row[]
}

/**
 * One page of a V2 list (common.md 10.4): the rows, and their count unless every row is given. Two
 * queries at most, whatever the page size. An empty page is 0, 0, 0 whatever was asked.
 * @param matching the filtered rows, without columns
 * @param rows the same with the columns of a row
 * @param order how the rows are sorted; `count` where a list knows its total without counting
 */
export async function findPage<DB, TB extends keyof DB, Row>(
  list: ListRequest,
  matching: SelectQueryBuilder<DB, TB, object>,
  rows: SelectQueryBuilder<DB, TB, Row>,
  order: ListOrder & { count?: (() => Promise<number>) | undefined },
): Promise<Page<Simplify<Row>>> {
  const column = (list.sort && order.columns[list.sort.field]) ?? order.created
  const direction = list.sort?.direction ?? 'desc'
  if (!list.page) {
    const data = await sorted(rows, column, order.key, direction).limit(largestUnpaged).execute()
    return { pageNo: 0, pageSize: data.length, totalResults: data.length, data }
  }
  const { pageNo, pageSize } = list.page
  const total = await (order.count?.() ?? countRows(matching))
  const place = placeOf(pageNo * pageSize, pageSize, total)
  if (!place) return { pageNo: 0, pageSize: 0, totalResults: 0, data: [] }
  const data = await sorted(rows, column, order.key, direction, place.isFromEnd)
    .limit(place.limit)
    .offset(place.offset)
    .execute()
  return {
    pageNo,
    pageSize,
    totalResults: total,
    data: place.isFromEnd ? data.toReversed() : data,
  }
}

const opposite = { asc: 'desc', desc: 'asc' } as const

/** By the column, then by the key so that the order is stable; from the end, exactly reversed. */
function sorted<DB, TB extends keyof DB, Row>(
  rows: SelectQueryBuilder<DB, TB, Row>,
  column: Expression<unknown>,
  key: Expression<unknown>,
  direction: 'asc' | 'desc',
  isFromEnd = false,
) {
  return rows
    .orderBy(column, isFromEnd ? opposite[direction] : direction)
    .orderBy(key, isFromEnd ? 'desc' : 'asc')
}

/** Where a page lies, counted from the nearer end: the last page costs what the first one does. */
function placeOf(start: number, pageSize: number, total: number) {
  const limit = Math.min(pageSize, total - start)
  if (limit <= 0) return undefined
  const isFromEnd = start > total / 2
  return { limit, isFromEnd, offset: isFromEnd ? total - start - limit : start }
}

export async function countRows<DB, TB extends keyof DB>(
  matching: SelectQueryBuilder<DB, TB, object>,
): Promise<number> {
  const counted = await matching.select(sql<number>`count(*)`.as('total')).executeTakeFirst()
  // A builder of any table loses sight of the column that it was just given.
  return ((counted ?? { total: 0 }) as { total: number }).total
}
