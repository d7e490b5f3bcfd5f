import { decideNameRequest, longestNameReason } from '@pmp/contract'
import { Alert, Stack } from '@mantine/core'
import { useChange } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { DecisionForm, type Answer } from '../../domain/approvals/decision-form.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Facts } from '../../ui/surface.tsx'
import type { NameRequest } from './name-request.ts'

interface NameDecisionProps {
  request: NameRequest
  onClose: () => void
}

/** Approves, or rejects with a reason that the partner reads; says beforehand what follows. */
export function NameDecision({ request, onClose }: NameDecisionProps) {
  const { t, dateTime } = useText()
  const notify = useNotify()
  const decide = useChange(decideNameRequest)
  const { requestId, newName, organizationName } = request

  function send(status: Answer, reason: string | null) {
    decide.mutate(
      { requestId, status, reason },
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
        <DecisionForm
          longestReason={longestNameReason}
          sending={decide.isPending ? decide.variables.status : undefined}
          error={decide.error}
          onAnswer={send}
        />
      </Stack>
    </Dialog>
  )
}
