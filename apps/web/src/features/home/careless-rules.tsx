import { Alert, Text } from '@mantine/core'
import { T, useText } from '../../i18n/text.tsx'

/** What the trust store takes while certificates are judged as upstream's key manager does. */
export function CarelessRules() {
  const { t } = useText()
  return (
    <Alert color="yellow" variant="light" title={t('home.careless.title')} className="home-notice">
      <Text size="sm">
        <T id="home.careless.why" />
      </Text>
      <Text component="ul" size="sm" my="xs">
        <li>
          <T id="home.careless.noAuthority" />
        </li>
        <li>
          <T id="home.careless.weak" />
        </li>
        <li>
          <T id="home.careless.form" />
        </li>
      </Text>
      <Text size="sm">
        <T id="home.careless.remedy" />
      </Text>
    </Alert>
  )
}
