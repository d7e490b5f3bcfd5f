import { Failure, type FailureName, type SearchFilter, type SearchRequest } from '@pmp/contract'
import {
  sql,
  type Expression,
  type RawBuilder,
  type SelectQueryBuilder,
  type Simplify,
  type SqlBool,
} from 'kysely'
import type { z } from 'zod'
import type { Database } from '../database.ts'
import { readWindow, type Matches, type SortedColumn } from './page.ts'
import type { DB } from '../schema.ts'
import { readRows, type Chosen, type RowList, type Show } from './row-list.ts'
import type { RowOrder } from './rows-by-kind.ts'
import type { Span, Tallied } from './tallies.ts'
import { contains, isLike, likeText } from './text-filters.ts'

/*
 * The search dialect of V1 (common.md 8): filters on named columns with operators, several sort
 * entries, pages. Everything is decided in SQL; no search loads more than its page.
 */

type Filter = z.output<typeof SearchFilter>

/** A column as clients name it. */
export interface SearchColumn {
  column: Expression<unknown>
  /** What it is sorted by, where that is another column. */
  order?: Expression<unknown>
  kind: 'text' | 'boolean' | 'instant'
  /** An instant that upstream shows with offset; it knows no ranges of them. */
  isSqlTimestamp?: boolean
  /** Whether rows can be without a value; decides where they are sorted. */
  isNullable?: boolean
  /** The form in which texts are compared as a whole; absent: without letter case. */
  keyOf?: (text: Expression<unknown>) => RawBuilder<unknown>
  /** Whoever searches by it must have it: parts and ranges would tell it bit by bit. */
  isSecret?: boolean
  /** Not a member of the answer, so the list cannot be sorted by it. */
  isFilterOnly?: boolean
  /** One of the kinds of a row list. */
  isOfKind?: boolean
  /** The column of a row list of whose values, or days, it is known how many rows have each (0045). */
  tally?: string
  /** What is kept instead of values that are too long: equal where texts of up to 256 letters are. */
  hashOf?: (text: Expression<unknown>) => RawBuilder<unknown>
  /** Few enough values that a part of a text is looked for among them. */
  hasFewValues?: boolean
  /** The name of what a row refers to: it is found where it is, then the rows by its id. */
  ofReferred?: { by: Expression<unknown>; table: keyof DB & `pms.${string}` }
}

/** What can be searched: the columns, and the order that makes every page stable. */
export interface SearchRules {
  columns: Readonly<Record<string, SearchColumn>>
  key: Expression<unknown>
  /** The failure of a filter without a column; one service differs (common.md 8.2). */
  columnMissing?: FailureName
}

/** Conditions of filters; they are combined with AND. */
interface Conditions {
  conditions: RawBuilder<SqlBool>[]
  /** Those on kinds of a row list, which are not among the others. */
  ofKinds: RawBuilder<SqlBool>[]
  /** The only other condition, where its total is known. */
  tallied?: Tallied | undefined
}

export interface Search extends Conditions {
  order: RowOrder[]
  pageNo: number
  pageSize: number
}

const usualPageSize = 10
/** Rows of one page at most; more are not an error, just not given. */
const largestPage = 10_000

/**
 * Reads a search, in the order of common.md 8.2.
 * @throws {Failure} one of `searchFailures`
 */
export function readSearch(rules: SearchRules, request: z.output<typeof SearchRequest>): Search {
  const conditions = readFilters(rules, request.filters ?? [])
  const order = (request.sort ?? []).map((entry) => readSort(rules, entry))
  const { pageStart = 0, pageFetch = usualPageSize } = request.pagination ?? {}
  // Upstream: a number that is null is zero.
  const [pageNo, pageSize] = [pageStart ?? 0, pageFetch ?? 0]
  if (pageNo < 0 || pageSize < 1) throw new Failure('search_page_wrong')
  return { ...conditions, order, pageNo, pageSize: Math.min(pageSize, largestPage) }
}

