import type { PolicyType } from '@pmp/contract'
import { Select } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useText } from '../../i18n/text.tsx'
import { templates } from './templates.ts'

interface TemplateSelectProps {
  type: PolicyType
  value: string
}

/** Where a new policy begins; another choice begins anew. */
export function TemplateSelect({ type, value }: TemplateSelectProps) {
  const { t, tMaybe } = useText()
  const navigate = useNavigate()
  return (
    <Select
      label={t('policies.template')}
      description={t('policies.template.hint')}
      allowDeselect={false}
      data={templates[type].map(({ id }) => ({
        value: id,
        label: tMaybe(`policies.template.${id}`) ?? id,
      }))}
      value={value}
      onChange={(template) => void navigate({ to: '.', search: { type, template }, replace: true })}
    />
  )
}
