import { z } from 'zod'
import type { FailureName } from './failures.ts'
import { givenText, optionalText, requiredText } from './fields.ts'

/*
 * V1 search and filter values (common.md 8, 9). Upstream checks their parts by hand with codes of
 * their own, so the schemas only give the shape; the server reads them in `database/lists/search.ts`.
 */

const text = optionalText()

/** A whole number of 32 bits; clients may send it as text or with a fraction, which is cut off. */
function asWhole(value: unknown): unknown {
  if (typeof value === 'string' && value.trim() === '') return null
  const isText = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value)
  if (!isText && typeof value !== 'number') return value
  const whole = Math.trunc(Number(value))
  // As text what is too large has the wrong type.
  return whole === (whole | 0) ? whole : String(value)
}

const whole = z.preprocess(asWhole, z.number().int().nullish())

export const SearchFilter = z.object({
  columnName: text,
  type: text,
  value: text,
  values: z.array(z.string()).nullish(),
  fromValue: text,
  toValue: text,
})

/** The `request` of a V1 search (common.md 8.1). */
export const SearchRequest = z.object({
  filters: z.array(SearchFilter).nullish(),
  sort: z.array(z.object({ sortField: text, sortType: text })).nullish(),
  pagination: z.object({ pageStart: whole, pageFetch: whole }).nullish(),
})

/** One page of a V1 search (common.md 8.4); no row: `0, 0, 0, null`. */
export function searchPageOf<T extends z.ZodType>(item: T) {
  return z.object({
    fromRecord: z.number().int(),
    toRecord: z.number().int(),
    totalRecord: z.number().int(),
    data: z.array(item).nullable(),
  })
}

/** The `request` of a filter values call (common.md 9). */
export const FilterValuesRequest = z.object({
  filters: z.array(
    z.object({
      columnName: requiredText(),
      /** `all` or `unique`, letter case ignored. */
      type: givenText(36).default('unique'),
      text,
    }),
  ),
  /** Restricts the rows, as the filters of a search do. */
  optionalFilters: z.array(SearchFilter).nullish(),
})

export const FilterValues = z.object({
  filters: z.array(
    z.object({ fieldID: z.string(), fieldValue: z.string(), fieldCode: z.string() }),
  ),
})

/** What a filter values call of the partner service refuses (common.md 9). */
export const filterValuesFailures = [
  'field_invalid',
  'filter_type_missing',
  'filter_column_unknown',
  'filter_type_unknown',
] as const satisfies readonly FailureName[]

/** What a V1 search refuses, in the order of its checks (common.md 8.2). */
export const searchFailures = [
  'search_column_missing',
  'search_column_unknown',
  'search_type_missing',
  'search_value_twice',
  'search_value_wrong',
  'search_values_missing',
  'search_range_incomplete',
  'search_sort_incomplete',
  'search_sort_field_unknown',
  'search_sort_type_unknown',
  'search_page_wrong',
] as const satisfies readonly FailureName[]
