import { listNameRequests } from '@pmp/contract'
import { Badge, Button, Group } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { useRead } from '../api/query.ts'
import { T, useText } from '../i18n/text.tsx'
import { useMay, useSession } from './session.tsx'

const areas = [
  { to: '/approvals', label: 'approvals.policies' },
  { to: '/approvals/names', label: 'approvals.names' },
  { to: '/approvals/people', label: 'persons.menu' },
] as const

/** What there is to decide, by kind, with how much of each waits. */
export function ApprovalAreas() {
  const may = useMay()
  const { t, number } = useText()
  const { pathname } = useLocation()
  const { pendingPolicyRequests, waitingArrivals } = useSession()
  const mayDecide = may('organizationNames.decide')
  const names = useRead(
    listNameRequests,
    { status: 'InProgress', pageNo: 0, pageSize: 1 },
    { enabled: mayDecide },
  )
  if (!mayDecide) return null
  const waiting = {
    '/approvals': pendingPolicyRequests ?? 0,
    '/approvals/names': names.data?.totalResults ?? 0,
    '/approvals/people': waitingArrivals ?? 0,
  }
  // The most exact one: an area may have pages below it.
  const here = areas.findLast(({ to }) => pathname.startsWith(to))?.to
  return (
    <Group component="nav" aria-label={t('approvals.menu')} gap="xs">
      {areas.map(({ to, label }) => (
        <Button
          key={to}
          component={Link}
          to={to}
          size="sm"
          variant={to === here ? 'light' : 'subtle'}
          aria-current={to === here ? 'page' : undefined}
          rightSection={waiting[to] > 0 && <Badge size="sm">{number(waiting[to])}</Badge>}
        >
          <T id={label} />
        </Button>
      ))}
    </Group>
  )
}