/** The conditions of filters. @throws {Failure} as `readSearch` */
export function readFilters(rules: SearchRules, filters: readonly Filter[]): Conditions {
  const known = filters.map((filter) => ({ filter, column: columnOf(rules, filter) }))
  const read = known.flatMap(({ filter, column }) => {
    const condition = readFilter(filter, column)
    return condition ? { filter, column, condition } : []
  })
  const ofKinds = read.filter(({ column }) => column.isOfKind)
  const others = read.filter(({ column }) => !column.isOfKind)
  const [only] = others.length === 1 ? others.map(talliedOf) : []
  return {
    ofKinds: ofKinds.map(({ condition }) => condition),
    conditions: only ? [] : others.map(({ condition }) => condition),
    tallied: only,
  }
}

interface ReadFilter {
  filter: Filter
  column: SearchColumn
  condition: RawBuilder<SqlBool>
}

/** A condition whose total is known; `undefined` where it is not. */
function talliedOf({ filter, column, condition }: ReadFilter): Tallied | undefined {
  const type = filter.type?.toLowerCase() ?? ''
  if (column.tally === undefined) return undefined
  if (column.kind === 'instant') {
    const span = spanOf(filter, type)
    return span && { column: column.tally, order: sortedBy(column, 'asc'), condition, span }
  }
  if (column.hashOf) return talliedHash({ ...column, hashOf: column.hashOf }, filter, condition)
  const isWhole = type === 'equals' || (type === 'in' && column.kind === 'text')
  if (!isWhole && !column.hasFewValues) return undefined
  const isAskedFor = (value: Expression<unknown>) =>
    readFilter(filter, { ...column, kind: 'text', column: value }) ?? sql<SqlBool>`true`
  const isBoolean = column.kind === 'boolean'
  return { column: column.tally, order: sortedBy(column, 'asc'), condition, isBoolean, isAskedFor }
}

function spanOf(filter: Filter, type: string): Span | undefined {
  const at = (value: unknown) => {
    const instant = valueOf(filter, 'instant', String(value))
    return instant instanceof Date ? instant : undefined
  }
  if (type === 'between') return { from: at(filter.fromValue), upTo: at(filter.toValue) }
  const from = at(filter.value)
  return type === 'equals' && from ? { from, upTo: oneMsAfter(from) } : undefined
}

function talliedHash(
  { tally, hashOf }: { tally?: string; hashOf: NonNullable<SearchColumn['hashOf']> },
  { type, value }: Filter,
  condition: RawBuilder<SqlBool>,
): Tallied | undefined {
  if (tally === undefined || type?.toLowerCase() !== 'equals' || !value || value.length > 256)
    return undefined
  return {
    column: tally,
    order: { column: sql.ref(`row.${tally}`), direction: 'asc' },
    condition,
    isBoolean: false,
    isAskedFor: (kept) => sql`${kept} = ${hashOf(sql.val(value))}`,
  }
}

function columnOf({ columns, columnMissing }: SearchRules, { columnName }: Filter): SearchColumn {
  if (columnName == null) throw new Failure(columnMissing ?? 'search_column_missing')
  const column = Object.hasOwn(columns, columnName) ? columns[columnName] : undefined
  if (!column) throw new Failure('search_column_unknown', { field: columnName })
  return column
}

type Operator = (filter: Filter, column: SearchColumn) => RawBuilder<SqlBool> | undefined

const operators = new Map(
  Object.entries<Operator>({
    contains: (filter, column) => containsText(column, partOfText(filter, column)),
    startswith(filter, column) {
      const value = partOfText(filter, column).replace(/\*$/, '')
      return isLike(column.column, `${likeText(value)}%`)
    },
    equals: (filter, column) => equals(filter, column, singleValue(filter)),
    in(filter, { column, kind }) {
      const values = filter.values ?? []
      if (values.length === 0) throw new Failure('search_values_missing', fieldOf(filter))
      const typed = values.map((value) => valueOf(filter, kind, value))
      return sql<SqlBool>`${column} in (${sql.join(typed)})`
    },
    between(filter, { column, kind, isSqlTimestamp }) {
      const { fromValue, toValue } = filter
      if (!fromValue?.trim() || !toValue?.trim()) {
        throw new Failure('search_range_incomplete', fieldOf(filter))
      }
      // Upstream: a range of truth values or of its SQL timestamps is ignored (common.md 8.3).
      if (kind === 'boolean' || isSqlTimestamp) return undefined
      const [from, to] = [fromValue, toValue].map((value) => valueOf(filter, kind, value))
      return sql<SqlBool>`${column} between ${from} and ${to}`
    },
  }),
)

