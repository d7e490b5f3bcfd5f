import { listNameRequests } from '@pmp/contract'
import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Age, useText } from '../../i18n/text.tsx'
import { ApprovalAreas } from '../../shell/approval-areas.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { StatusViews, useStatusView } from '../../domain/approvals/status-views.tsx'
import { Status } from '../../domain/status.tsx'
import { NameDecision } from './name-decision.tsx'
import type { NameRequest } from './name-request.ts'

/** Requests of every partner for another name, for those who decide; the longest waiting first. */
export default function NameApprovalsPage() {
  const { t } = useText()
  const [deciding, setDeciding] = useState<NameRequest | null>(null)
  const view = useStatusView()
  const isQueue = view === 'InProgress'
  const columns = useColumns(setDeciding)
  return (
    <Page title={t('names.approvals')} description={t('names.approvals.about')}>
      <ApprovalAreas />
      <StatusViews />
      <ContractList
        key={view}
        name="name-requests"
        endpoint={listNameRequests}
        label={t('names.approvals')}
        columns={columns}
        keyOf={(row) => row.requestId}
        sort={{ field: 'requestedAt', direction: isQueue ? 'asc' : 'desc' }}
        filters={[]}
        fixed={view === 'all' ? {} : { status: view }}
        empty={<Empty text={t(isQueue ? 'home.queueEmpty' : 'names.empty')} />}
      />
      {deciding && <NameDecision request={deciding} onClose={() => setDeciding(null)} />}
    </Page>
  )
}

function useColumns(open: (request: NameRequest) => void): ListColumn<typeof listNameRequests>[] {
  const { t, tMaybe, dateTime } = useText()
  return [
    {
      title: 'names.new',
      text: (row) => row.newName,
      cell: (row) =>
        row.status === 'InProgress' ? (
          <Anchor
            component="button"
            fw={600}
            ta="start"
            aria-label={t('names.reviewOf', { name: row.newName })}
            onClick={() => open(row)}
          >
            <bdi>{row.newName}</bdi>
          </Anchor>
        ) : (
          <bdi>{row.newName}</bdi>
        ),
    },
    { title: 'names.previous', part: 'line', cell: (row) => row.previousName },
    {
      title: 'fields.partnerId',
      rank: 2,
      text: (row) => row.partnerId,
      cell: (row) => (
        <Anchor component={Link} to={`/partners/${row.partnerId}`}>
          <bdi>{row.partnerId}</bdi>
        </Anchor>
      ),
    },
    {
      title: 'fields.asked',
      part: 'end',
      sortField: 'requestedAt',
      text: (row) => dateTime(row.requestedAt),
      cell: (row) => <Age at={row.requestedAt} />,
    },
    {
      title: 'fields.status',
      part: 'state',
      text: (row) => tMaybe(`status.${row.status.toLowerCase()}`) ?? row.status,
      cell: (row) => <Status value={row.status} />,
    },
  ]
}
