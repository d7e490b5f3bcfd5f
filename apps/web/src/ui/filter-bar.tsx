import { Button, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { T, useText } from '../i18n/text.tsx'
import type { ListState } from './list-state.ts'

const typingPauseMilliseconds = 250

/** A filter of a list: free text, or one of some values. */
export interface Filter {
  name: string
  label: string
  /** Absent: free text. */
  choices?: readonly { value: string; label: string }[]
}

interface FilterBarProps {
  filters: readonly Filter[]
  list: ListState
}

/** The filters of a list, applied as one types or chooses. */
export function FilterBar({ filters, list }: FilterBarProps) {
  // What is typed runs ahead of the address.
  const [typed, setTyped] = useState<Record<string, string>>({})
  const apply = useDebouncedCallback(list.setFilter, typingPauseMilliseconds)
  const isFiltered = Object.keys(list.filters).length > 0

  function type(name: string, text: string) {
    setTyped({ ...typed, [name]: text })
    apply(name, text.trim())
  }

  function clear() {
    setTyped(Object.fromEntries(filters.map(({ name }) => [name, ''])))
    list.clearFilters()
  }

  return (
    <Group align="flex-end" gap="sm" role="search">
      {filters.map((filter) => {
        const { name, label } = filter
        const value = list.filters[name] ?? ''
        return filter.choices ? (
          <Choice
            key={name}
            filter={filter}
            value={value}
            onChange={(chosen) => list.setFilter(name, chosen)}
          />
        ) : (
          <TextInput
            key={name}
            label={label}
            type="search"
            className="filter"
            value={typed[name] ?? value}
            onChange={(event) => type(name, event.currentTarget.value)}
          />
        )
      })}
      {isFiltered && (
        <Button variant="subtle" onClick={clear}>
          <T id="lists.clear" />
        </Button>
      )}
    </Group>
  )
}

interface ChoiceProps {
  filter: Filter
  value: string
  onChange: (value: string) => void
}

function Choice({ filter: { label, choices }, value, onChange }: ChoiceProps) {
  const { t } = useText()
  return (
    <Select
      label={label}
      className="filter"
      allowDeselect={false}
      data={[{ value: '', label: t('lists.all') }, ...(choices ?? [])]}
      value={value}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  )
}
