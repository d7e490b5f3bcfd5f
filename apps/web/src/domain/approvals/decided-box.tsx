import { Alert, Stack, Text } from '@mantine/core'
import { T, useText } from '../../i18n/text.tsx'
import { Surface } from '../../ui/surface.tsx'
import { useReasonText } from '../deactivation/reason-text.ts'
import { Status } from '../status.tsx'
import './decision.css'

interface DecidedBoxProps {
  title: string
  status: string
  decidedBy: string | null
  decidedAt: Date | null
  reason: string | null
  /** Whether the reader was about to decide, too. */
  wasFaster?: boolean
}

/** In the place of the decision: what it is, by whom, when and why. */
export function DecidedBox(props: DecidedBoxProps) {
  const { title, status, decidedBy, decidedAt, reason, wasFaster } = props
  const { dateTime } = useText()
  const reasonText = useReasonText()
  return (
    <Surface title={title} isBox className="decision">
      <Stack gap="sm">
        {wasFaster && (
          <Alert color="yellow" role="alert">
            <T id="approvals.faster" />
          </Alert>
        )}
        <div>
          <Status value={status} />
        </div>
        {reason && (
          <Text size="sm" className="quote">
            <bdi>{reasonText(reason)}</bdi>
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {[decidedBy, decidedAt && dateTime(decidedAt)].filter(Boolean).join(' · ')}
        </Text>
      </Stack>
    </Surface>
  )
}
