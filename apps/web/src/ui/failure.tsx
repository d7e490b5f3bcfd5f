import { CallFailed } from '@pmp/contract'
import { Alert, Button, Code, Group, Text } from '@mantine/core'
import { useEffect } from 'react'
import { correlationOf, isSignedOut } from '../api/call.ts'
import { signInElsewhere } from '../api/sign-in.ts'
import { PageMissing, PartMissing, Unreachable } from '../api/unreachable.ts'
import { wantTexts } from '../i18n/catalogue.ts'
import { T, useText } from '../i18n/text.tsx'

/** What went wrong in the reader's words, with the code for whoever helps them. */
export function useFailureText() {
  const { t, tMaybe } = useText()
  return (error: unknown): string => {
    if (error instanceof Unreachable) return t('failures.unreachable')
    if (error instanceof PageMissing) return t('failures.page')
    if (error instanceof PartMissing) return t('failures.part')
    if (!(error instanceof CallFailed)) return t('failures.unknown')
    const { code } = error
    const why = error.reason && tMaybe(`failures.because.${error.reason}`)
    const text = code && tMaybe(`failures.${code}`)
    if (text) return why ? `${text} ${why}` : text
    return error.errors[0]?.message || t('failures.unknown')
  }
}

interface FailureAlertProps {
  error: unknown
  onRetry?: () => void
}

/** A refusal beside what was refused; the form around it keeps its content. */
export function FailureAlert({ error, onRetry }: FailureAlertProps) {
  const textOf = useFailureText()
  useEffect(() => {
    // Failures that no call of the contract brought come before their words; the server's do until then.
    if (error) void wantTexts('failures').catch(() => {})
  }, [error])
  if (!error) return null
  const code = error instanceof CallFailed ? error.code : null
  const correlation = correlationOf(error)
  return (
    <Alert color="red" variant="light" role="alert" title={<T id="failures.title" />}>
      <Text size="sm">{textOf(error)}</Text>
      <Group mt="xs" gap="sm">
        {isSignedOut(error) && (
          <Button size="xs" variant="default" onClick={signInElsewhere}>
            <T id="failures.signInElsewhere" />
          </Button>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            <T id="actions.retry" />
          </Button>
        )}
        {code && <Code dir="ltr">{code}</Code>}
        {correlation && <Code dir="ltr">{correlation}</Code>}
      </Group>
    </Alert>
  )
}
