import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'
import type { DB } from '../schema.ts'
import type { Tallied } from './tallies.ts'

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

/** The same of a column of a row list whose few values are kept, and how many rows have each. */
export function containsInValue(column: string, text: string): Tallied {
  const value = sql`${sql.ref(`row.${column}`)} collate "C"`
  return {
    column,
    order: { column: value, direction: 'asc' },
    condition: contains(value, text),
    isBoolean: false,
    isAskedFor: (kept) => contains(kept, text),
  }
}

type Filters = Readonly<Record<string, unknown>>

/** The name of what a row refers to. It is read where it is, so a new name is found at once. */
interface NameElsewhere {
  /** The column of the rows that has the id. */
  by: string
  /** Has `id`, `name` and an index for a part of `lower(name)`. */
  table: keyof DB & `pms.${string}`
}

export const orgName = { by: 'partId', table: 'pms.partner' } as const satisfies NameElsewhere
export const policyName = {
  by: 'policyId',
  table: 'pms.authPolicy',
} as const satisfies NameElsewhere
export const policyGroupName = {
  by: 'policyGroupId',
  table: 'pms.policyGroup',
} as const satisfies NameElsewhere

/** A "contains" condition for each text filter that is given, on what the rows of a list have. */
export function containing<F extends Filters, Name extends keyof F & string>(
  columns: Readonly<Record<Name, string | NameElsewhere>>,
  filters: F,
): RawBuilder<SqlBool>[] {
  return Object.entries<string | NameElsewhere>(columns).flatMap(([name, column]) => {
    const text = filters[name]
    if (typeof text !== 'string' || text === '') return []
    if (typeof column === 'string') return [contains(sql.ref(`row.${column}`), text)]
    return [isNamed(column, text)]
  })
}

/** Text in any of some columns. Each is found by its own index, also beside others. */
export function containingAnywhere(
  columns: readonly (string | NameElsewhere)[],
  text: string,
): RawBuilder<SqlBool> {
  const inColumns = columns.map((column) =>
    typeof column === 'string' ? contains(sql.ref(`row.${column}`), text) : isNamed(column, text),
  )
  return sql<SqlBool>`(${sql.join(inColumns, sql` or `)})`
}

/** As an array, so that rows are found by their index whatever the database expects to be named so. */
function isNamed({ by, table }: NameElsewhere, text: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(`row.${by}`)} = any(array(
    select id from ${sql.table(table)} as named where ${contains(sql.ref('named.name'), text)}))`
}
