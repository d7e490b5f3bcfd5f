import { Alert, Radio, Stack, TextInput } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { fromLocalTime, toLocalTime } from '../../ui/local-time.ts'
import type { Generations } from './generation.ts'

const dayMilliseconds = 86_400_000
/** How long before the end a handover is proposed. */
const proposedDays = 7

/** When the next certificate is to be used: at once, or at a time while the current one is valid. */
export type Handover = { isLater: false } | { isLater: true; time: string }

/** The instant of the handover; undefined at once, and while none is entered. */
export function instantOf(handover: Handover): Date | undefined {
  return handover.isLater ? fromLocalTime(handover.time) : undefined
}

/** A week before the end, or half-way where less is left; to the minute. */
export function proposedTime(end: Date, now: Date): string {
  const wanted = end.getTime() - proposedDays * dayMilliseconds
  const halfWay = (now.getTime() + end.getTime()) / 2
  return toLocalTime(new Date(wanted > now.getTime() ? wanted : halfWay))
}

/** Whether there is a certificate that another one can follow. */
export function canWait(certificates: Generations, now: Date): boolean {
  const { renewableUntil, partner } = certificates
  return renewableUntil !== null && renewableUntil > now && !partner.isDeactivated
}

interface HandoverChoiceProps {
  certificates: Generations
  value: Handover
  onChange: (handover: Handover) => void
}

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
          required
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
