import type { FilterNameOf, ListEndpoint, RowOf, SortFieldOf } from '@pmp/contract'
import { Group, Stack, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useRef, type ReactNode } from 'react'
import { useList } from '../api/query.ts'
import { T } from '../i18n/text.tsx'
import { DataTable, type Column, type Sort } from './data-table.tsx'
import { FilterBar, type Filter } from './filter-bar.tsx'
import { shownColumns } from './list-columns.ts'
import { useListState } from './list-state.ts'
import { ListTools } from './list-tools.tsx'
import { Surface } from './surface.tsx'

/** A column of the list that an endpoint gives. */
export type ListColumn<E extends ListEndpoint> = Column<RowOf<E>, SortFieldOf<E>>

/** A filter of the list that an endpoint gives. */
export type ListFilter<E extends ListEndpoint> = Filter<FilterNameOf<E>>

interface ContractListProps<
  Row,
  SortField extends string,
  FilterName extends string,
  Param extends string,
> {
  /** Names the list among saved views and in file names. */
  name: string
  /** Row, fields to sort by, filters and path variables are those of its declaration. */
  endpoint: ListEndpoint<Row, SortField, FilterName, Param>
  /** What the list is called for readers of screens. */
  label: string
  /** A heading, where the page has more than the list. */
  title?: string
  columns: readonly Column<NoInfer<Row>, NoInfer<SortField>>[]
  keyOf: (row: NoInfer<Row>) => string
  sort: Sort<NoInfer<SortField>>
  filters: readonly Filter<NoInfer<FilterName>>[]
  /** Parameters that the reader does not choose. */
  fixed?: Readonly<Partial<Record<NoInfer<FilterName | Param>, string>>>
  /** What to say and offer when there is nothing at all. */
  empty: ReactNode
}

/** A paged list of an endpoint: filters, tools, table and pages, their state in the address. */
export function ContractList<
  Row,
  SortField extends string,
  FilterName extends string = never,
  Param extends string = never,
>(props: ContractListProps<Row, SortField, FilterName, Param>) {
  const { name, endpoint, label, columns, keyOf, filters, fixed = {}, empty } = props
  const place = useRef<HTMLDivElement>(null)
  const list = useListState({ sort: props.sort, filters: filters.map((filter) => filter.name) })
  const read = useList(endpoint, { ...list.query, ...fixed })
  const isFiltered = Object.keys(list.filters).length > 0
  useHotkeys([['/', () => place.current?.querySelector<HTMLElement>('[type=search]')?.focus()]])
  return (
    <Surface title={props.title}>
      <Group justify="space-between" align="flex-end" gap="sm" mb="md" ref={place}>
        <FilterBar filters={filters} list={list} />
        <ListTools name={name} endpoint={endpoint} columns={columns} fixed={fixed} list={list} />
      </Group>
      <DataTable
        label={label}
        columns={shownColumns(columns, list)}
        rows={read.data?.data}
        keyOf={keyOf}
        error={read.error}
        isStale={read.isPlaceholderData}
        onRetry={() => void read.refetch()}
        sort={list.sort}
        onSort={list.setSort}
        page={list.pageOf(read.data?.totalResults ?? 0)}
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
