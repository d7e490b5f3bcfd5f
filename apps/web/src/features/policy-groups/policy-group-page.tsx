import { listPolicies, readPolicyGroupSummary } from '@pmp/contract'
import { Anchor, Button, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { Status } from '../../domain/status.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import { ActivateGroup, DeactivateGroup, EditGroup } from './group-dialogs.tsx'
import type { PolicyGroup } from './policy-group.ts'

const statuses = ['draft', 'activated', 'deactivated'] as const

/** A policy group with its policies (ui.md S33). */
export default function PolicyGroupPage() {
  const policyGroupId = usePathValue('groupId')
  const { t } = useText()
  const group = useRead(readPolicyGroupSummary, { policyGroupId })
  return (
    <Page
      title={group.data?.name ?? t('fields.policyGroup')}
      description={group.data?.description}
      above={{ to: '/policy-groups', title: 'groups.menu' }}
      actions={group.data && <Actions group={group.data} />}
    >
      <Loaded from={group}>{(data) => <Details group={data} />}</Loaded>
    </Page>
  )
}

type Open = 'edit' | 'deactivate' | 'activate' | null

function Actions({ group }: { group: PolicyGroup }) {
  const may = useMay()
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  if (!may('policyGroups.edit')) return null
  return (
    <>
      <Button variant="default" onClick={() => setOpen('edit')}>
        <T id="groups.edit" />
      </Button>
      {group.isActive ? (
        <Button variant="default" onClick={() => setOpen('deactivate')}>
          <T id="groups.deactivate" />
        </Button>
      ) : (
        <Button onClick={() => setOpen('activate')}>
          <T id="groups.activate" />
        </Button>
      )}
      {open === 'edit' && <EditGroup group={group} onClose={close} />}
      {open === 'deactivate' && <DeactivateGroup group={group} onClose={close} />}
      {open === 'activate' && <ActivateGroup group={group} onClose={close} />}
    </>
  )
}

function Details({ group }: { group: PolicyGroup }) {
  const { t, dateTime } = useText()
  return (
    <div className="home-columns">
      <PoliciesOfGroup id={group.id} />
      <Stack gap="lg">
        <Surface title={t('requests.details')}>
          <Facts
            facts={[
              [
                t('fields.status'),
                <Status key="s" value={group.isActive ? 'activated' : 'deactivated'} />,
              ],
              [t('fields.created'), `${dateTime(group.createdDateTime)} · ${group.createdBy}`],
              [
                t('fields.changed'),
                group.updatedDateTime && `${dateTime(group.updatedDateTime)} · ${group.updatedBy}`,
              ],
              [t('fields.id'), <code key="id">{group.id}</code>],
            ]}
          />
        </Surface>
      </Stack>
    </div>
  )
}

function PoliciesOfGroup({ id }: { id: string }) {
  const { t } = useText()
  const columns = useColumns()
  return (
    <ContractList
      name="policies-of-group"
      endpoint={listPolicies}
      label={t('policies.menu')}
      title={t('policies.menu')}
      columns={columns}
      keyOf={(row) => row.policyId}
      sort={{ field: 'createdDateTime', direction: 'desc' }}
      filters={[
        { name: 'search', label: t('lists.search'), isSearch: true },
        {
          name: 'status',
          label: t('fields.status'),
          choices: statuses.map((value) => ({ value, label: t(`status.${value}`) })),
        },
      ]}
      fixed={{ policyGroupId: id }}
      empty={<Empty text={t('groups.noPolicies')} />}
    />
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
      title: 'policies.type',
      cell: (row) => tMaybe(`policyTypes.${row.policyType}`) ?? row.policyType,
    },
    {
      title: 'fields.created',
      sortField: 'createdDateTime',
      cell: (row) => date(row.createdDateTime),
    },
    {
      title: 'fields.status',
      sortField: 'status',
      text: (row) => t(`status.${row.status}`),
      cell: (row) => <Status value={row.status} />,
    },
  ]
}
