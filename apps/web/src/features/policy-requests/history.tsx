import { Text } from '@mantine/core'
import { useReasonText } from '../../domain/deactivation/reason-text.ts'
import { useText } from '../../i18n/text.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { PolicyRequest } from './policy-request.ts'

const marks = { approved: 'done', rejected: 'cross' } as const

/** What happened to a request, with the words of those who acted. */
export function History({ request }: { request: PolicyRequest }) {
  const { t, tMaybe, dateTime } = useText()
  const reasonText = useReasonText()
  const status = request.status.toLowerCase()
  const mark = status === 'approved' || status === 'rejected' ? marks[status] : 'clock'
  return (
    <ol className="history">
      <li data-state="asked">
        <span className="history-mark" aria-hidden>
          <Icon name="request" size={14} />
        </span>
        <Text fw={600} size="sm">
          {t('requests.asked', { name: request.orgName })}
        </Text>
        <Text size="sm" className="quote">
          {request.partnerComment}
        </Text>
        <Text size="xs" c="dimmed">
          {dateTime(request.createdDateTime)}
        </Text>
      </li>
      <li data-state={status}>
        <span className="history-mark" aria-hidden>
          <Icon name={mark} size={14} />
        </span>
        <Text fw={600} size="sm">
          {tMaybe(`requests.decided.${status}`) ?? request.status}
        </Text>
        {request.decisionReason && (
          <Text size="sm" className="quote">
            {reasonText(request.decisionReason)}
          </Text>
        )}
        {request.updatedDateTime && (
          <Text size="xs" c="dimmed">
            {dateTime(request.updatedDateTime)}
            {request.decidedBy && ` · ${request.decidedBy}`}
          </Text>
        )}
      </li>
    </ol>
  )
}
