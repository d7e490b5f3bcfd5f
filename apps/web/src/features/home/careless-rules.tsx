import { Alert, List, Text } from '@mantine/core'
import { T, useText } from '../../i18n/text.tsx'

/** What the trust store takes while certificates are judged as upstream's key manager does. */
export function CarelessRules() {
  const { t } = useText()
  return (
    <Alert color="yellow" variant="light" title={t('home.careless.title')} className="home-notice">
      <Text size="sm">
        <T id="home.careless.why" />
      </Text>
      <List size="sm" my="xs">
        <List.Item>
          <T id="home.careless.noAuthority" />
        </List.Item>
        <List.Item>
          <T id="home.careless.weak" />
        </List.Item>
        <List.Item>
          <T id="home.careless.form" />
        </List.Item>
      </List>
      <Text size="sm">
        <T id="home.careless.remedy" />
      </Text>
    </Alert>
  )
}
