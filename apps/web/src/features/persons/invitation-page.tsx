import { acceptInvitation, readSession } from '@pmp/contract'
import { Button, Container, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { isSignedOut } from '../../api/call.ts'
import { useChange, useRead } from '../../api/query.ts'
import { signIn } from '../../api/sign-in.ts'
import { T, useText } from '../../i18n/text.tsx'
import { OpenFrame } from '../../shell/open-frame.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { usePageTitle } from '../../ui/page-title.ts'
import { Surface } from '../../ui/surface.tsx'

const kept = 'pmp.invitation'

/**
 * The token of the link. It is taken out of the address at once and kept for this tab, so that it is
 * in no address that signing in sends to a server.
 */
function takeToken(): string {
  const { hash, pathname } = window.location
  if (hash.length > 1) {
    window.sessionStorage.setItem(kept, hash.slice(1))
    window.history.replaceState(window.history.state, '', pathname)
  }
  return window.sessionStorage.getItem(kept) ?? ''
}

/** Where somebody who was invited becomes the owner of a partner, after signing in. */
export default function InvitationPage() {
  const { t } = useText()
  usePageTitle(t('invitation.title'))
  const [token] = useState(takeToken)
  const session = useRead(readSession, {})
  return (
    <OpenFrame>
      <Container size="sm" py={{ base: 32, sm: 72 }}>
        <Surface>
          <Stack>
            <Title order={1} size="h2">
              <T id="invitation.title" />
            </Title>
            {session.data ? (
              <Accept token={token} userName={session.data.userName} />
            ) : (
              <SignInFirst error={isSignedOut(session.error) ? null : session.error} />
            )}
          </Stack>
        </Surface>
      </Container>
    </OpenFrame>
  )
}

function SignInFirst({ error }: { error: unknown }) {
  return (
    <>
      <Text>
        <T id="invitation.signIn" />
      </Text>
      <FailureAlert error={error} />
      <Group>
        <Button onClick={() => signIn(`${window.location.origin}/invitation`)}>
          <T id="welcome.signIn" />
        </Button>
      </Group>
    </>
  )
}

function Accept({ token, userName }: { token: string; userName: string }) {
  const { t } = useText()
  const accept = useChange(acceptInvitation)
  function finish() {
    window.sessionStorage.removeItem(kept)
    // Anew, because everything that was read belongs to somebody without a partner.
    window.location.assign('/')
  }
  return (
    <>
      <Text>{t('invitation.text', { name: userName })}</Text>
      <FailureAlert error={accept.error} />
      <Group>
        <Button
          loading={accept.isPending}
          disabled={token === ''}
          onClick={() => accept.mutate({ token }, { onSuccess: finish })}
        >
          <T id="invitation.accept" />
        </Button>
      </Group>
      {token === '' && (
        <Text c="dimmed" size="sm">
          <T id="invitation.missing" />
        </Text>
      )}
    </>
  )
}
