import { listPolicyRequests } from '@pmp/contract'
import { ActionIcon, Group, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Link, useNavigate } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { useText } from '../../i18n/text.tsx'
import { Icon } from '../../ui/icon.tsx'

/** How many of those that wait are gone through one after the other. */
const longestQueue = 100

export interface Queue {
  total: number
  /** Where the request stands among those that wait, from 1; null if it is none of them. */
  position: number | null
  previousId: string | undefined
  nextId: string | undefined
}

/** The requests that wait, the oldest first, seen from one of them. */
export function useQueue(requestId: string, isForDeciders: boolean): Queue {
  const waiting = useRead(
    listPolicyRequests,
    {
      status: 'InProgress',
      sortFieldName: 'createdDateTime',
      sortType: 'asc',
      pageNo: 0,
      pageSize: longestQueue,
    },
    { enabled: isForDeciders },
  )
  const ids = waiting.data?.data.map(({ id }) => id) ?? []
  const index = ids.indexOf(requestId)
  return {
    total: waiting.data?.totalResults ?? 0,
    position: index === -1 ? null : index + 1,
    previousId: index === -1 ? undefined : ids[index - 1],
    // After a decision the request is none of them any more; the oldest one comes next.
    nextId: index === -1 ? ids[0] : (ids[index + 1] ?? (index > 0 ? ids[0] : undefined)),
  }
}

/** Goes from one waiting request to the next; J and K do so from the keyboard. */
export function QueueWays({ queue }: { queue: Queue }) {
  const { t, number } = useText()
  const navigate = useNavigate()
  const { position, total, previousId, nextId } = queue
  const open = (id: string | undefined) => id && void navigate({ to: `/policy-requests/${id}` })
  useHotkeys([
    ['j', () => open(nextId)],
    ['k', () => open(previousId)],
  ])
  if (total === 0) return null
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="sm" c="dimmed">
        {position === null
          ? t('approvals.waiting', { total })
          : t('approvals.position', { position: number(position), total: number(total) })}
      </Text>
      <Way id={previousId} label={t('approvals.previous')} keyName="K" isBack />
      <Way id={nextId} label={t('approvals.next')} keyName="J" />
    </Group>
  )
}

interface WayProps {
  id: string | undefined
  label: string
  keyName: string
  isBack?: boolean
}

function Way({ id, label, keyName, isBack = false }: WayProps) {
  const look = {
    variant: 'default',
    size: 'lg',
    'aria-label': label,
    title: `${label} (${keyName})`,
  }
  const mark = (
    <span className={isBack ? 'way-back' : undefined}>
      <Icon name="branch" size={16} />
    </span>
  )
  if (!id) {
    return (
      <ActionIcon {...look} disabled>
        {mark}
      </ActionIcon>
    )
  }
  return (
    <ActionIcon
      {...look}
      component={Link}
      to={`/policy-requests/${id}`}
      aria-keyshortcuts={keyName}
    >
      {mark}
    </ActionIcon>
  )
}
