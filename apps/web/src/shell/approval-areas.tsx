import { listMappingChanges } from '@pmp/contract'
import { useRead } from '../api/query.ts'
import { useText } from '../i18n/text.tsx'
import { Areas } from '../ui/areas.tsx'
import { useMay, useSession } from './session.tsx'

/** What there is to decide, by kind, with how much of each waits. */
export function ApprovalAreas() {
  const may = useMay()
  const { t } = useText()
  const { pendingPolicyRequests, pendingNameRequests, waitingArrivals } = useSession()
  const mayDecide = may('organizationNames.decide')
  const changes = useRead(
    listMappingChanges,
    { status: 'InProgress', pageNo: 0, pageSize: 1 },
    { enabled: mayDecide },
  )
  if (!mayDecide) return null
  return (
    <Areas
      label={t('approvals.menu')}
      areas={[
        { to: '/approvals', label: 'approvals.all' },
        {
          to: '/approvals/requests',
          label: 'approvals.policies',
          count: pendingPolicyRequests ?? 0,
        },
        {
          to: '/approvals/changes',
          label: 'changes.menu',
          count: changes.data?.totalResults ?? 0,
        },
        {
          to: '/approvals/names',
          label: 'approvals.names',
          count: pendingNameRequests ?? 0,
        },
        { to: '/approvals/people', label: 'persons.menu', count: waitingArrivals ?? 0 },
      ]}
    />
  )
}
