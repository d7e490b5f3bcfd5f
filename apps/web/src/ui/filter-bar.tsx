import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { T, useText } from '../i18n/text.tsx'
import { Icon } from './icon.tsx'
import type { ListState } from './list-state.ts'
import { fromLocalTime } from './local-time.ts'
import { ToolPanel } from './tool-panel.tsx'
import { TimeField } from './time-field.tsx'
import { useTypedFilters } from './typed-filters.ts'

/** A filter of a list: free text, one of some values, or an instant. */
export interface Filter<Name extends string = string> {
  name: Name
  label: string
  /** Absent: free text. */
  choices?: readonly { value: string; label: string }[]
  /** An instant, to the minute; the address holds it as ISO text. */
  isTime?: boolean
  /** What readers look for first: it has the bar, the other filters are behind a button. */
  isSearch?: boolean
}

interface FilterBarProps {
  filters: readonly Filter[]
  list: ListState
}

type TypedFilters = ReturnType<typeof useTypedFilters>

/** The filters of a list, applied as one types or chooses. */
export function FilterBar({ filters, list }: FilterBarProps) {
  const { t } = useText()
  const typed = useTypedFilters(list)
  const search = filters.find(({ isSearch }) => isSearch)
  const others = filters.filter((filter) => filter !== search)
  const isFiltered = Object.keys(list.filters).length > 0
  const fields = others.map((filter) => (
    <Field key={filter.name} filter={filter} list={list} typed={typed} />
  ))
  return (
    <Group align="flex-end" gap="sm" role="search" className="filters">
      {search ? (
        <>
          <Field filter={search} list={list} typed={typed} />
          <ToolPanel label={t('lists.filters')} size="sm">
            <Stack gap="sm" className="filter-panel">
              {fields}
            </Stack>
          </ToolPanel>
          <Chips filters={others} list={list} typed={typed} />
        </>
      ) : (
        fields
      )}
      {isFiltered && (
        <Button variant="subtle" onClick={() => typed.clear(filters.map(({ name }) => name))}>
          <T id="lists.clear" />
        </Button>
      )}
    </Group>
  )
}

interface FieldProps {
  filter: Filter
  list: ListState
  typed: TypedFilters
}

function Field({ filter, list, typed }: FieldProps) {
  const { name, label, choices, isSearch, isTime } = filter
  const { t } = useText()
  if (isTime) {
    return (
      <TimeField
        label={label}
        value={list.filters[name] ?? ''}
        onChange={(value) => list.setFilters({ [name]: value })}
      />
    )
  }
  if (!choices) {
    return (
      <TextInput
        label={label}
        type="search"
        className={isSearch ? 'filter filter-search' : 'filter'}
        value={typed.textOf(name)}
        onChange={(event) => typed.type(name, event.currentTarget.value)}
      />
    )
  }
  return (
    <Select
      label={label}
      className="filter"
      allowDeselect={false}
      comboboxProps={{ withinPortal: false }}
      data={[{ value: '', label: t('lists.all') }, ...choices]}
      value={list.filters[name] ?? ''}
      onChange={(chosen) => list.setFilters({ [name]: chosen ?? '' })}
    />
  )
}

/** The filters that apply besides the search, each to be taken away. */
function Chips({ filters, list, typed }: FilterBarProps & { typed: TypedFilters }) {
  const { t, dateTime } = useText()
  return filters.flatMap(({ name, label, choices, isTime }) => {
    const value = list.filters[name]
    if (value === undefined) return []
    const instant = isTime ? fromLocalTime(value) : undefined
    const known = instant ? dateTime(instant) : choices?.find((one) => one.value === value)?.label
    const shown = known ?? value
    return (
      <Button
        key={name}
        variant="light"
        size="sm"
        className="chip"
        aria-label={t('lists.filters.remove', { label, value: shown })}
        rightSection={<Icon name="cross" size={14} />}
        onClick={() => typed.clear([name])}
      >
        <span>
          {label}: <bdi>{shown}</bdi>
        </span>
      </Button>
    )
  })
}
