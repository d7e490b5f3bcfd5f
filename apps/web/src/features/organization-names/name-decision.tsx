import { decideNameRequest } from '@pmp/contract'
import { Alert } from '@mantine/core'
import { useDecision } from '../../domain/approvals/decision-form.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { FormDialog } from '../../ui/form.tsx'
import { Facts } from '../../ui/surface.tsx'
import type { NameRequest } from './name-request.ts'

interface NameDecisionProps {
  request: NameRequest
  onClose: () => void
}

/** Approves, or rejects with a reason that the partner reads; says beforehand what follows. */
export function NameDecision({ request, onClose }: NameDecisionProps) {
  const { t, dateTime } = useText()
  const { requestId, newName, organizationName } = request
  const { children: reason, ...decision } = useDecision({
    endpoint: decideNameRequest,
    toCall: (answer) => ({ requestId, ...answer }),
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t('names.decide', { name: organizationName })}
      size="lg"
      onClose={onClose}
      {...decision}
    >
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
      {reason}
    </FormDialog>
  )
}
