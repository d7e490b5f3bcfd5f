import { readClientRegistration } from '@pmp/contract'
import { Anchor, Button, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { Status } from '../../domain/status.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { useMay, useSession } from '../../shell/session.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { AcceptanceLink } from '../../shell/acceptance-link.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { Facts, Surface } from '../../ui/surface.tsx'
import { ClientId } from './client-id.tsx'
import { statusOf } from './client-status.ts'
import type { Client } from './client-values.ts'
import { ConfigFacts } from './config-facts.tsx'
import { DeactivateClient } from './deactivate-client.tsx'
import { KeyFacts } from './key-facts.tsx'
import { Registration } from './registration.tsx'
import { useGrantWords, useLanguageName } from './words.ts'
import './oidc-clients.css'

/** A client: what it is, how it stands at eSignet, what its service is told (ui.md S11). */
export default function ClientPage() {
  const clientId = usePathValue('clientId')
  const { t } = useText()
  const client = useRead(readClientRegistration, { clientId }, { goesOn: isOnItsWay })
  return (
    <Page
      title={client.data?.name ?? t('clients.one')}
      above={{ to: '/oidc-clients', title: 'clients.menu' }}
      status={client.data && <Status value={statusOf(client.data)} isPill />}
      actions={client.data && <Actions client={client.data} />}
    >
      <Loaded from={client}>{(data) => <Details client={data} />}</Loaded>
    </Page>
  )
}

function isOnItsWay({ registration }: Client): boolean {
  return registration?.state === 'registering' || registration?.state === 'deactivating'
}

/** Whether the reader may change the client: its own partner, while it is active. */
function useCanEdit(client: Client): boolean {
  const may = useMay()
  const { partners } = useSession()
  const isOwn = partners.some(({ partnerId }) => partnerId === client.relyingPartyId)
  return isOwn && may('oidcClients.updateConfigured') && statusOf(client) === 'activated'
}

function Actions({ client }: { client: Client }) {
  const may = useMay()
  const [isAsking, setAsking] = useState(false)
  const canEdit = useCanEdit(client)
  if (statusOf(client) === 'deactivated') return null
  return (
    <>
      {canEdit && (
        <Button component={Link} to={`/oidc-clients/${client.id}/edit`} variant="default">
          <T id="clients.edit" />
        </Button>
      )}
      {may('oidcClients.deactivate') && (
        <Button color="red" variant="outline" className="reject" onClick={() => setAsking(true)}>
          <T id="clients.deactivate" />
        </Button>
      )}
      {isAsking && <DeactivateClient client={client} onClose={() => setAsking(false)} />}
    </>
  )
}

function Details({ client }: { client: Client }) {
  const { t } = useText()
  const canEdit = useCanEdit(client)
  return (
    <div className="client-split">
      <Stack gap="lg" className="client-aside">
        <Surface title={t('clients.registration')}>
          <Registration client={client} canEdit={canEdit} />
        </Surface>
        <Granted client={client} />
      </Stack>
      <Stack gap="lg">
        <Surface title={t('clients.part.client')}>
          <ClientFacts client={client} />
          <AcceptanceLink kind="oidcClient" partnerId={client.relyingPartyId} name={client.id} />
        </Surface>
        <Surface title={t('clients.part.key')}>
          <KeyFacts publicKey={client.publicKey} clientId={client.id} />
        </Surface>
        <Surface title={t('clients.part.uris')}>
          <ul className="plain-list client-uris">
            {client.redirectUris.map((uri) => (
              <li key={uri}>
                <code dir="ltr">{uri}</code>
              </li>
            ))}
          </ul>
        </Surface>
        <ConfigFacts client={client} />
      </Stack>
    </div>
  )
}

function ClientFacts({ client }: { client: Client }) {
  const { t, dateTime } = useText()
  const languageName = useLanguageName()
  const names = Object.entries(client.clientNameLangMap ?? {})
  return (
    <Facts
      facts={[
        [t('clients.id'), <ClientId key="id" clientId={client.id} of={client.name} />],
        ...names.map(([language, name]): [string, React.ReactNode] => [
          t('clients.text.in', { label: t('clients.name'), language: languageName(language) }),
          <bdi key={language}>{name}</bdi>,
        ]),
        [t('fields.organization'), client.partnerName],
        [t('fields.partnerId'), <bdi key="p">{client.relyingPartyId}</bdi>],
        [t('fields.policy'), client.policyName],
        [t('fields.policyGroup'), client.policyGroupName],
        [t('clients.logo'), <Logo key="l" address={client.logoUri} />],
        [t('fields.created'), dateTime(client.createdDateTime)],
        [t('clients.changed'), client.updatedDateTime && dateTime(client.updatedDateTime)],
      ]}
    />
  )
}

/** Rows of before may hold anything; only pictures of the web are opened. */
function Logo({ address }: { address: string }) {
  if (!/^https?:\/\//i.test(address)) return <bdi>{address}</bdi>
  return (
    <Anchor href={address} target="_blank" rel="noopener noreferrer" dir="ltr" inherit>
      {address}
    </Anchor>
  )
}

/** What the service is told, and how people can sign in; fixed when the client was made. */
function Granted({ client }: { client: Client }) {
  const { t, list } = useText()
  const { claim, acr, grant } = useGrantWords()
  return (
    <Surface title={t('clients.granted')}>
      <ul className="client-chips">
        {client.claims.map((name) => (
          <li key={name}>{claim(name)}</li>
        ))}
      </ul>
      <Facts
        facts={[
          [t('clients.preview.ways'), list(client.acrValues.map(acr))],
          [t('clients.grants'), list(client.grantTypes.map(grant))],
          [t('clients.methods'), list(client.clientAuthMethods.map(grant))],
        ]}
      />
      <p className="client-note">{t('clients.granted.fixed')}</p>
    </Surface>
  )
}
