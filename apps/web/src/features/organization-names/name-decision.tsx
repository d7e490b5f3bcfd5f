import { decideNameRequest, longestNameReason } from '@pmp/contract'
import { Alert, Button, Group, Stack, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { useChange } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Facts } from '../../ui/surface.tsx'
import type { NameRequest } from './name-approvals-page.tsx'

interface NameDecisionProps {
  request: NameRequest
  onClose: () => void
}

/** Approves, or rejects with a reason that the partner reads; says beforehand what follows. */
export function NameDecision({ request, onClose }: NameDecisionProps) {
  const { t, dateTime } = useText()
  const notify = useNotify()
  const [reason, setReason] = useState('')
  const [isReasonMissing, setReasonMissing] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const decide = useChange(decideNameRequest)
  const { requestId, newName, organizationName } = request

  function send(status: 'approved' | 'rejected') {
    const isMissing = status === 'rejected' && reason.trim() === ''
    setReasonMissing(isMissing)
    if (isMissing) {
      field.current?.focus()
      return
    }
    decide.mutate(
      { requestId, status, reason: reason.trim() || null },
      {
        onSuccess: () => {
          notify(t(`approvals.${status}`))
          onClose()
        },
      },
    )
  }

  return (
    <Dialog title={t('names.decide', { name: organizationName })} onClose={onClose} size="lg">
      <Stack>
        <Facts
          facts={[
            [t('names.previous'), <bdi key="old">{organizationName}</bdi>],
            [t('names.new'), <bdi key="new">{newName}</bdi>],
            [t('names.reason'), request.reason],
            [t('fields.asked'), `${dateTime(request.requestedAt)} · ${request.requestedBy}`],
          ]}
        />
        <Alert variant="light" role="note">
          <T id="names.consequences" />
        </Alert>
        <Textarea
          ref={field}
          label={t('approvals.reason')}
          description={t('approvals.reason.hint')}
          autosize
          minRows={2}
          maxLength={longestNameReason}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={isReasonMissing ? t('approvals.reason.missing') : undefined}
        />
        <FailureAlert error={decide.error} />
        <Answers
          isPending={(status) => decide.isPending && decide.variables.status === status}
          onAnswer={send}
        />
      </Stack>
    </Dialog>
  )
}

interface AnswersProps {
  isPending: (status: 'approved' | 'rejected') => boolean
  onAnswer: (status: 'approved' | 'rejected') => void
}

function Answers({ isPending, onAnswer }: AnswersProps) {
  return (
    <Group justify="flex-end">
      <Button
        color="red"
        variant="outline"
        className="reject"
        loading={isPending('rejected')}
        disabled={isPending('approved')}
        onClick={() => onAnswer('rejected')}
      >
        <T id="approvals.reject" />
      </Button>
      <Button
        loading={isPending('approved')}
        disabled={isPending('rejected')}
        onClick={() => onAnswer('approved')}
      >
        <T id="approvals.approve" />
      </Button>
    </Group>
  )
}
