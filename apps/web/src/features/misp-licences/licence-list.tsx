import { listMispLicences, type RowOf } from '@pmp/contract'
import { Anchor, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { endsWithinDays, seenEnd, statusByEnd } from '../../domain/ending.ts'
import { Status } from '../../domain/status.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { ContractList, Empty, type ListColumn, type ListFilter } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'

type Row = RowOf<typeof listMispLicences>

const statuses = [
  ['ACTIVE', 'status.activated'],
  ['INACTIVE', 'status.deactivated'],
] as const

/** Licences of all MISPs, with names and masked keys (additions-1.3.0.md 3.3). */
export function LicenceList() {
  const { t } = useText()
  const columns = useColumns()
  const filters = useFilters()
  const make = (
    <Button component={Link} to="/misp-licences/new">
      <T id="licences.new" />
    </Button>
  )
  return (
    <Page title={t('licences.menu')} actions={make}>
      <ContractList
        name="misp-licences"
        endpoint={listMispLicences}
        label={t('licences.menu')}
        columns={columns}
        keyOf={(row) => row.mispLicenseId}
        sort={{ field: 'createdDateTime', direction: 'desc' }}
        filters={filters}
        empty={<Empty text={t('licences.empty')} action={make} />}
      />
    </Page>
  )
}

function useFilters(): ListFilter<typeof listMispLicences>[] {
  const { t } = useText()
  return [
    { name: 'orgName', label: t('fields.organization'), isSearch: true },
    { name: 'mispLicenseKeyName', label: t('licences.name') },
    { name: 'partnerId', label: t('fields.partnerId') },
    { name: 'policyName', label: t('fields.policy') },
    { name: 'policyGroupName', label: t('fields.policyGroup') },
    {
      name: 'status',
      label: t('fields.status'),
      choices: statuses.map(([value, label]) => ({ value, label: t(label) })),
    },
    {
      name: 'expiryPeriod',
      label: t('keys.endsWithin'),
      choices: endsWithinDays.map((days) => ({
        value: `${days}`,
        label: t('keys.days', { days }),
      })),
    },
  ]
}

function statusOf(row: Row) {
  return statusByEnd(row.status === 'ACTIVE', row.expiryDateTime)
}

function useColumns(): ListColumn<typeof listMispLicences>[] {
  const { t, date } = useText()
  return [
    {
      title: 'licences.name',
      sortField: 'mispLicenseKeyName',
      text: (row) => row.mispLicenseKeyName ?? '',
      cell: (row) => (
        <Anchor component={Link} to={`/misp-licences/${row.mispLicenseId}`} fw={600}>
          {row.mispLicenseKeyName ?? t('licences.unnamed')}
        </Anchor>
      ),
    },
    {
      title: 'fields.organization',
      part: 'line',
      sortField: 'orgName',
      cell: (row) => row.orgName ?? '–',
    },
    {
      title: 'fields.partnerId',
      sortField: 'partnerId',
      isExtra: true,
      cell: (row) => <bdi>{row.partnerId}</bdi>,
    },
    {
      title: 'fields.policy',
      rank: 2,
      sortField: 'policyName',
      cell: (row) => row.policyName ?? '–',
    },
    {
      title: 'keys.ending',
      rank: 3,
      text: (row) => row.mispLicenseKey.slice(-4),
      cell: (row) => <code dir="ltr">…{row.mispLicenseKey.slice(-4)}</code>,
    },
    {
      title: 'keys.ends',
      part: 'end',
      sortField: 'expiryDateTime',
      cell: ({ expiryDateTime }) => {
        const end = seenEnd(expiryDateTime)
        return end ? date(end) : t('keys.noEnd')
      },
    },
    {
      title: 'fields.created',
      sortField: 'createdDateTime',
      isExtra: true,
      cell: (row) => date(row.createdDateTime),
    },
    useStatusColumn(),
  ]
}

function useStatusColumn(): ListColumn<typeof listMispLicences> {
  const { t } = useText()
  return {
    title: 'fields.status',
    part: 'state',
    sortField: 'status',
    text: (row) => t(`status.${statusOf(row)}`),
    cell: (row) => <Status value={statusOf(row)} />,
  }
}
