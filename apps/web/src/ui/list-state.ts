import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Sort } from './data-table.tsx'

const usualPageSize = 10

interface ListStateOptions {
  sort: Sort
  /** The filters that the page offers. */
  filters: readonly string[]
}

function isOrder(value: unknown): value is Sort['direction'] {
  return value === 'asc' || value === 'desc'
}

function wholeNumber(value: unknown, otherwise: number): number {
  const number = Number(value)
  return Number.isInteger(number) && number > 0 ? number : otherwise
}

/** Digits in the address are read as a number, `true` and `false` as a boolean. */
function asText(value: unknown): string {
  const isPlain = typeof value === 'number' || typeof value === 'boolean'
  return isPlain || typeof value === 'string' ? `${value}` : ''
}

/** What an address says of a list; it may hold anything. */
function readState(
  search: Record<string, unknown>,
  { sort: usual, filters: names }: ListStateOptions,
) {
  const filters: Record<string, string> = Object.fromEntries(
    names.flatMap((name) => {
      const value = asText(search[name])
      return value === '' ? [] : [[name, value]]
    }),
  )
  const { sort: field, order } = search
  const sort: Sort =
    typeof field === 'string' && isOrder(order) ? { field, direction: order } : usual
  return {
    filters,
    sort,
    pageSize: wholeNumber(search['size'], usualPageSize),
    pageNo: wholeNumber(search['page'], 1) - 1,
    /** Columns that are not as usual: hidden, or extra ones that are shown. */
    toggled: asText(search['columns']).split(',').filter(Boolean),
  }
}

/** Filters, order and page of a list, all in the address: back, reload and links work. */
export function useListState(options: ListStateOptions) {
  // Every list has its own filters.
  const search: Record<string, unknown> = useSearch({ strict: false })
  const navigate = useNavigate()
  const { filters, sort, pageSize, pageNo, toggled } = readState(search, options)

  function change(values: Record<string, string | number>) {
    void navigate({
      to: '.',
      // Not what was rendered: another change may be on its way into the address.
      search: (newest: Record<string, unknown>) =>
        Object.fromEntries(
          Object.entries({ ...newest, page: '', ...values }).filter(([, value]) => value !== ''),
        ),
      replace: true,
      resetScroll: false,
    })
  }

  return {
    filters,
    sort,
    query: {
      ...filters,
      sortFieldName: sort.field,
      sortType: sort.direction,
      pageNo,
      pageSize,
    },
    clearFilters: () => change(Object.fromEntries(options.filters.map((name) => [name, '']))),
    setFilters: (values: Readonly<Record<string, string>>) => change(values),
    toggled,
    toggle: (title: string) => {
      const others = toggled.filter((name) => name !== title)
      const next = others.length === toggled.length ? [...others, title] : others
      change({ columns: next.join(',') })
    },
    /** Everything that the address says of the list, for a saved view; a view starts at page 1. */
    search: Object.fromEntries<string>(
      Object.entries(search).flatMap(([key, value]) => {
        const text = asText(value)
        return text === '' || key === 'page' ? [] : [[key, text] as const]
      }),
    ),
    setSort: (wanted: Sort) => change({ sort: wanted.field, order: wanted.direction }),
    pageOf: (total: number) => ({
      number: pageNo,
      size: pageSize,
      total,
      onChange: (page: number) => change({ page: page === 0 ? '' : page + 1 }),
      onSize: (size: number) => change({ size: size === usualPageSize ? '' : size }),
    }),
  }
}

export type ListState = ReturnType<typeof useListState>
