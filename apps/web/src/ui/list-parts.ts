import type { ListEndpoint } from '@pmp/contract'
import type { ListState } from './list-state.ts'
import type { Column } from './table-parts.ts'

/** A filter of a list: free text, one of some values, or an instant. */
export interface Filter<Name extends string = string> {
  name: Name
  label: string
  /** Absent: free text. */
  choices?: readonly { value: string; label: string }[]
  /** An instant, to the minute; the address holds it as ISO text. */
  isTime?: boolean
  /** What readers look for first. Without one it is the first free text. */
  isSearch?: boolean
}

export interface FilterBarProps {
  filters: readonly Filter[]
  list: ListState
}

export interface ListToolsProps<Row> {
  /** Names the list among saved views and in file names. */
  name: string
  endpoint: ListEndpoint<Row>
  columns: readonly Column<Row>[]
  fixed: Readonly<Record<string, string>>
  list: ListState
  onShortcuts: () => void
}
