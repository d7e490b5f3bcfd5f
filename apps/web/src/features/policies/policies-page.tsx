import { listPolicies, policyTypes } from '@pmp/contract'
import { Anchor, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../domain/status.tsx'

const statuses = ['draft', 'activated', 'deactivated'] as const

/** Policies of every type and state (ui.md S35). */
export default function PoliciesPage() {
  const { t } = useText()
  const may = useMay()
  const columns = useColumns()
  const create = may('policies.create') && (
    <Button component={Link} to="/policies/new">
      <T id="policies.new" />
    </Button>
  )
  return (
    <Page title={t('policies.menu')} actions={create}>
      <ContractList
        name="policies"
        endpoint={listPolicies}
        label={t('policies.menu')}
        columns={columns}
        keyOf={(row) => row.policyId}
        sort={{ field: 'createdDateTime', direction: 'desc' }}
        filters={[
          { name: 'search', label: t('lists.search'), isSearch: true },
          { name: 'policyName', label: t('fields.name') },
          { name: 'policyDescription', label: t('fields.description') },
          { name: 'policyGroupName', label: t('fields.policyGroup') },
          { name: 'policyId', label: t('fields.id') },
          {
            name: 'policyType',
            label: t('policies.type'),
            choices: policyTypes.map((value) => ({ value, label: t(`policyTypes.${value}`) })),
          },
          {
            name: 'status',
            label: t('fields.status'),
            choices: statuses.map((value) => ({ value, label: t(`status.${value}`) })),
          },
        ]}
        empty={<Empty text={t('policies.empty')} action={create} />}
      />
    </Page>
  )
}

function useColumns(): ListColumn<typeof listPolicies>[] {
  const { t, tMaybe, date } = useText()
  return [
    {
      title: 'fields.name',
      sortField: 'policyName',
      text: (row) => row.policyName,
      cell: (row) => (
        <Anchor component={Link} to={`/policies/${row.policyId}`} fw={600}>
          {row.policyName}
        </Anchor>
      ),
    },
    {
      title: 'fields.description',
      isExtra: true,
      sortField: 'policyDescription',
      cell: (row) => row.policyDescription,
    },
    {
      title: 'policies.type',
      part: 'line',
      cell: (row) => tMaybe(`policyTypes.${row.policyType}`) ?? row.policyType,
    },
    {
      title: 'fields.policyGroup',
      rank: 2,
      sortField: 'policyGroupName',
      cell: (row) => row.policyGroupName,
    },
    {
      title: 'fields.created',
      part: 'end',
      sortField: 'createdDateTime',
      cell: (row) => date(row.createdDateTime),
    },
    {
      title: 'fields.status',
      part: 'state',
      sortField: 'status',
      text: (row) => t(`status.${row.status}`),
      cell: (row) => <Status value={row.status} />,
    },
    { title: 'fields.id', isExtra: true, sortField: 'policyId', cell: (row) => row.policyId },
  ]
}
