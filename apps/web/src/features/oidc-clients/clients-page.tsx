import { listOidcClients, type RowOf } from '@pmp/contract'
import { Alert, Anchor, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Status } from '../../domain/status.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { useMay, useSession } from '../../shell/session.tsx'
import { ContractList, Empty, type ListColumn, type ListFilter } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { ClientId } from './client-id.tsx'
import { statusOf } from './client-status.ts'
import { useShownName } from './words.ts'
import './oidc-clients.css'

type Row = RowOf<typeof listOidcClients>

/** OIDC clients, own ones or everybody's (ui.md S8, S31). */
export default function ClientsPage() {
  const { t } = useText()
  const may = useMay()
  const columns = useColumns()
  const filters = useFilters()
  const { settings } = useSession()
  const isOff = settings['isOidcClientAvailable'] === 'false'
  const make = may('oidcClients.createConfigured') && !isOff && (
    <Button component={Link} to="/oidc-clients/new">
      <T id="clients.new" />
    </Button>
  )
  return (
    <Page title={t('clients.menu')} description={t('clients.about')} actions={make}>
      {isOff ? (
        <Alert color="gray">{t('failures.PMS_FEATURE_002')}</Alert>
      ) : (
        <ContractList
          name="oidc-clients"
          endpoint={listOidcClients}
          label={t('clients.menu')}
          columns={columns}
          keyOf={(row) => row.clientId}
          sort={{ field: 'createdDateTime', direction: 'desc' }}
          filters={filters}
          empty={<Empty text={t('clients.empty')} action={make} />}
        />
      )}
    </Page>
  )
}

function useFilters(): ListFilter<typeof listOidcClients>[] {
  const { t } = useText()
  return [
    { name: 'clientName', label: t('clients.name'), isSearch: true },
    { name: 'orgName', label: t('fields.organization') },
    { name: 'partnerId', label: t('fields.partnerId') },
    { name: 'policyGroupName', label: t('fields.policyGroup') },
    { name: 'policyName', label: t('fields.policy') },
    {
      name: 'status',
      label: t('fields.status'),
      choices: [
        { value: 'ACTIVE', label: t('status.activated') },
        { value: 'INACTIVE', label: t('status.deactivated') },
      ],
    },
  ]
}

function useColumns(): ListColumn<typeof listOidcClients>[] {
  const { t, tMaybe, date } = useText()
  const shownName = useShownName()
  const stateOf = ({ registration }: Row) => registration && tMaybe(`status.${registration}`)
  return [
    {
      title: 'clients.name',
      sortField: 'clientName',
      text: (row) => shownName(row.clientName),
      cell: (row) => (
        <Anchor component={Link} to={`/oidc-clients/${row.clientId}`} fw={600}>
          {shownName(row.clientName)}
        </Anchor>
      ),
    },
    {
      title: 'clients.id',
      sortField: 'clientId',
      text: (row) => row.clientId,
      cell: (row) => <ClientId clientId={row.clientId} of={shownName(row.clientName)} isShort />,
    },
    { title: 'fields.organization', sortField: 'orgName', cell: (row) => row.orgName },
    {
      title: 'fields.partnerId',
      sortField: 'partnerId',
      isExtra: true,
      cell: (row) => row.partnerId,
    },
    {
      title: 'fields.policyGroup',
      sortField: 'policyGroupName',
      isExtra: true,
      cell: (row) => row.policyGroupName,
    },
    { title: 'fields.policy', sortField: 'policyName', cell: (row) => row.policyName },
    {
      title: 'fields.created',
      sortField: 'createdDateTime',
      cell: (row) => date(row.createdDateTime),
    },
    {
      title: 'fields.status',
      sortField: 'status',
      text: (row) => t(`status.${statusOf(row)}`),
      cell: (row) => <Status value={statusOf(row)} />,
    },
    {
      title: 'clients.registration',
      text: (row) => stateOf(row) ?? '',
      cell: (row) => (row.registration ? <Status value={row.registration} /> : '–'),
    },
  ]
}
