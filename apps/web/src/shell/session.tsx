import { readSession, type PermissionName, type ResponseOf } from '@pmp/contract'
import { Center, Container, Loader } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { createContext, use, useEffect, type ReactNode } from 'react'
import { isSignedOut } from '../api/call.ts'
import { useRead } from '../api/query.ts'
import { signIn } from '../api/sign-in.ts'
import { useText } from '../i18n/text.tsx'
import { FailureAlert } from '../ui/failure.tsx'

export type Session = ResponseOf<typeof readSession>

const SessionContext = createContext<Session | null>(null)

/** The signed-in user; only below `SessionGate`. */
export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('There is no session above')
  return session
}

export function useMay(): (permission: PermissionName) => boolean {
  const { permissions } = useSession()
  return (permission) => permissions.includes(permission)
}

/** Given and family name, or the user name if the identity provider knows neither. */
export function fullName({ givenName, familyName, userName }: Session): string {
  return [givenName, familyName].filter(Boolean).join(' ') || userName
}

/** Strangers at the front door are welcomed; at any other page they are asked who they are. */
function useAskWho(mustSignIn: boolean): void {
  const navigate = useNavigate()
  useEffect(() => {
    if (!mustSignIn) return
    if (window.location.pathname === '/') void navigate({ to: '/welcome', replace: true })
    else signIn()
  }, [mustSignIn, navigate])
}

/**
 * Loads the session first, so that nothing is shown which the user may not see. Once it was
 * there, its end does not take the page away.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useRead(readSession, {})
  const { t } = useText()
  const mustSignIn = !session.data && isSignedOut(session.error)
  useAskWho(mustSignIn)
  if (session.data) return <SessionContext value={session.data}>{children}</SessionContext>
  if (session.error && !mustSignIn) {
    return (
      <Container size="sm" py="xl" component="main">
        <FailureAlert error={session.error} onRetry={() => void session.refetch()} />
      </Container>
    )
  }
  return (
    <Center mih="100vh" component="main">
      <Loader aria-label={t('states.loading')} role="status" />
    </Center>
  )
}
