import { Select, TextInput } from '@mantine/core'
import { T, useText } from '../i18n/text.tsx'
import { Icon } from './icon.tsx'
import type { ListState } from './list-state.ts'
import { fromLocalTime } from './local-time.ts'
import { ToolPanel } from './tool-panel.tsx'
import { TimeField } from './time-field.tsx'
import { useTypedFilters } from './typed-filters.ts'
import { useIsPhone } from './use-phone.ts'

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

interface FilterBarProps {
  filters: readonly Filter[]
  list: ListState
}

type TypedFilters = ReturnType<typeof useTypedFilters>

/** The filter that has the line, and those behind a button. */
function divided(filters: readonly Filter[]) {
  const isText = ({ choices, isTime }: Filter) => !choices && !isTime
  const search = filters.find(({ isSearch }) => isSearch) ?? filters.find(isText)
  return { search, others: filters.filter((filter) => filter !== search) }
}

/** The filters of a list, applied as one types or chooses: a search, chips of what is set, the rest. */
export function FilterBar({ filters, list }: FilterBarProps) {
  const { t, number } = useText()
  const isPhone = useIsPhone()
  const typed = useTypedFilters(list)
  const { search, others } = divided(filters)
  const set = others.filter(({ name }) => list.filters[name] !== undefined)
  const isFiltered = Object.keys(list.filters).length > 0
  return (
    <div className="tools" role="search">
      {search && <Search filter={search} typed={typed} />}
      {!isPhone && <Chips filters={set} list={list} typed={typed} />}
      {others.length > 0 && (
        <ToolPanel
          label={t('lists.filters')}
          icon={isPhone ? 'filters' : 'plus'}
          isAddition={!isPhone}
          {...(isPhone ? { face: set.length > 0 ? <b>{number(set.length)}</b> : '' } : {})}
        >
          <div className="filter-panel">
            {others.map((filter) => (
              <Field key={filter.name} filter={filter} list={list} typed={typed} />
            ))}
          </div>
        </ToolPanel>
      )}
      {isFiltered && (
        <button
          type="button"
          className="text-button desk-only"
          onClick={() => typed.clear(filters.map(({ name }) => name))}
        >
          <T id="lists.clear" />
        </button>
      )}
    </div>
  )
}

function Search({ filter: { name, label }, typed }: { filter: Filter; typed: TypedFilters }) {
  return (
    <div className="tools-search">
      <TextInput
        aria-label={label}
        placeholder={label}
        type="search"
        leftSection={<Icon name="search" />}
        value={typed.textOf(name)}
        onChange={(event) => typed.type(name, event.currentTarget.value)}
      />
      <kbd aria-hidden>/</kbd>
    </div>
  )
}

interface FieldProps {
  filter: Filter
  list: ListState
  typed: TypedFilters
}

function Field({ filter, list, typed }: FieldProps) {
  const { name, label, choices, isTime } = filter
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
        value={typed.textOf(name)}
        onChange={(event) => typed.type(name, event.currentTarget.value)}
      />
    )
  }
  return (
    <Select
      label={label}
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
  return filters.map(({ name, label, choices, isTime }) => {
    const value = list.filters[name] ?? ''
    const instant = isTime ? fromLocalTime(value) : undefined
    const known = instant ? dateTime(instant) : choices?.find((one) => one.value === value)?.label
    const shown = known ?? value
    return (
      <button
        key={name}
        type="button"
        className="chip chip-on"
        aria-label={t('lists.filters.remove', { label, value: shown })}
        onClick={() => typed.clear([name])}
      >
        <span>
          {label}:{' '}
          <b>
            <bdi>{shown}</bdi>
          </b>
        </span>
        <Icon name="cross" size={12} />
      </button>
    )
  })
}
