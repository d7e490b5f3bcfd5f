import { listPolicyGroupPage } from '@pmp/contract'
import { Anchor, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../domain/status.tsx'
import { NewGroup } from './group-dialogs.tsx'

/** Policy groups, active and not (ui.md S32). */
export default function PolicyGroupsPage() {
  const { t } = useText()
  const may = useMay()
  const [isCreating, setCreating] = useState(false)
  const columns = useColumns()
  const create = may('policyGroups.create') && (
    <Button onClick={() => setCreating(true)}>
      <T id="groups.new" />
    </Button>
  )
  return (
    <Page title={t('groups.menu')} actions={create}>
      <ContractList
        name="policy-groups"
        endpoint={listPolicyGroupPage}
        label={t('groups.menu')}
        columns={columns}
        keyOf={(row) => row.id}
        sort={{ field: 'createdDateTime', direction: 'desc' }}
        filters={[
          { name: 'search', label: t('lists.search'), isSearch: true },
          { name: 'name', label: t('fields.name') },
          { name: 'description', label: t('fields.description') },
          { name: 'id', label: t('fields.id') },
          {
            name: 'isActive',
            label: t('fields.status'),
            choices: [
              { value: 'true', label: t('status.activated') },
              { value: 'false', label: t('status.deactivated') },
            ],
          },
        ]}
        empty={<Empty text={t('groups.empty')} />}
      />
      {isCreating && <NewGroup onClose={() => setCreating(false)} />}
    </Page>
  )
}

function useColumns(): ListColumn<typeof listPolicyGroupPage>[] {
  const { t, date } = useText()
  return [
    {
      title: 'fields.name',
      sortField: 'name',
      text: (row) => row.name,
      cell: (row) => (
        <Anchor component={Link} to={`/policy-groups/${row.id}`} fw={600}>
          {row.name}
        </Anchor>
      ),
    },
    {
      title: 'fields.description',
      part: 'line',
      sortField: 'description',
      cell: (row) => row.description,
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
      sortField: 'isActive',
      text: (row) => t(row.isActive ? 'status.activated' : 'status.deactivated'),
      cell: (row) => <Status value={row.isActive ? 'activated' : 'deactivated'} />,
    },
    { title: 'fields.id', isExtra: true, sortField: 'id', cell: (row) => row.id },
  ]
}
