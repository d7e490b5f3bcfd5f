import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { T, useText } from '../i18n/text.tsx'
import { Icon } from './icon.tsx'
import type { Filter, FilterBarProps } from './list-parts.ts'
import { fromLocalTime } from './local-time.ts'
import { PanelButton } from './panel-button.tsx'
import { useTypedFilters, type TypedFilters } from './typed-filters.ts'
import { useLate } from './use-late.ts'
import { useIsPhone } from './use-phone.ts'

/** The filter that has the line, and those behind a button. */
function divided(filters: readonly Filter[]) {
  const isText = ({ choices, isTime }: Filter) => !choices && !isTime
  const search = filters.find(({ isSearch }) => isSearch) ?? filters.find(isText)
  return { search, others: filters.filter((filter) => filter !== search) }
}

/** The filters of a list, applied as one types or chooses: a search, chips of what is set, the rest. */
export function FilterBar({ filters, list }: FilterBarProps) {
  const { number } = useText()
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
        <OtherFilters
          filters={others}
          list={list}
          typed={typed}
          face={isPhone && set.length > 0 ? <b>{number(set.length)}</b> : undefined}
        />
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

const fields = () => import('./filter-panel.tsx')

interface OtherFiltersProps extends FilterBarProps {
  typed: TypedFilters
  /** What a phone shows on the button. */
  face: ReactNode
}

/** The button of the other filters; they come when it is pressed. */
function OtherFilters({ face: set, ...filters }: OtherFiltersProps) {
  const { t } = useText()
  const isPhone = useIsPhone()
  const { code, asking } = useLate(fields)
  const face = isPhone
    ? ({ label: t('lists.filters'), icon: 'filters', face: set ?? '' } as const)
    : ({ label: t('lists.filters'), icon: 'plus', isAddition: true } as const)
  if (!code) return <PanelButton {...face} {...asking} />
  return <code.FilterPanel {...face} {...filters} />
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
