import { readSignUpOptions } from '@pmp/contract'
import { Alert, Anchor, Button, Container, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { signIn } from '../../api/sign-in.ts'
import { T, useText } from '../../i18n/text.tsx'
import { OpenFrame } from '../../shell/open-frame.tsx'
import { Icon } from '../../ui/icon.tsx'
import { usePageTitle } from '../../ui/page-title.ts'
import { Loaded } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import { SignUpForm } from './sign-up-form.tsx'

/** The account of a partner organisation in the embedded identity provider. */
export default function SignUpPage() {
  const { t } = useText()
  usePageTitle(t('signUp.title'))
  const options = useRead(readSignUpOptions, {})
  const [userName, setUserName] = useState<string>()
  return (
    <OpenFrame>
      <Container size="sm" py={{ base: 16, sm: 40 }}>
        <Title order={1} mb={4}>
          <T id="signUp.title" />
        </Title>
        <Text c="dimmed" mb="lg">
          <T id="signUp.text" />
        </Text>
        {userName === undefined ? (
          <Loaded from={options}>
            {(data) =>
              data.isAvailable ? <SignUpForm options={data} onDone={setUserName} /> : <Elsewhere />
            }
          </Loaded>
        ) : (
          <Created userName={userName} />
        )}
      </Container>
    </OpenFrame>
  )
}

function Elsewhere() {
  return (
    <Alert>
      <T id="signUp.elsewhere" />{' '}
      <Anchor component={Link} to="/welcome" underline="always">
        <T id="actions.back" />
      </Anchor>
    </Alert>
  )
}

function Created({ userName }: { userName: string }) {
  const { t } = useText()
  return (
    <Surface>
      <Group wrap="nowrap" align="flex-start" role="status">
        <span className="check check-passed" aria-hidden>
          <Icon name="done" size={16} />
        </span>
        <Stack align="flex-start">
          <Title order={2} size="h4">
            <T id="signUp.done" />
          </Title>
          <Text>{t('signUp.done.text', { userName })}</Text>
          <Button onClick={() => signIn(`${window.location.origin}/`)}>
            <T id="signUp.signInNow" />
          </Button>
        </Stack>
      </Group>
    </Surface>
  )
}
