import { Failure, type ListRequest, type ListRules } from '@pmp/contract'
import { Problem } from './problem.ts'

interface ListParameters {
  sortFieldName?: string
  sortType?: string
  pageNo?: string
  pageSize?: string
}

/** Rows of one page at most; more are not an error, just not given (common.md 10.2). */
const largestPage = 1000

/**
 * Reads sort and page of a V2 list.
 * @throws {Failure} in the order of common.md 10.2
 */
export function readListRequest(rules: ListRules, given: ListParameters): ListRequest {
  const { sortFieldName, sortType } = given
  const pageNo = numberText(given.pageNo, rules.defaultPage?.pageNo)
  const pageSize = numberText(given.pageSize, rules.defaultPage?.pageSize)
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

/** Whether a V2 list is asked for whole: number or size of the page are neither given nor usual. */
export function isAskedWhole(
  { defaultPage }: ListRules,
  given: Readonly<Record<string, unknown>>,
): boolean {
  return (['pageNo', 'pageSize'] as const).some((name) => {
    const text = given[name]
    return (
      numberText(typeof text === 'string' ? text : undefined, defaultPage?.[name]) === undefined
    )
  })
}

/** An empty number counts as absent. */
function numberText(given: string | undefined, usual: number | undefined): string | undefined {
  if (given !== undefined && given.trim() !== '') return given
  return usual === undefined ? undefined : String(usual)
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

/** A whole number of 32 bits, blanks around it ignored. */
function wholeOf(text: string): number | undefined {
  const number = Number(text)
  return /^[+-]?\d+$/.test(text.trim()) && number === (number | 0) ? number : undefined
}