function readFilter(filter: Filter, column: SearchColumn): RawBuilder<SqlBool> | undefined {
  const { type, value, values } = filter
  if (!type?.trim()) throw new Failure('search_type_missing', fieldOf(filter))
  if (value && values && values.length > 0) {
    throw new Failure('search_value_twice', fieldOf(filter))
  }
  const operator = operatorOf(type.toLowerCase(), column)
  const { ofReferred } = column
  if (operator && ofReferred) {
    const named = operator(filter, { ...column, column: sql.ref('referred.name') })
    return (
      named &&
      sql`${ofReferred.by} = any(array(select id from ${sql.table(ofReferred.table)}
      as referred where ${named}))`
    )
  }
  if (operator) return operator(filter, column)
  // Upstream: another word is ignored once it has a value.
  singleValue(filter)
  return undefined
}

const asWhole: Operator = (filter, { column }) => sql<SqlBool>`${column} = ${singleValue(filter)}`

const operatorsOfSecrets = new Map(
  ['contains', 'startswith', 'equals'].map((type) => [type, asWhole] as const),
)

function operatorOf(type: string, { isSecret }: SearchColumn): Operator | undefined {
  return (isSecret ? operatorsOfSecrets : operators).get(type)
}

function singleValue(filter: Filter): string {
  if (!filter.value?.trim()) throw wrongValue(filter)
  return filter.value
}

/** The value of a search for a part, which only texts have. */
function partOfText(filter: Filter, { kind }: SearchColumn): string {
  const value = singleValue(filter)
  if (kind !== 'text') throw new Failure('search_column_unknown', fieldOf(filter))
  return value
}

/** `*x*` and `x` contain, `*x` ends with; a lone `*` is everything (common.md 8.3). */
function containsText({ column }: SearchColumn, value: string) {
  const text = value.replaceAll(/^\*+|\*+$/g, '')
  const endsWith = value.startsWith('*') && !value.endsWith('*')
  if (endsWith) return isLike(column, `%${likeText(text)}`)
  return contains(column, text)
}

function equals(filter: Filter, searched: SearchColumn, value: string) {
  const { column, kind, keyOf = lowerOf } = searched
  if (kind === 'text') return sql<SqlBool>`${keyOf(column)} = ${keyOf(sql.val(value))}`
  const typed = valueOf(filter, kind, value)
  if (!(typed instanceof Date)) return sql<SqlBool>`${column} = ${typed}`
  // Stored instants have microseconds, asked ones milliseconds.
  return sql<SqlBool>`${column} between ${typed} and ${oneMsAfter(typed)}`
}

const oneMsAfter = (instant: Date) => new Date(instant.getTime() + 1)

const lowerOf = (text: Expression<unknown>) => sql`lower(${text})`

const instantPattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/

/** A value in the type of its column; instants without zone are UTC. */
function valueOf(filter: Filter, kind: SearchColumn['kind'], value: string) {
  if (kind === 'text') return value
  if (kind === 'boolean') {
    const word = value.toLowerCase()
    if (word !== 'true' && word !== 'false') throw wrongValue(filter)
    return word === 'true'
  }
  if (!instantPattern.test(value)) throw wrongValue(filter)
  const hasZone = value.length === 10 || /(Z|[+-]\d{2}:\d{2})$/.test(value)
  const instant = new Date(hasZone ? value : `${value}Z`)
  if (Number.isNaN(instant.getTime())) throw wrongValue(filter)
  return instant
}

function wrongValue(filter: Filter): Failure {
  return new Failure('search_value_wrong', fieldOf(filter))
}

