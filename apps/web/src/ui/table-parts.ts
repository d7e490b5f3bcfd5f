import type { ReactNode } from 'react'
import type { MessageId } from '../i18n/language.tsx'
import type { PagingProps } from './paging.tsx'

export interface Column<Row, SortField extends string = string> {
  title: MessageId
  cell: (row: Row) => ReactNode
  /** The value in a file, where the cell is more than text. */
  text?: (row: Row) => string
  /** Shown only when the reader chooses it. */
  isExtra?: boolean
  /** The API's sort field; absent: the column cannot be sorted. */
  sortField?: SortField
  /** Amounts stand at the end side. */
  isNumber?: boolean
  /** Leaves where the page is narrow: 3 first, then 2. */
  rank?: 2 | 3
  /** Its place on the card of a phone. Where no column has one, every value stands beside its name. */
  part?: 'state' | 'line' | 'end' | 'buttons'
}

export interface Sort<Field extends string = string> {
  field: Field
  direction: 'asc' | 'desc'
}

/** The rows that a reader has chosen. */
export interface Selection<Row> {
  isChosen: (row: Row) => boolean
  toggle: (row: Row) => void
  /** Says whose row a box is. */
  nameOf: (row: Row) => string
  /** Chooses all rows of the page, or none. */
  toggleAll: () => void
}

export interface DataTableProps<Row> {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[] | undefined
  keyOf: (row: Row) => string
  error?: unknown
  /** Whether newer rows are on their way. */
  isStale?: boolean
  onRetry?: () => void
  sort?: Sort
  onSort?: (sort: Sort) => void
  page?: PagingProps
  selection?: Selection<Row> | undefined
  empty: ReactNode
}
