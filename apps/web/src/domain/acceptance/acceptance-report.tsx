import type { checkAcceptance, ResponseOf } from '@pmp/contract'
import { Alert, Stack, Text } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { CheckLine, CheckList } from '../certificates/checks.tsx'

type Acceptance = ResponseOf<typeof checkAcceptance>
type Check = Acceptance['checks'][number]

/** Whether a call would be accepted now, and every check of it; findings first. */
export function AcceptanceReport({ acceptance }: { acceptance: Acceptance }) {
  const { t, dateTime } = useText()
  const { isAccepted, name, orgName, policyName, checkedAt, checks } = acceptance
  const { failed = [], not_reached: skipped = [], passed = [] } = groupedByOutcome(checks)
  return (
    <Stack>
      <Alert
        color={isAccepted ? 'green' : 'red'}
        role="status"
        title={t(isAccepted ? 'acceptance.yes' : 'acceptance.no')}
      >
        <Text size="sm">
          {[name, policyName, orgName].filter(Boolean).join(' · ')}
          {' · '}
          {t('acceptance.checkedAt', { time: dateTime(checkedAt) })}
        </Text>
      </Alert>
      <CheckList label={t('acceptance.checks')}>
        {failed.map((check) => (
          <Line key={check.check} check={check} />
        ))}
        {skipped.length > 0 && <Skipped checks={skipped} />}
        {passed.map((check) => (
          <Line key={check.check} check={check} />
        ))}
      </CheckList>
    </Stack>
  )
}

function groupedByOutcome(checks: readonly Check[]): Partial<Record<Check['outcome'], Check[]>> {
  return Object.groupBy(checks, ({ outcome }) => outcome)
}

/** What was not looked at is one line: nothing is known of it, so nothing can be done about it. */
function Skipped({ checks }: { checks: readonly Check[] }) {
  const { t } = useText()
  return (
    <CheckLine state="skipped" title={t('acceptance.notReached')}>
      <Text size="sm" c="dimmed">
        {checks.map(({ check }) => t(`acceptance.check.${check}`)).join(' · ')}
      </Text>
    </CheckLine>
  )
}

function Line({ check: { check, outcome, reason, at } }: { check: Check }) {
  const { t, dateTime } = useText()
  const isOver = at !== null && at < new Date()
  return (
    <CheckLine
      state={outcome === 'passed' ? 'passed' : 'failed'}
      title={t(`acceptance.check.${check}`)}
    >
      {reason !== null && (
        <Text size="sm" c="var(--mantine-color-error)">
          {t(`acceptance.reason.${reason}`)}
        </Text>
      )}
      {at !== null && isDated(at) && (
        <Text size="sm" c="dimmed">
          {t(
            reason === 'not_begun'
              ? 'acceptance.from'
              : isOver
                ? 'acceptance.ended'
                : 'acceptance.until',
            {
              time: dateTime(at),
            },
          )}
        </Text>
      )}
    </CheckLine>
  )
}

const mostYears = 100

/** What has no end carries a date that nobody will see. */
function isDated(at: Date): boolean {
  return at.getFullYear() < new Date().getFullYear() + mostYears
}
