import {
  sql,
  type Expression,
  type RawBuilder,
  type SelectQueryBuilder,
  type SqlBool,
} from 'kysely'

/** Case-insensitive "contains" with `%`, `_` and `\` taken literally (common.md 10.3). */
export function contains(column: Expression<unknown>, text: string): RawBuilder<SqlBool> {
  return isLike(column, `%${likeText(text)}%`)
}

/**
 * Whether a column is like a pattern, whatever the case of either. The database lower-cases both:
 * `İ` becomes one letter in some of its locales, two in others and in JavaScript.
 */
export function isLike(column: Expression<unknown>, pattern: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`lower(${column}) like lower(${pattern})`
}

/** Text for a pattern, with nothing of it a wildcard. */
export function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`)
}

type Filters = Readonly<Record<string, unknown>>

/** Adds a "contains" condition for each text filter that is given; every column is of a filter. */
export function whereContains<
  DB,
  TB extends keyof DB,
  Row,
  F extends Filters,
  Name extends keyof F,
>(
  query: SelectQueryBuilder<DB, TB, Row>,
  columns: Readonly<Record<Name, Expression<unknown>>>,
  filters: F,
): SelectQueryBuilder<DB, TB, Row> {
  return Object.entries<Expression<unknown>>(columns).reduce((narrowed, [name, column]) => {
    const text = filters[name]
    return typeof text === 'string' && text !== ''
      ? narrowed.where(contains(column, text))
      : narrowed
  }, query)
}

/** A "contains" condition for each text filter that is given, on columns of the rows of a list. */
export function containing<F extends Filters, Name extends keyof F & string>(
  columns: Readonly<Record<Name, string>>,
  filters: F,
): RawBuilder<SqlBool>[] {
  return Object.entries<string>(columns).flatMap(([name, column]) => {
    const text = filters[name]
    const isGiven = typeof text === 'string' && text !== ''
    return isGiven ? [contains(sql.ref(`row.${column}`), text)] : []
  })
}
