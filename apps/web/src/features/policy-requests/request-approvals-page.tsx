import { useText } from '../../i18n/text.tsx'
import { ApprovalAreas } from '../../shell/approval-areas.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { StatusViews, useStatusView } from '../../domain/approvals/status-views.tsx'
import { RequestTable } from './request-table.tsx'

/** Requests of every partner, for those who decide; the longest waiting first (ui.md S29). */
export default function RequestApprovalsPage() {
  const { t } = useText()
  const view = useStatusView()
  const isQueue = view === 'InProgress'
  return (
    <Page title={t('approvals.policies')}>
      <ApprovalAreas />
      <StatusViews />
      <RequestTable
        key={view}
        label={t('approvals.policies')}
        showPartner
        status={view === 'all' ? undefined : view}
        sort={{ field: 'createdDateTime', direction: isQueue ? 'asc' : 'desc' }}
        empty={<Empty text={t(isQueue ? 'home.queueEmpty' : 'approvals.empty')} />}
      />
    </Page>
  )
}
