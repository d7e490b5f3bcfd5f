import { listMappingChanges } from '@pmp/contract'
import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Age, useText } from '../../i18n/text.tsx'
import { StatusViews, useStatusView } from '../../domain/approvals/status-views.tsx'
import { Status } from '../../domain/status.tsx'
import { ApprovalAreas } from '../../shell/approval-areas.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'

/** Changes of what approved requests gave, for those who decide; the longest waiting first. */
export default function MappingChangesPage() {
  const { t } = useText()
  const view = useStatusView()
  const isQueue = view === 'InProgress'
  const columns = useColumns()
  return (
    <Page title={t('changes.menu')} description={t('changes.menu.about')}>
      <ApprovalAreas />
      <StatusViews />
      <ContractList
        key={view}
        name="mapping-changes"
        endpoint={listMappingChanges}
        label={t('changes.menu')}
        columns={columns}
        keyOf={(row) => row.changeId}
        sort={{ field: 'requestedAt', direction: isQueue ? 'asc' : 'desc' }}
        filters={[]}
        fixed={view === 'all' ? {} : { status: view }}
        empty={<Empty text={t('changes.empty')} />}
      />
    </Page>
  )
}

function useColumns(): ListColumn<typeof listMappingChanges>[] {
  const { t, tMaybe, dateTime } = useText()
  return [
    {
      title: 'fields.organization',
      text: (row) => row.orgName,
      cell: (row) => (
        <Anchor
          component={Link}
          to={`/policy-requests/${row.requestId}`}
          fw={600}
          aria-label={t('changes.reviewOf', { name: row.orgName, policy: row.policyName })}
        >
          <bdi>{row.orgName}</bdi>
        </Anchor>
      ),
    },
    { title: 'fields.policy', part: 'line', cell: (row) => row.policyName },
    { title: 'fields.reason', cell: (row) => <bdi>{row.reason}</bdi>, text: (row) => row.reason },
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
