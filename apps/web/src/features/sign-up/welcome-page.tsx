import { Button, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { signIn } from '../../api/sign-in.ts'
import { T, useText } from '../../i18n/text.tsx'
import { Gate } from '../../shell/gate.tsx'
import { usePageTitle } from '../../ui/page-title.ts'

/** What this is, for people who are not signed in. */
export default function WelcomePage() {
  const { t } = useText()
  usePageTitle(t('welcome.title'))
  return (
    <Gate
      title={
        <Title order={1} className="gate-title">
          <T id="welcome.title" />
        </Title>
      }
    >
      <Stack>
        <Text c="dimmed">
          <T id="welcome.text" />
        </Text>
        <Button size="md" onClick={() => signIn(`${window.location.origin}/`)}>
          <T id="welcome.signIn" />
        </Button>
        <Button size="md" variant="default" component={Link} to="/sign-up">
          <T id="welcome.signUp" />
        </Button>
      </Stack>
    </Gate>
  )
}
