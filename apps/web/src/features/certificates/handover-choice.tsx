import { fieldRules, scheduleRenewal } from '@pmp/contract'
import { Alert, Radio, Stack, TextInput } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { toLocalTime } from '../../ui/local-time.ts'
import type { Generations } from './generation.ts'
import { instantOf, proposedTime, type Handover } from './handover.ts'

interface HandoverChoiceProps {
  certificates: Generations
  value: Handover
  onChange: (handover: Handover) => void
}

/** At once or later; and what becomes of a certificate that waits already. */
export function HandoverChoice({ certificates, value, onChange }: HandoverChoiceProps) {
  const { t, dateTime } = useText()
  const { renewableUntil: end, renewal } = certificates
  if (end === null) return null
  const choose = (choice: string) =>
    onChange(
      choice === 'later'
        ? { isLater: true, time: proposedTime(end, new Date()) }
        : { isLater: false },
    )
  return (
    <Stack gap="sm">
      <Radio.Group
        label={t('renewals.when')}
        description={t('renewals.when.hint')}
        value={value.isLater ? 'later' : 'now'}
        onChange={choose}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="now" label={t('renewals.now')} />
          <Radio value="later" label={t('renewals.later')} />
        </Stack>
      </Radio.Group>
      {value.isLater && (
        <TextInput
          type="datetime-local"
          label={t('renewals.time')}
          description={t('renewals.time.hint', { time: dateTime(end) })}
          required={fieldRules(scheduleRenewal, 'activateAt').isRequired}
          maw={320}
          min={toLocalTime(new Date())}
          max={toLocalTime(end)}
          value={value.time}
          onChange={(event) => onChange({ isLater: true, time: event.currentTarget.value })}
          error={instantOf(value) ? undefined : t('forms.required')}
        />
      )}
      {renewal?.activateAt && (
        <Alert color="yellow" variant="light" role="note">
          {t(value.isLater ? 'renewals.replaces' : 'renewals.stays', {
            time: dateTime(renewal.activateAt),
          })}
        </Alert>
      )}
    </Stack>
  )
}
