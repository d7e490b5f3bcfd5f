import { Alert, Button, Group, Text } from '@mantine/core'
import { signOut } from '../api/sign-in.ts'
import { T, useText } from '../i18n/text.tsx'
import { useSession } from './session.tsx'

/** Says that a user name belongs to a partner or a person who is not the reader, and what to do. */
export function NameNotYours() {
  const { t } = useText()
  const { userName, standing } = useSession()
  const isTaken = standing === 'taken'
  return (
    <Alert
      {...(isTaken ? { color: 'red' } : {})}
      variant="light"
      role="alert"
      title={t(isTaken ? 'persons.taken.title' : 'persons.waiting.title', { name: userName })}
    >
      <Text size="sm">
        <T id={isTaken ? 'persons.taken.text' : 'persons.waiting.text'} />
      </Text>
      <Group mt="md">
        <Button variant="default" size="xs" onClick={signOut}>
          <T id="shell.signOut" />
        </Button>
      </Group>
    </Alert>
  )
}
