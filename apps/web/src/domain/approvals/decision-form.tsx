import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { FailureAlert } from '../../ui/failure.tsx'

export type Answer = 'approved' | 'rejected'

interface DecisionFormProps {
  longestReason: number
  /** The answer that is on its way. */
  sending: Answer | undefined
  error: Error | null
  /** With the reason, tidied; a rejection always has one. */
  onAnswer: (answer: Answer, reason: string | null) => void
}

/** Approves, or rejects with a reason that whoever asked reads. */
export function DecisionForm({ longestReason, sending, error, onAnswer }: DecisionFormProps) {
  const { t } = useText()
  const [reason, setReason] = useState('')
  const [isReasonMissing, setReasonMissing] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)

  function answer(given: Answer) {
    const isMissing = given === 'rejected' && reason.trim() === ''
    setReasonMissing(isMissing)
    if (isMissing) field.current?.focus()
    else onAnswer(given, reason.trim() || null)
  }

  return (
    <Stack>
      <Textarea
        ref={field}
        label={t('approvals.reason')}
        description={t('approvals.reason.hint')}
        autosize
        minRows={2}
        maxLength={longestReason}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={isReasonMissing ? t('approvals.reason.missing') : undefined}
      />
      <FailureAlert error={error} />
      <Group justify="flex-end">
        <Button
          color="red"
          variant="outline"
          className="reject"
          loading={sending === 'rejected'}
          disabled={sending === 'approved'}
          onClick={() => answer('rejected')}
        >
          <T id="approvals.reject" />
        </Button>
        <Button
          loading={sending === 'approved'}
          disabled={sending === 'rejected'}
          onClick={() => answer('approved')}
        >
          <T id="approvals.approve" />
        </Button>
      </Group>
    </Stack>
  )
}
