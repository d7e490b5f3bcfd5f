import { Alert, Select } from '@mantine/core'
import type { ReactNode } from 'react'
import { T, useText } from '../../i18n/text.tsx'

interface CredentialTypeChoiceProps {
  /** The types that the deployment knows, as its setting says. */
  types: string | undefined
  /** Types that the partner has by another policy. */
  taken: readonly string[]
  value?: string
  onChange?: (type: string) => void
  error?: ReactNode
  required?: boolean
}

/** The types that are free for a partner. */
export function freeTypes(types: string | undefined, taken: readonly string[]): string[] {
  return (types ?? '')
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '' && !taken.includes(type))
}

/** One of the credential types that the partner does not have by another policy. */
export function CredentialTypeChoice(props: CredentialTypeChoiceProps) {
  const { types, taken, value, onChange, required, ...field } = props
  const { t, tMaybe, list } = useText()
  const free = freeTypes(types, taken)
  if (free.length === 0) {
    return (
      <Alert color="yellow" role="note">
        <T id="mappings.noTypeLeft" />
      </Alert>
    )
  }
  return (
    <Select
      {...field}
      label={t('mappings.credentialType')}
      description={
        taken.length > 0
          ? t('mappings.credentialType.taken', { list: list(taken) })
          : t('mappings.credentialType.hint')
      }
      data={free.map((type) => ({ value: type, label: tMaybe(`credentialTypes.${type}`) ?? type }))}
      allowDeselect={!required}
      clearable={!required}
      clearButtonProps={{ 'aria-label': t('mappings.noCredentialType') }}
      {...(required ? { required } : {})}
      value={value || null}
      onChange={(type) => onChange?.(type ?? '')}
    />
  )
}
