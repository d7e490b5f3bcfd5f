import { SegmentedControl } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useText } from '../../i18n/text.tsx'
import { ApprovalAreas } from '../../shell/approval-areas.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { RequestTable } from './request-table.tsx'

const views = ['InProgress', 'approved', 'rejected', 'all'] as const
type View = (typeof views)[number]

/** Requests of every partner, for those who decide; the longest waiting first (ui.md S29). */
export default function ApprovalsPage() {
  const { t } = useText()
  const navigate = useNavigate()
  const search: Record<string, unknown> = useSearch({ strict: false })
  const view: View = views.find((known) => known === search['view']) ?? 'InProgress'
  const isQueue = view === 'InProgress'
  return (
    <Page title={t('approvals.menu')} description={t('approvals.about')}>
      <ApprovalAreas />
      <SegmentedControl
        className="views"
        aria-label={t('fields.status')}
        value={view}
        onChange={(value) =>
          void navigate({ to: '.', search: value === 'InProgress' ? {} : { view: value } })
        }
        data={views.map((value) => ({
          value,
          label:
            value === 'all'
              ? t('lists.all')
              : t(`status.${value.toLowerCase()}` as 'status.approved'),
        }))}
      />
      <RequestTable
        key={view}
        label={t('approvals.menu')}
        showPartner
        status={view === 'all' ? undefined : view}
        sort={{ field: 'createdDateTime', direction: isQueue ? 'asc' : 'desc' }}
        empty={<Empty text={t(isQueue ? 'home.queueEmpty' : 'approvals.empty')} />}
      />
    </Page>
  )
}
