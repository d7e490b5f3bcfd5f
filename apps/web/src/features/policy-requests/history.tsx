import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useReasonText } from '../../domain/deactivation/reason-text.ts'
import { useText } from '../../i18n/text.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import type { PolicyRequest } from './policy-request.ts'

interface Event {
  key: string
  icon: IconName
  state: string
  title: ReactNode
  words?: string | null
  by?: string | null
  at: Date | null
}

/** What happened to a request, in the order of time, with the words of those who acted. */
export function History({ request }: { request: PolicyRequest }) {
  const { dateTime } = useText()
  const events = useEvents(request)
  return (
    <ol className="history">
      {events.map(({ key, icon, state, title, words, by, at }) => (
        <li key={key} data-state={state}>
          <span className="history-mark" aria-hidden>
            <Icon name={icon} size={14} />
          </span>
          <Text fw={600} size="sm">
            {title}
          </Text>
          {words && (
            <Text size="sm" className="quote">
              <bdi>{words}</bdi>
            </Text>
          )}
          {at && (
            <Text size="xs" c="dimmed">
              {dateTime(at)}
              {by && ` · ${by}`}
            </Text>
          )}
        </li>
      ))}
    </ol>
  )
}

function useEvents(request: PolicyRequest): Event[] {
  const { t, tMaybe } = useText()
  const reasonText = useReasonText()
  const { conversation, changes, orgName } = request
  const status = request.status.toLowerCase()
  const isDecided = status !== 'inprogress'
  const decided: Event = {
    key: 'decided',
    icon: status === 'approved' ? 'done' : status === 'rejected' ? 'cross' : 'clock',
    state: status,
    title: tMaybe(`requests.decided.${status}`) ?? request.status,
    words: request.decisionReason && reasonText(request.decisionReason),
    by: request.decidedBy,
    at: isDecided ? request.updatedDateTime : null,
  }
  const asked: Event = {
    key: 'asked',
    icon: 'request',
    state: 'asked',
    title: t('requests.asked', { name: orgName }),
    at: request.createdDateTime,
  }
  const later = [
    ...conversation.messages.map(({ messageId, side, author, writtenAt }) => ({
      key: `message ${messageId}`,
      icon: 'outbox' as const,
      state: 'asked',
      title: t(`conversation.event.${side}`),
      by: author,
      at: writtenAt,
    })),
    ...changes.flatMap((change) => changeEvents(change, t)),
    ...(isDecided ? [decided] : []),
  ].toSorted((one, other) => (one.at?.getTime() ?? 0) - (other.at?.getTime() ?? 0))
  return [asked, ...later, ...(isDecided ? [] : [decided])]
}

function changeEvents(
  change: PolicyRequest['changes'][number],
  t: ReturnType<typeof useText>['t'],
): Event[] {
  const asked: Event = {
    key: `change ${change.changeId}`,
    icon: 'request',
    state: 'asked',
    title: t('changes.event.asked'),
    by: change.requestedBy,
    at: change.requestedAt,
  }
  if (change.status === 'InProgress') return [asked]
  const icon = change.status === 'approved' ? 'done' : 'cross'
  const title = t(`changes.event.${change.status}`)
  const { decidedBy: by, decidedAt: at, decisionReason: words } = change
  return [
    asked,
    { key: `decided ${change.changeId}`, icon, state: change.status, title, words, by, at },
  ]
}
