import { listPolicyRequests, type SortFieldOf } from '@pmp/contract'
import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Age, useText } from '../../i18n/text.tsx'
import { ContractList, type ListColumn } from '../../ui/contract-list.tsx'
import type { Sort } from '../../ui/data-table.tsx'
import { Status } from '../../domain/status.tsx'

const statuses = ['InProgress', 'approved', 'rejected'] as const

interface RequestTableProps {
  label: string
  /** Whether the rows are of several partners. */
  showPartner: boolean
  /** Shows requests of this status only, and offers no other. */
  status?: (typeof statuses)[number] | undefined
  sort?: Sort<SortFieldOf<typeof listPolicyRequests>>
  empty: ReactNode
}

/** Policy requests, own ones or everybody's. */
export function RequestTable({ label, showPartner, status, sort, empty }: RequestTableProps) {
  const { t, tMaybe } = useText()
  const columns = useColumns(showPartner)
  const choices = statuses.map((value) => ({
    value,
    label: tMaybe(`status.${value.toLowerCase()}`) ?? value,
  }))
  return (
    <ContractList
      name={showPartner ? 'approvals' : 'policy-requests'}
      endpoint={listPolicyRequests}
      label={label}
      columns={columns}
      keyOf={(row) => row.id}
      sort={sort ?? { field: 'createdDateTime', direction: 'desc' }}
      filters={
        showPartner
          ? [{ name: 'orgName', label: t('fields.organization') }]
          : [
              { name: 'policyName', label: t('fields.policy') },
              { name: 'status', label: t('fields.status'), choices },
            ]
      }
      fixed={status ? { status } : {}}
      empty={empty}
    />
  )
}

function useColumns(showPartner: boolean): ListColumn<typeof listPolicyRequests>[] {
  const { t, dateTime, tMaybe } = useText()
  const partner: ListColumn<typeof listPolicyRequests> = {
    title: 'fields.organization',
    part: 'line',
    sortField: 'orgName',
    cell: (row) => row.orgName,
  }
  return [
    {
      title: 'fields.policy',
      sortField: 'policyName',
      text: (row) => row.policyName,
      cell: (row) => (
        <Anchor component={Link} to={`/policy-requests/${row.id}`} fw={600}>
          {row.policyName}
        </Anchor>
      ),
    },
    ...(showPartner ? [partner] : []),
    {
      title: 'fields.policyGroup',
      rank: 2,
      sortField: 'policyGroupName',
      cell: (row) => row.policyGroupName,
    },
    {
      title: 'fields.asked',
      part: 'end',
      sortField: 'createdDateTime',
      text: (row) => dateTime(row.createdDateTime),
      cell: (row) => <Age at={row.createdDateTime} />,
    },
    {
      title: 'fields.status',
      part: 'state',
      sortField: 'status',
      text: (row) => tMaybe(`status.${row.status.toLowerCase()}`) ?? row.status,
      cell: (row) => (
        <>
          <Status value={row.status} />
          {row.awaitsAnswer && (
            <Text size="xs" c="dimmed">
              {t(showPartner ? 'inbox.elsewhere' : 'conversation.yourTurn')}
            </Text>
          )}
        </>
      ),
    },
  ]
}
