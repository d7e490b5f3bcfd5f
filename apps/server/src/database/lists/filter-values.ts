import {
  Failure,
  type FailureName,
  type FilterValues,
  type FilterValuesRequest,
} from '@pmp/contract'
import { sql, type Expression, type SelectQueryBuilder } from 'kysely'
import type { z } from 'zod'
import { contains } from './text-filters.ts'
import { readFilters, whereAll, type SearchColumn, type SearchRules } from './search.ts'

/** Values of one column at most; upstream's `mosip.pms.filtervalue.max_columns` as deployed. */
const mostValues = 5000

export interface FilterValuesRules extends SearchRules {
  /** What names the row of a value: its id, or its name. */
  code: Expression<unknown>
  /** What a blank type, an unknown column and an unknown type are called (common.md 9). */
  failures: { typeMissing: FailureName; columnUnknown: FailureName; typeUnknown: FailureName }
  /** Tells what is wrong with every filter, not only with the first (common.md 9). */
  collectsFailures?: boolean
}

type Request = z.output<typeof FilterValuesRequest>
type Wanted = Request['filters'][number]

/**
 * The values of columns, for drop-downs (common.md 9), one bounded query per column.
 * @param rows the rows that may be seen, without columns
 * @throws {Failure} those of the rules, and those of the optional filters
 */
export async function findFilterValues<DB, TB extends keyof DB>(
  rules: FilterValuesRules,
  { filters, optionalFilters }: Request,
  rows: SelectQueryBuilder<DB, TB, object>,
): Promise<z.output<typeof FilterValues>> {
  if (rules.collectsFailures) checkAll(rules, filters)
  const wanted = filters.map((filter) => ({ filter, column: columnOf(rules, filter) }))
  const { conditions, ofKinds, tallied } = readFilters(rules, optionalFilters ?? [])
  const seen = whereAll(rows, [...ofKinds, ...conditions, ...(tallied ? [tallied.condition] : [])])
  const values = []
  for (const { filter, column } of wanted) {
    values.push(...(await valuesOf(filter, { ...column, code: rules.code }, seen)))
  }
  return { filters: values }
}

/** @throws {Failure} the first refusal of a filter, with those of the others */
function checkAll(rules: FilterValuesRules, filters: readonly Wanted[]): void {
  const [first, ...others] = filters.flatMap((filter) => refusalOf(rules, filter) ?? [])
  if (first) throw new Failure(first.failure, first.details, others)
}

function refusalOf(rules: FilterValuesRules, filter: Wanted): Failure | undefined {
  try {
    columnOf(rules, filter)
    return undefined
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

function columnOf({ columns, failures }: FilterValuesRules, filter: Wanted): SearchColumn {
  const { columnName, type } = filter
  if (type.trim() === '') throw new Failure(failures.typeMissing)
  const column = Object.hasOwn(columns, columnName) ? columns[columnName] : undefined
  if (!column) throw new Failure(failures.columnUnknown, { field: columnName })
  const isKnown = ['all', 'unique'].includes(type.toLowerCase())
  if (!isKnown) throw new Failure(failures.typeUnknown)
  if (column.kind === 'instant') throw new Failure('filter_type_unknown')
  return column
}

async function valuesOf<DB, TB extends keyof DB>(
  { columnName, type, text }: Wanted,
  { column, kind, code }: SearchColumn & Pick<FilterValuesRules, 'code'>,
  rows: SelectQueryBuilder<DB, TB, object>,
) {
  if (kind === 'boolean') {
    return ['true', 'false'].map((value) => ({
      fieldID: columnName,
      fieldValue: value,
      fieldCode: '',
    }))
  }
  const found = rows
    .where(contains(column, text ?? ''))
    .select([sql<string>`${column}`.as('fieldValue'), sql<string>`${code}`.as('fieldCode')])
  const distinct = type.toLowerCase() === 'unique' ? found.distinct() : found
  const values = await distinct
    .orderBy(sql`1`)
    .orderBy(sql`2`)
    .limit(mostValues)
    // A builder of any table loses sight of the columns that it was just given.
    .$castTo<{ fieldValue: string; fieldCode: string }>()
    .execute()
  return values.map((value) => ({ fieldID: columnName, ...value }))
}
