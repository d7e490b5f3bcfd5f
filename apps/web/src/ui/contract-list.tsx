import type { Endpoint } from '@pmp/contract'
import { Group, Stack, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useRef, type ReactNode } from 'react'
import { useRead } from '../api/query.ts'
import { T } from '../i18n/text.tsx'
import { DataTable, type Column, type Sort } from './data-table.tsx'
import { FilterBar, type Filter } from './filter-bar.tsx'
import { pagedList, type ListAdapter } from './list-adapter.ts'
import { shownColumns } from './list-columns.ts'
import { useListState } from './list-state.ts'
import { ListTools } from './list-tools.tsx'
import { Surface } from './surface.tsx'

interface ContractListProps<Row> {
  /** Names the list among saved views and in file names. */
  name: string
  endpoint: Endpoint
  /** How the endpoint is asked; absent: as a V2 list. */
  adapter?: ListAdapter
  /** What the list is called for readers of screens. */
  label: string
  /** A heading, where the page has more than the list. */
  title?: string
  columns: Column<Row>[]
  keyOf: (row: Row) => string
  sort: Sort
  filters: readonly Filter[]
  /** Parameters that the reader does not choose. */
  fixed?: Readonly<Record<string, string>>
  /** What to say and offer when there is nothing at all. */
  empty: ReactNode
}

/** A paged list of an endpoint: filters, tools, table and pages, their state in the address. */
export function ContractList<Row>(props: ContractListProps<Row>) {
  const { name, endpoint, adapter = pagedList, label, columns, keyOf, filters, empty } = props
  const fixed = props.fixed ?? {}
  const place = useRef<HTMLDivElement>(null)
  const list = useListState({ sort: props.sort, filters: filters.map((filter) => filter.name) })
  const read = useRead(endpoint, adapter.toCall({ ...list.query, ...fixed }) as never, {
    keepPrevious: true,
  })
  const page = read.data === undefined ? undefined : adapter.toPage(read.data)
  const isFiltered = Object.keys(list.filters).length > 0
  useHotkeys([['/', () => place.current?.querySelector<HTMLElement>('[type=search]')?.focus()]])
  return (
    <Surface title={props.title}>
      <Group justify="space-between" align="flex-end" gap="sm" mb="md" ref={place}>
        <FilterBar filters={filters} list={list} />
        <ListTools
          name={name}
          endpoint={endpoint}
          adapter={adapter}
          columns={columns}
          fixed={fixed}
          list={list}
        />
      </Group>
      <DataTable
        label={label}
        columns={shownColumns(columns, list)}
        // The rows are those of the endpoint's response.
        rows={page?.data as Row[] | undefined}
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
