import { Select, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/text.tsx'

/** What a form gives its group field. */
export interface GroupField {
  value?: string
  error?: ReactNode
  required?: boolean
  onChange: (name: string) => void
}

interface GroupSelectProps extends GroupField {
  groups: readonly { name: string; description: string }[]
}

/** A policy group by its name, with what it is for. */
export function GroupSelect({ groups, value, onChange, ...field }: GroupSelectProps) {
  const { t } = useText()
  return (
    <Select
      {...field}
      label={t('fields.policyGroup')}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('states.noMatch')}
      data={groups.map(({ name }) => name)}
      value={value || null}
      onChange={(name) => onChange(name ?? '')}
      renderOption={({ option }) => (
        <div>
          <Text size="sm">{option.label}</Text>
          <Text size="xs" className="option-hint" aria-hidden>
            {groups.find(({ name }) => name === option.value)?.description}
          </Text>
        </div>
      )}
    />
  )
}
