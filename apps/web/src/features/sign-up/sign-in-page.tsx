import { CallFailed, ReplyError } from '@pmp/contract'
import { Anchor, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { z } from 'zod'
import { signIn } from '../../api/sign-in.ts'
import { Unreachable } from '../../api/unreachable.ts'
import { T, useText } from '../../i18n/text.tsx'
import { Gate } from '../../shell/gate.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { usePageTitle } from '../../ui/page-title.ts'

const expired = 'PMP_009'

interface Credentials {
  userName: string
  password: string
}

const Answer = z
  .object({ redirectTo: z.string().optional(), errors: z.array(ReplyError).nullish() })
  .catch({})

/** Hands the credentials to the embedded identity provider; it says where to go on. */
async function enter(uid: string, credentials: Credentials): Promise<string> {
  const response = await fetch(`/sign-in/${encodeURIComponent(uid)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  }).catch(() => {
    throw new Unreachable()
  })
  // Whatever it is, it is looked into here.
  const answer = z.decode(Answer, await response.json().catch(() => ({})))
  if (!answer.redirectTo) throw new CallFailed(response.status, answer.errors ?? [])
  return answer.redirectTo
}

/** User name and password, for the embedded identity provider. */
export default function SignInPage() {
  const { t } = useText()
  usePageTitle(t('signIn.title'))
  return (
    <Gate
      title={
        <p className="gate-title">
          <T id="welcome.title" />
        </p>
      }
    >
      <SignInForm />
    </Gate>
  )
}

function SignInForm() {
  const uid = usePathValue('uid')
  const { t } = useText()
  const form = useForm({
    initialValues: { userName: '', password: '' },
    validate: {
      userName: (value) => (value.trim() === '' ? t('forms.required') : null),
      password: (value) => (value === '' ? t('forms.required') : null),
    },
  })
  const attempt = useMutation({
    mutationFn: (credentials: Credentials) => enter(uid, credentials),
    onSuccess: (redirectTo) => window.location.assign(redirectTo),
  })
  const isExpired = attempt.error instanceof CallFailed && attempt.error.code === expired
  return (
    <form onSubmit={form.onSubmit((values) => attempt.mutate(values))} noValidate>
      <Stack>
        <Title order={1} size="h4" className="gate-heading">
          <T id="signIn.title" />
        </Title>
        <TextInput
          label={t('fields.userName')}
          autoComplete="username"
          required
          {...form.getInputProps('userName')}
        />
        <PasswordInput
          label={t('fields.password')}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          {...form.getInputProps('password')}
        />
        <FailureAlert error={attempt.error} />
        {isExpired ? (
          <Button onClick={() => signIn(`${window.location.origin}/`)}>
            <T id="signIn.again" />
          </Button>
        ) : (
          <Button type="submit" size="md" loading={attempt.isPending || attempt.isSuccess}>
            <T id="signIn.submit" />
          </Button>
        )}
        <Text size="sm">
          <T id="signIn.noAccount" />{' '}
          <Anchor component={Link} to="/sign-up" underline="always">
            <T id="welcome.signUp" />
          </Anchor>
        </Text>
      </Stack>
    </form>
  )
}
