import type { Endpoint } from '@pmp/contract'
import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useRead } from '../api/query.ts'
import { T } from '../i18n/text.tsx'
import { DataTable, type Column, type Sort } from './data-table.tsx'
import { FilterBar, type Filter } from './filter-bar.tsx'
import { useListState } from './list-state.ts'
import { Surface } from './surface.tsx'

interface ContractListProps<Row> {
  endpoint: Endpoint
  /** What the list is called for readers of screens. */
  label: string
  columns: Column<Row>[]
  keyOf: (row: Row) => string
  sort: Sort
  filters: readonly Filter[]
  /** Parameters that the reader does not choose. */
  fixed?: Readonly<Record<string, string>>
  /** What to say and offer when there is nothing at all. */
  empty: ReactNode
}

/** A paged list of an endpoint: filters, table and pages, their state in the address. */
export function ContractList<Row>(props: ContractListProps<Row>) {
  const { endpoint, label, columns, keyOf, filters, fixed, empty } = props
  const list = useListState({ sort: props.sort, filters: filters.map(({ name }) => name) })
  // Filters are named by the page after the endpoint's query; the rows are those of its response.
  const query = { ...list.query, ...fixed }
  const read = useRead(endpoint, query, { keepPrevious: true })
  const page = read.data as { data: Row[]; totalResults: number } | undefined
  const isFiltered = Object.keys(list.filters).length > 0
  return (
    <Surface>
      <FilterBar filters={filters} list={list} />
      <DataTable
        label={label}
        columns={columns}
        rows={page?.data}
        keyOf={keyOf}
        error={read.error}
        isStale={read.isPlaceholderData}
        onRetry={() => void read.refetch()}
        sort={list.sort}
        onSort={list.setSort}
        page={list.pageOf(page?.totalResults ?? 0)}
        empty={isFiltered ? <NoMatch /> : empty}
      />
    </Surface>
  )
}

function NoMatch() {
  return (
    <Text c="dimmed">
      <T id="states.noMatch" />
    </Text>
  )
}

/** What an empty list says, and the way to its first entry. */
export function Empty({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <Stack align="center" gap="md">
      <Text c="dimmed" maw="28rem">
        {text}
      </Text>
      {action}
    </Stack>
  )
}
