import { UnstyledButton } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { T, useText } from '../i18n/text.tsx'
import { Cards } from './cards.tsx'
import { FailureAlert } from './failure.tsx'
import { Icon } from './icon.tsx'
import { Paging } from './paging.tsx'
import type { Column, DataTableProps, Selection, Sort } from './table-parts.ts'
import { useIsPhone } from './use-phone.ts'

export type { Column, Sort }

/** A list in its four states: loading, failed, empty, filled. Cards on a phone. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, error, onRetry, empty, page, columns } = props
  const isPhone = useIsPhone()
  if (error && !rows) return <FailureAlert error={error} {...(onRetry ? { onRetry } : {})} />
  if (!rows) return <Bones columns={columns} />
  if (rows.length === 0) return <div className="empty">{empty}</div>
  return (
    <div>
      {isPhone ? <Cards {...props} rows={rows} /> : <FilledTable {...props} rows={rows} />}
      {page && <Paging {...page} />}
    </div>
  )
}

const boneRows = [72, 48, 64, 56, 80, 60] as const

/** The shape of the rows to come, in the columns that they will have. */
function Bones<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  const { t } = useText()
  return (
    <div role="status" aria-label={t('states.loading')} className="bones">
      <div className="bone-row bone-head" aria-hidden>
        {columns.map(({ title, rank }) => (
          <span key={title} data-rank={rank}>
            {t(title)}
          </span>
        ))}
      </div>
      {boneRows.map((width) => (
        <div key={width} className="bone-row" aria-hidden>
          {columns.map(({ title, rank }) => (
            <span key={title} data-rank={rank}>
              <span className="bone" style={{ inlineSize: `${width}%` }} />
            </span>
          ))}
        </div>
      ))}
    </div>
  )
}

function FilledTable<Row>(props: DataTableProps<Row> & { rows: readonly Row[] }) {
  const { label, columns, rows, keyOf, sort, onSort, isStale, selection } = props
  return (
    <div className="table-scroll">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrow keys move between the links of its rows */}
      <table
        className="data-table"
        data-opens
        aria-label={label}
        aria-busy={isStale}
        onKeyDown={moveBetweenRows}
      >
        <thead>
          <tr>
            {selection && <ChooseAll rows={rows} selection={selection} />}
            {columns.map((column) => (
              <SortHeader key={column.title} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} aria-selected={selection?.isChosen(row)}>
              {selection && (
                <td className="pick">
                  <input
                    type="checkbox"
                    aria-label={selection.nameOf(row)}
                    checked={selection.isChosen(row)}
                    onChange={() => selection.toggle(row)}
                  />
                </td>
              )}
              {columns.map((column, index) => (
                <td key={column.title} data-rank={column.rank} className={classOf(column, index)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function classOf<Row>({ isNumber }: Column<Row>, index: number): string | undefined {
  if (index === 0) return 'cell-name'
  return isNumber ? 'num' : undefined
}

interface ChooseAllProps<Row> {
  rows: readonly Row[]
  selection: Selection<Row>
}

function ChooseAll<Row>({ rows, selection }: ChooseAllProps<Row>) {
  const { t } = useText()
  const chosen = rows.filter((row) => selection.isChosen(row)).length
  return (
    <th className="pick" scope="col">
      <input
        type="checkbox"
        aria-label={t('lists.choosePage')}
        checked={chosen === rows.length}
        ref={(box) => {
          if (box) box.indeterminate = chosen > 0 && chosen < rows.length
        }}
        onChange={selection.toggleAll}
      />
    </th>
  )
}

/** Arrow keys go to the first control of the row above or below; Enter then opens it. */
function moveBetweenRows(event: KeyboardEvent<HTMLTableElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const from = event.target instanceof Element ? event.target.closest('tr') : null
  const row = event.key === 'ArrowDown' ? from?.nextElementSibling : from?.previousElementSibling
  // From the head, down leads to the first row.
  const next = row ?? (from?.closest('thead') ? event.currentTarget.tBodies[0]?.rows[0] : undefined)
  const control = next?.querySelector<HTMLElement>('a, button')
  if (!control) return
  event.preventDefault()
  control.focus()
}

interface SortHeaderProps<Row> {
  column: Column<Row>
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
}

function SortHeader<Row>({ column, sort, onSort }: SortHeaderProps<Row>) {
  const { title, sortField, isNumber, rank } = column
  const className = isNumber ? 'num' : undefined
  if (!sortField || !onSort) {
    return (
      <th scope="col" className={className} data-rank={rank}>
        <T id={title} />
      </th>
    )
  }
  const direction = sort?.field === sortField ? sort.direction : undefined
  const next = direction === 'asc' ? 'desc' : 'asc'
  return (
    <th
      scope="col"
      className={className}
      data-rank={rank}
      aria-sort={direction ? (direction === 'asc' ? 'ascending' : 'descending') : 'none'}
    >
      <UnstyledButton
        className="sort"
        onClick={() => onSort({ field: sortField, direction: next })}
      >
        <T id={title} />
        {direction && <Icon name={`${direction}ending`} size={12} />}
      </UnstyledButton>
    </th>
  )
}
