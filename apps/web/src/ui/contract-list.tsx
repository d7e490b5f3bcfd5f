import type { FilterNameOf, ListEndpoint, RowOf, SortFieldOf } from '@pmp/contract'
import { Button } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { useRef, type ReactNode } from 'react'
import { useList } from '../api/query.ts'
import { T, useText } from '../i18n/text.tsx'
import { DataTable, type Column, type Sort } from './data-table.tsx'
import { Empty } from './empty.tsx'
import { FilterBar } from './filter-bar.tsx'
import type { Filter } from './list-parts.ts'
import { shownColumns } from './list-columns.ts'
import { useListState, type ListState } from './list-state.ts'
import { ListTools } from './list-tools.tsx'
import { useSelection, type BulkAction } from './selection.ts'
import { Surface } from './surface.tsx'
import { useLate } from './use-late.ts'

export { Empty }

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
  /** What can be done with several rows at once, and how a row is called there. */
  bulk?: { nameOf: (row: NoInfer<Row>) => string; actions: readonly BulkAction<NoInfer<Row>>[] }
  /** What to say and offer when there is nothing at all. */
  empty: ReactNode
}

/** A paged list of an endpoint: one line of tools, table and pages, their state in the address. */
export function ContractList<
  Row,
  SortField extends string,
  FilterName extends string = never,
  Param extends string = never,
>(props: ContractListProps<Row, SortField, FilterName, Param>) {
  const { name, endpoint, label, columns, keyOf, filters, fixed = {}, empty, bulk } = props
  const place = useRef<HTMLDivElement>(null)
  const list = useListState({ sort: props.sort, filters: filters.map((filter) => filter.name) })
  const read = useList(endpoint, { ...list.query, ...fixed })
  const [isHelping, help] = useDisclosure()
  const keys = useLate(() => import('./shortcuts.tsx'))
  const bar = useLate(() => import('./selection-bar.tsx'))
  const rows = read.data?.data
  const total = read.data?.totalResults ?? 0
  const nameOf = bulk?.nameOf ?? keyOf
  const chosen = useSelection({ rows: rows ?? [], keyOf, nameOf, onChoose: bar.ask })
  const isFiltered = Object.keys(list.filters).length > 0
  function showKeys() {
    keys.ask()
    help.open()
  }
  useHotkeys([
    ['/', () => place.current?.querySelector<HTMLElement>('[type=search]')?.focus()],
    ['shift+?', showKeys],
  ])
  return (
    <Surface title={props.title}>
      <div className="tools-line" ref={place}>
        <FilterBar filters={filters} list={list} />
        <ListTools
          name={name}
          endpoint={endpoint}
          columns={columns}
          fixed={fixed}
          list={list}
          onShortcuts={showKeys}
        />
      </div>
      <div className="list-progress" data-busy={read.isPlaceholderData || undefined} aria-hidden />
      <DataTable
        label={label}
        columns={shownColumns(columns, list)}
        rows={rows}
        keyOf={keyOf}
        error={read.error}
        isStale={read.isPlaceholderData}
        onRetry={() => void read.refetch()}
        sort={list.sort}
        onSort={list.setSort}
        page={list.pageOf(total)}
        selection={bulk && chosen.selection}
        empty={isFiltered ? <NoMatch list={list} /> : empty}
      />
      {bulk && bar.code && (
        <bar.code.SelectionBar
          chosen={chosen}
          actions={bulk.actions}
          nameOf={bulk.nameOf}
          all={{ endpoint, query: { ...list.query, ...fixed }, total }}
        />
      )}
      {isHelping && keys.code && <keys.code.Shortcuts onClose={help.close} />}
    </Surface>
  )
}

/** Says what was asked, and takes it back. */
function NoMatch({ list }: { list: ListState }) {
  const { t } = useText()
  const words = Object.values(list.filters)
  return (
    <Empty
      icon="search"
      title={t('states.noMatch')}
      text={words.length === 1 ? t('states.noMatch.text', { text: words[0] ?? '' }) : undefined}
      action={
        <Button variant="default" onClick={list.clearFilters}>
          <T id="states.noMatch.clear" />
        </Button>
      }
    />
  )
}
