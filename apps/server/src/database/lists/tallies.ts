import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'
import type { DB } from '../schema.ts'
import { dayMs } from '../../durations.ts'
import type { SortedColumn } from './page.ts'

/*
 * Conditions that many rows match, whose totals are known without reading them: a list keeps how many
 * rows of each kind have each value of a column, and each day of an instant (migration 0045).
 */

/** Where a list keeps them. */
export type Tallies = keyof DB & `pmp.${string}Tally`

/** A condition on one column of a row list. */
export type Tallied = OfValue | OfSpan

interface OnColumn {
  /** The column of the rows, whose values or days are kept. */
  column: string
  /** The order that its index has. */
  order: SortedColumn
  /** What it says of a row. */
  condition: RawBuilder<SqlBool>
}

interface OfValue extends OnColumn {
  /** Whether a value that is kept, as text, is one of those that are asked for. */
  isAskedFor: (value: Expression<unknown>) => RawBuilder<SqlBool>
  isBoolean: boolean
}

export interface OfSpan extends OnColumn {
  span: Span
}

/** From an instant on, and before another one or up to it. */
export interface Span {
  from?: Date | undefined
  till?: Date | undefined
  upTo?: Date | undefined
}

/** Rows of a span; of all, where it has no ends. */
export function inSpan(column: string, span: Span, order?: SortedColumn): OfSpan {
  const ref = sql.ref(`row.${column}`)
  return {
    column,
    span,
    order: order ?? { column: ref, direction: 'asc' },
    condition: within(ref, span),
  }
}

function within(value: Expression<unknown>, { from, till, upTo }: Span): RawBuilder<SqlBool> {
  const conditions = [
    ...(from ? [sql<SqlBool>`${value} >= ${from}`] : []),
    ...(till ? [sql<SqlBool>`${value} < ${till}`] : []),
    ...(upTo ? [sql<SqlBool>`${value} <= ${upTo}`] : []),
  ]
  return conditions.length === 0 ? sql`true` : sql`${sql.join(conditions, sql` and `)}`
}

interface Kept {
  rows: keyof DB
  counts: keyof DB
  tallies: Tallies
  kinds: readonly string[]
}

/** How many rows of each kind match: the kinds, `total`, and for values the `value` of each. */
export function tallied(list: Kept, asked: Tallied): RawBuilder<unknown> {
  return 'span' in asked ? talliedDays(list, asked) : talliedValues(list, asked)
}

const ofColumn = ({ column }: Tallied) => sql`row.name = ${nameOf(column)}`

/** As the database calls a column. */
export function nameOf(column: string): string {
  return column.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function talliedValues({ tallies, kinds }: Kept, asked: OfValue): RawBuilder<unknown> {
  return sql`(select ${kindsOf(kinds, 'row')}, row.value, row.total from ${sql.table(tallies)} as row
    where ${ofColumn(asked)} and row.value <> '' and ${asked.isAskedFor(sql.ref('row.value'))})`
}

/** Those of each whole day of a span, and the rows of what is left of two days: `total` of a `day`. */
export function talliedDays(list: Kept, asked: OfSpan): RawBuilder<unknown> {
  const { span } = asked
  const end = span.till ?? span.upTo
  const from = span.from && new Date(Math.ceil(span.from.getTime() / dayMs) * dayMs)
  const till = end && new Date(Math.floor(end.getTime() / dayMs) * dayMs)
  if (from && till && from > till) return sql`(${countedRows(list, asked.column, span)})`
  const days = sql`select ${kindsOf(list.kinds, 'row')}, row.day, row.total from ${sql.table(list.tallies)} as row
    where ${ofColumn(asked)} and row.value = '' and ${within(sql.ref('row.day'), { from, till })}`
  const parts = [
    days,
    ...(from ? [countedRows(list, asked.column, { from: span.from, till: from })] : []),
    ...(till ? [countedRows(list, asked.column, { ...span, from: till })] : []),
  ]
  return sql`(${sql.join(parts, sql` union all `)})`
}

/** Kind by kind, because every order is led by the kinds. */
function countedRows({ rows, counts, kinds }: Kept, column: string, span: Span) {
  const day = span.from ?? span.till ?? span.upTo
  return sql`select ${kindsOf(kinds, 'known')}, ${day}::timestamp::date as day, found.total from (
      select ${kindsOf(kinds, 'row')} from ${sql.table(counts)} as row group by ${kindsOf(kinds, 'row')}
    ) as known cross join lateral (
      select count(*) as total from ${sql.table(rows)} as row where row.is_listed
        and (${kindsOf(kinds, 'row')}) = (${kindsOf(kinds, 'known')})
        and ${within(sql.ref(`row.${column}`), span)}
    ) as found`
}

/** The columns of the kinds as they stand in a table, or what it is called in the statement. */
export function kindsOf(kinds: readonly string[], table: string): RawBuilder<unknown> {
  return sql.join(kinds.map((name) => sql.ref(`${table}.${name}`)))
}

/**
 * Whether a row of a `kind` matches, where the column is in front of the order. A value is compared as a
 * range, because only the index that has the column in front then gives the order.
 */
export function inOrderOfColumn(asked: Tallied): RawBuilder<SqlBool> {
  if ('span' in asked) return asked.condition
  const value = valueOf(asked, sql`kind.value`)
  return sql`${asked.order.column} >= ${value} and ${asked.order.column} <= ${value}`
}

/** The same where the rows are in another order. */
export function inOtherOrder(asked: Tallied): RawBuilder<SqlBool> {
  return passedOver('span' in asked ? asked.condition : isValue(asked, sql`kind.value`))
}

/** The same for a kind that is known. */
export function ofFoundKind(asked: Tallied, kind: Record<string, unknown>): RawBuilder<SqlBool> {
  return passedOver('span' in asked ? asked.condition : isValue(asked, sql`${kind['value']}::text`))
}

/**
 * Says of each row that comes in order, and is served by no index: that would give all that match. The
 * database takes it for a condition that half of the rows meet.
 */
const passedOver = (condition: RawBuilder<SqlBool>) =>
  sql<SqlBool>`case when ${condition} then true else false end`

function isValue(asked: OfValue, value: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql`${asked.order.column} = ${valueOf(asked, value)}`
}

function valueOf({ isBoolean }: OfValue, value: RawBuilder<unknown>): RawBuilder<unknown> {
  return isBoolean ? sql`${value}::boolean` : value
}
