import { Select, TextInput } from '@mantine/core'
import { useText } from '../i18n/text.tsx'
import type { Filter, FilterBarProps } from './list-parts.ts'
import type { ListState } from './list-state.ts'
import type { PanelFace } from './panel-button.tsx'
import { TimeField } from './time-field.tsx'
import { ToolPanel } from './tool-panel.tsx'
import type { TypedFilters } from './typed-filters.ts'

type FilterPanelProps = FilterBarProps & PanelFace & { typed: TypedFilters }

/** The filters that have no place on the line. */
export function FilterPanel({ filters, list, typed, ...face }: FilterPanelProps) {
  return (
    <ToolPanel {...face}>
      <div className="filter-panel">
        {filters.map((filter) => (
          <Field key={filter.name} filter={filter} list={list} typed={typed} />
        ))}
      </div>
    </ToolPanel>
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
