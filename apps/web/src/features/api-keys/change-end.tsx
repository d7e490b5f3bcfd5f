import { changeApiKey } from '@pmp/contract'
import { Text, TextInput } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FormDialog } from '../../ui/form.tsx'
import { fromLocalTime, toLocalTime } from '../../ui/local-time.ts'
import { endOf, nameOfKey, type ApiKey } from './api-key.ts'

/** An administrator chooses when a key ends (additions-1.3.0.md 6.1). */
export function ChangeEnd({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useText()
  const label = apiKey.apiKeyLabel
  const end = endOf(apiKey)
  const form = useContractForm({
    endpoint: changeApiKey,
    initialValues: { endsAt: end ? toLocalTime(end) : '' },
    toCall: ({ endsAt }) => ({
      ...nameOfKey(apiKey),
      status: undefined,
      expiryDateTime: fromLocalTime(endsAt),
    }),
    shownAs: { expiryDateTime: 'endsAt' },
    alsoRequired: () => ['endsAt'],
    done: () => t('keys.endChanged', { label }),
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t('keys.changeEndOf', { label })}
      form={form}
      submit={t('actions.save')}
      onClose={onClose}
    >
      <Text size="sm">{t('keys.changeEnd.text')}</Text>
      <TextInput
        type="datetime-local"
        label={t('keys.ends')}
        max="9999-12-31T23:59"
        {...form.field('endsAt')}
      />
    </FormDialog>
  )
}
