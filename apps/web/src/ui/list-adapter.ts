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
