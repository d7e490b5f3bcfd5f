import { Box, Skeleton, Stack, Table, Text, UnstyledButton } from '@mantine/core'
import type { KeyboardEvent, ReactNode } from 'react'
import type { MessageId } from '../i18n/language.tsx'
import { T, useText } from '../i18n/text.tsx'
import { FailureAlert } from './failure.tsx'
import { Icon } from './icon.tsx'
import { Paging, type PagingProps } from './paging.tsx'

export interface Column<Row, SortField extends string = string> {
  title: MessageId
  cell: (row: Row) => ReactNode
  /** The value in a file, where the cell is more than text. */
  text?: (row: Row) => string
  /** Shown only when the reader chooses it. */
  isExtra?: boolean
  /** The API's sort field; absent: the column cannot be sorted. */
  sortField?: SortField
}

export interface Sort<Field extends string = string> {
  field: Field
  direction: 'asc' | 'desc'
}

interface DataTableProps<Row> {
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
  empty: ReactNode
}

/** A list in its four states: loading, failed, empty, filled. Cards below 640 px. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, error, onRetry, empty, page } = props
  if (error && !rows) return <FailureAlert error={error} {...(onRetry ? { onRetry } : {})} />
  if (!rows) return <LoadingRows />
  if (rows.length === 0) return <Box className="empty">{empty}</Box>
  return (
    <Stack>
      <FilledTable {...props} rows={rows} />
      {page && <Paging {...page} />}
    </Stack>
  )
}

function LoadingRows() {
  const { t } = useText()
  return (
    <Stack role="status" aria-label={t('states.loading')} gap="sm">
      {['a', 'b', 'c', 'd', 'e'].map((key) => (
        <Skeleton key={key} height={44} radius="md" />
      ))}
    </Stack>
  )
}

function FilledTable<Row>(props: DataTableProps<Row> & { rows: readonly Row[] }) {
  const { label, columns, rows, keyOf, sort, onSort, isStale } = props
  const { t } = useText()
  return (
    <Table
      className="data-table"
      aria-label={label}
      aria-busy={isStale}
      verticalSpacing="sm"
      onKeyDown={moveBetweenRows}
    >
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <SortHeader key={column.title} column={column} sort={sort} onSort={onSort} />
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={keyOf(row)}>
            {columns.map((column) => (
              <Table.Td key={column.title} data-label={t(column.title)}>
                {column.cell(row)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
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

function SortHeader<Row>({ column: { title, sortField }, sort, onSort }: SortHeaderProps<Row>) {
  if (!sortField || !onSort) {
    return (
      <Table.Th scope="col">
        <T id={title} />
      </Table.Th>
    )
  }
  const direction = sort?.field === sortField ? sort.direction : undefined
  const next = direction === 'asc' ? 'desc' : 'asc'
  return (
    <Table.Th
      scope="col"
      aria-sort={direction ? (direction === 'asc' ? 'ascending' : 'descending') : 'none'}
    >
      <UnstyledButton
        className="sort"
        onClick={() => onSort({ field: sortField, direction: next })}
      >
        <Text span fw={600} size="sm">
          <T id={title} />
        </Text>
        <Icon name={direction ? `${direction}ending` : 'sortable'} size={14} />
      </UnstyledButton>
    </Table.Th>
  )
}
