import type { Column } from './data-table.tsx'
import type { ListState } from './list-state.ts'

export function isShown<Row>({ title, isExtra }: Column<Row>, list: ListState): boolean {
  return list.toggled.includes(title) === (isExtra ?? false)
}

/** The columns that the reader wants to see; the first names the row and always stays. */
export function shownColumns<Row>(columns: readonly Column<Row>[], list: ListState): Column<Row>[] {
  return columns.filter((column, index) => index === 0 || isShown(column, list))
}

/** What a cell says in a file; columns of buttons say nothing. */
export function cellText<Row>({ text, cell }: Column<Row>, row: Row): string {
  if (text) return text(row)
  const content = cell(row)
  return typeof content === 'string' ? content : ''
}
