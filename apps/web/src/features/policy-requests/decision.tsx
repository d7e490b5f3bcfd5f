import { decidePolicyRequest } from '@pmp/contract'
import { Stack, Text } from '@mantine/core'
import { useDecision } from '../../domain/approvals/decision-form.tsx'
import { useText } from '../../i18n/text.tsx'
import { Form } from '../../ui/form.tsx'
import { Surface } from '../../ui/surface.tsx'
import type { PolicyRequest } from './policy-request.ts'

/** Approves, or rejects with a reason that the partner reads. */
export function Decision({ request }: { request: PolicyRequest }) {
  const { t } = useText()
  const { id: mappingkey, orgName: name, policyName: policy } = request
  const decision = useDecision({
    endpoint: decidePolicyRequest,
    toCall: (answer) => ({ mappingkey, ...answer }),
  })
  return (
    <Surface title={t('approvals.decide', { name })} className="surface decision">
      <Stack>
        <Text size="sm">{t('approvals.question', { name, policy })}</Text>
        <Form {...decision} />
      </Stack>
    </Surface>
  )
}
