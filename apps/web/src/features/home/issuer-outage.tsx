import { Alert, Text } from '@mantine/core'
import { T, useText } from '../../i18n/text.tsx'
import type { Session } from '../../shell/session.tsx'

/** That nobody can sign in, and how long those go on who have. */
export function IssuerOutage({ outage }: { outage: NonNullable<Session['issuerOutage']> }) {
  const { t, dateTime } = useText()
  const { since, keysUntil } = outage
  return (
    <Alert color="red" variant="light" title={t('home.outage.title')} className="home-notice">
      <Text size="sm">{t('home.outage.since', { since: dateTime(since) })}</Text>
      {keysUntil && <Text size="sm">{t('home.outage.until', { until: dateTime(keysUntil) })}</Text>}
      <Text size="sm">
        <T id="home.outage.log" />
      </Text>
    </Alert>
  )
}