function fieldOf({ columnName }: Filter): { field: string } {
  return { field: columnName ?? '' }
}

/** Text by code point, and what has no value first (common.md 8.3). */
function readSort(
  { columns }: SearchRules,
  { sortField, sortType }: { sortField?: string | null; sortType?: string | null },
): RowOrder {
  if (!sortField?.trim() || !sortType?.trim()) throw new Failure('search_sort_incomplete')
  const found = Object.hasOwn(columns, sortField) ? columns[sortField] : undefined
  if (!found || found.isFilterOnly) {
    throw new Failure('search_sort_field_unknown', { field: sortField })
  }
  const direction = sortType.toLowerCase()
  if (direction !== 'asc' && direction !== 'desc') throw new Failure('search_sort_type_unknown')
  return {
    ...sortedBy(found, direction),
    name: found.hashOf ? undefined : found.tally,
    isOfKind: found.isOfKind ?? false,
  }
}

function sortedBy(
  { column, order = column, kind, isNullable }: SearchColumn,
  direction: 'asc' | 'desc',
): SortedColumn {
  const by = kind === 'text' ? sql`${order} collate "C"` : order
  if (!isNullable) return { column: by, direction }
  return { column: by, direction, nulls: direction === 'asc' ? 'first' : 'last' }
}

export interface SearchPage<Row> {
  fromRecord: number
  toRecord: number
  totalRecord: number
  data: Row[] | null
}

/** One page of a search (common.md 8.4); `matches` are without the conditions of the search. */
export async function findSearchPage<DB, TB extends keyof DB, Row>(
  { conditions: others, tallied, order, pageNo, pageSize }: Search,
  { matching, rows, count }: Matches<DB, TB, Row>,
  key: Expression<unknown>,
): Promise<SearchPage<Simplify<Row>>> {
  const conditions = [...others, ...(tallied ? [tallied.condition] : [])]
  const found = {
    matching: whereAll(matching, conditions),
    rows: whereAll(rows, conditions),
    count,
  }
  const offset = pageNo * pageSize
  const { total, data } = await readWindow(found, [...order, { column: key, direction: 'asc' }], {
    offset,
    limit: pageSize,
  })
  return searchPage(offset, total, data)
}

function searchPage<Row>(offset: number, total: number, data: Row[]): SearchPage<Row> {
  if (data.length === 0) return { fromRecord: 0, toRecord: 0, totalRecord: 0, data: null }
  return { fromRecord: offset + 1, toRecord: offset + data.length, totalRecord: total, data }
}

/** The same of a row list; `chosen` comes besides the conditions of the search. */
export async function findSearchedRows<OfDB, TB extends keyof OfDB, Row>(
  db: Database,
  { list, chosen, search }: { list: RowList; chosen: Chosen; search: Search },
  show: Show<OfDB, TB, Row>,
): Promise<SearchPage<Row>> {
  const { conditions, ofKinds, tallied, order, pageNo, pageSize } = search
  const offset = pageNo * pageSize
  const second = chosen.tallied && tallied
  const narrowed = {
    tallied: chosen.tallied ?? tallied,
    ofKinds: [...chosen.ofKinds, ...ofKinds],
    others: [...chosen.others, ...conditions, ...(second ? [second.condition] : [])],
  }
  const asked = { list, chosen: narrowed, order: order.length > 0 ? order : usualOrder(narrowed) }
  const { total, data } = await readRows(db, asked, { offset, limit: pageSize, show })
  return searchPage(offset, total, data)
}

/** Any order that is stable will do; by its instant a span is found whole, and read from its beginning. */
function usualOrder({ tallied, others }: Chosen): RowOrder[] {
  const isSpan = tallied && 'span' in tallied && others.length === 0
  return isSpan ? [{ ...tallied.order, name: tallied.column }] : []
}

/** A query that is narrowed by each condition. */
export function whereAll<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  conditions: readonly RawBuilder<SqlBool>[],
): SelectQueryBuilder<DB, TB, Row> {
  return conditions.reduce((narrowed, condition) => narrowed.where(condition), query)
}
