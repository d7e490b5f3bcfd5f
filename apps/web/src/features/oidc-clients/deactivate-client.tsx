import { deactivateOidcClient, updateNamedClient } from '@pmp/contract'
import { DeactivationDialog } from '../../domain/deactivation/deactivation-dialog.tsx'
import { useText } from '../../i18n/text.tsx'
import { useSession } from '../../shell/session.tsx'
import type { Client } from './client-values.ts'

interface DeactivateClientProps {
  client: Client
  onClose: () => void
}

/** Ends a client for good: by the call of its own, or by that of deployments without the newest family. */
export function DeactivateClient({ client, onClose }: DeactivateClientProps) {
  const { t } = useText()
  const { settings } = useSession()
  const asked = {
    subject: { kind: 'oidcClient', id: client.id },
    name: client.name,
    text: t('clients.deactivate.text'),
    done: t('clients.deactivated', { name: client.name }),
    onClose,
  } as const
  if (settings['isOidcClientAdditionalInfoRequired'] !== 'false') {
    const call = { clientId: client.id, status: 'INACTIVE' }
    return <DeactivationDialog {...asked} endpoint={deactivateOidcClient} call={call} />
  }
  return (
    <DeactivationDialog
      {...asked}
      endpoint={updateNamedClient}
      call={{
        clientId: client.id,
        status: 'INACTIVE',
        clientName: client.name,
        // Asked for and, with another status, not looked at.
        clientNameLangMap: client.clientNameLangMap ?? { eng: client.name },
        logoUri: client.logoUri,
        redirectUris: client.redirectUris,
        grantTypes: client.grantTypes,
        clientAuthMethods: client.clientAuthMethods,
      }}
    />
  )
}
