/** What a list asks for: filters, order and page, as V2 lists name them. */
export interface ListQuery {
  [filter: string]: string | number
  sortFieldName: string
  sortType: 'asc' | 'desc'
  pageNo: number
  pageSize: number
}

interface ListPage {
  data: readonly unknown[]
  totalResults: number
}

/** How an endpoint wants to be asked for a page, and how it answers. */
export interface ListAdapter {
  toCall: (query: ListQuery) => Record<string, unknown>
  toPage: (response: unknown) => ListPage
}

/** A V2 list takes and gives the list's own form (common.md 10). */
export const pagedList: ListAdapter = {
  toCall: (query) => query,
  toPage: (response) => response as ListPage,
}

/** A V1 search (common.md 8); truth values are compared, texts need only contain. */
export const searchedList: ListAdapter = {
  toCall({ sortFieldName, sortType, pageNo, pageSize, ...filters }) {
    return {
      filters: Object.entries(filters).map(([columnName, value]) => ({
        columnName,
        type: value === 'true' || value === 'false' ? 'equals' : 'contains',
        value: String(value),
      })),
      sort: [{ sortField: sortFieldName, sortType }],
      pagination: { pageStart: pageNo, pageFetch: pageSize },
    }
  },
  toPage(response) {
    const { data, totalRecord } = response as { data: unknown[] | null; totalRecord: number }
    return { data: data ?? [], totalResults: totalRecord }
  },
}
