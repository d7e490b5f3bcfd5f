import { decidePolicyRequest } from '@pmp/contract'
import { Stack, Text } from '@mantine/core'
import { useChange } from '../../api/query.ts'
import { useText } from '../../i18n/text.tsx'
import { DecisionForm, type Answer } from '../../domain/approvals/decision-form.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Surface } from '../../ui/surface.tsx'
import type { PolicyRequest } from './policy-request.ts'

const longestReason = 500

/** Approves, or rejects with a reason that the partner reads. */
export function Decision({ request }: { request: PolicyRequest }) {
  const { t } = useText()
  const notify = useNotify()
  const decide = useChange(decidePolicyRequest)
  const { id: mappingkey, orgName: name, policyName: policy } = request

  function send(status: Answer, reason: string | null) {
    decide.mutate(
      { mappingkey, status, reason },
      { onSuccess: () => notify(t(`approvals.${status}`)) },
    )
  }

  return (
    <Surface title={t('approvals.decide', { name })} className="surface decision">
      <Stack>
        <Text size="sm">{t('approvals.question', { name, policy })}</Text>
        <DecisionForm
          longestReason={longestReason}
          sending={decide.isPending ? (decide.variables.status as Answer) : undefined}
          error={decide.error}
          onAnswer={send}
        />
      </Stack>
    </Surface>
  )
}
