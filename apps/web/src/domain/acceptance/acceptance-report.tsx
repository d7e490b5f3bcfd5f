import type { checkAcceptance, ResponseOf } from '@pmp/contract'
import { Alert, List, Stack, Text } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { CheckLine } from '../certificates/checks.tsx'

type Acceptance = ResponseOf<typeof checkAcceptance>
type Check = Acceptance['checks'][number]

const order: readonly Check['outcome'][] = ['failed', 'not_reached', 'passed']

/** Whether a call would be accepted now, and every check of it; findings first. */
export function AcceptanceReport({ acceptance }: { acceptance: Acceptance }) {
  const { t, dateTime } = useText()
  const { isAccepted, name, orgName, policyName, checkedAt, checks } = acceptance
  const ordered = order.flatMap((wanted) => checks.filter(({ outcome }) => outcome === wanted))
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
      <List spacing="xs" listStyleType="none" aria-label={t('acceptance.checks')}>
        {ordered.map((check) => (
          <Line key={check.check} check={check} />
        ))}
      </List>
    </Stack>
  )
}

const states = { passed: 'passed', failed: 'failed', not_reached: 'advice' } as const

function Line({ check: { check, outcome, reason, at } }: { check: Check }) {
  const { t, dateTime } = useText()
  const isOver = at !== null && at < new Date()
  return (
    <CheckLine state={states[outcome]} title={t(`acceptance.check.${check}`)}>
      {outcome === 'not_reached' && (
        <Text size="sm" c="dimmed">
          {t('acceptance.notReached')}
        </Text>
      )}
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
