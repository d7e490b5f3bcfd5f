import { decidePolicyRequest } from '@pmp/contract'
import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { useChange } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Surface } from '../../ui/surface.tsx'
import type { PolicyRequest } from './policy-request-page.tsx'

const longestReason = 500

/** Approves, or rejects with a reason that the partner reads. */
export function Decision({ request }: { request: PolicyRequest }) {
  const { t } = useText()
  const notify = useNotify()
  const [reason, setReason] = useState('')
  const [isReasonMissing, setReasonMissing] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const decide = useChange(decidePolicyRequest)

  function send(status: 'approved' | 'rejected') {
    const isMissing = status === 'rejected' && reason.trim() === ''
    setReasonMissing(isMissing)
    if (isMissing) {
      field.current?.focus()
      return
    }
    decide.mutate(
      { mappingkey: request.id, status, reason: reason.trim() || null },
      { onSuccess: () => notify(t(`approvals.${status}`)) },
    )
  }

  const isSending = (status: string) => decide.isPending && decide.variables.status === status
  return (
    <Surface title={t('approvals.decide', { name: request.orgName })} className="surface decision">
      <Stack>
        <Text size="sm">
          {t('approvals.question', { name: request.orgName, policy: request.policyName })}
        </Text>
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
        <FailureAlert error={decide.error} />
        <Group justify="flex-end">
          <Button
            color="red"
            variant="outline"
            className="reject"
            loading={isSending('rejected')}
            disabled={isSending('approved')}
            onClick={() => send('rejected')}
          >
            <T id="approvals.reject" />
          </Button>
          <Button
            loading={isSending('approved')}
            disabled={isSending('rejected')}
            onClick={() => send('approved')}
          >
            <T id="approvals.approve" />
          </Button>
        </Group>
      </Stack>
    </Surface>
  )
}
