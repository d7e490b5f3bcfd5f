import { retryClientRegistration } from '@pmp/contract'
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useChange } from '../../api/query.ts'
import { Status } from '../../domain/status.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { useNotify } from '../../ui/notify.ts'
import type { Client } from './client-values.ts'
import { useRefusalWords } from './refusals.ts'

interface RegistrationProps {
  client: Client
  canEdit: boolean
}

/** How the client stands at eSignet, why, and what to do. */
export function Registration({ client, canEdit }: RegistrationProps) {
  const { t, tMaybe, dateTime } = useText()
  const may = useMay()
  const { registration } = client
  if (!registration) return <Text size="sm">{t('clients.registration.unknown')}</Text>
  const { state, reason, confirmedAt, attempts } = registration
  const waits = state === 'registering' || state === 'deactivating'
  const canRetry = may('oidcClients.retryRegistration') && (state === 'refused' || waits)
  return (
    <Stack gap="sm" align="flex-start">
      <Group gap="sm">
        <Status value={state} />
        <Text size="sm" c="dimmed">
          {confirmedAt
            ? t('clients.registration.confirmed', { at: dateTime(confirmedAt) })
            : t('clients.registration.never')}
        </Text>
      </Group>
      <Text size="sm">{t(`clients.registration.${state}`)}</Text>
      {state === 'refused' && <Refusals client={client} canEdit={canEdit} />}
      {waits && reason && (
        <Alert color="yellow" role="note" w="100%">
          <Text size="sm">
            {tMaybe(`clients.reason.${reason}`) ?? t('clients.reason.other', { reason })}
          </Text>
          <Text size="sm">
            {t(
              may('oidcClients.retryRegistration')
                ? 'clients.reason.admin'
                : 'clients.reason.partner',
              {
                attempts,
              },
            )}
          </Text>
        </Alert>
      )}
      {canRetry && <Retry clientId={client.id} />}
    </Stack>
  )
}

/** Each refusal beside the field that it is about, and the way there. */
function Refusals({ client, canEdit }: RegistrationProps) {
  const { lineOf } = useRefusalWords()
  const refusals = client.registration?.refusals ?? []
  return (
    <Alert color="red" w="100%" role="note" title={<T id="clients.refused.title" />}>
      <ul className="plain-list">
        {refusals.map((refusal) => (
          <li key={`${refusal.field} ${refusal.index} ${refusal.code}`}>{lineOf(refusal)}</li>
        ))}
      </ul>
      {canEdit && (
        <Button component={Link} to={`/oidc-clients/${client.id}/edit`} size="xs" mt="sm">
          <T id="clients.refused.correct" />
        </Button>
      )}
    </Alert>
  )
}

function Retry({ clientId }: { clientId: string }) {
  const { t } = useText()
  const notify = useNotify()
  const retry = useChange(retryClientRegistration)
  return (
    <>
      <Button
        variant="default"
        loading={retry.isPending}
        onClick={() =>
          retry.mutate({ clientId }, { onSuccess: () => notify(t('clients.retried')) })
        }
      >
        <T id="clients.retry" />
      </Button>
      <FailureAlert error={retry.error} />
    </>
  )
}
