import { AuthPolicy, DataSharePolicy, MispPolicy, type PolicyType } from '@pmp/contract'
import { Alert } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { AuthPolicyForm } from './auth-policy-form.tsx'
import { MispPolicyForm } from './misp-policy-form.tsx'
import { SharePolicyForm } from './share-policy-form.tsx'

interface PolicyFormProps {
  type: PolicyType
  document: Record<string, unknown> | undefined
  onChange: (document: Record<string, unknown>) => void
}

/** The form of a policy type, as long as its document keeps to the schema. */
export function PolicyForm({ type, document, onChange }: PolicyFormProps) {
  const { t } = useText()
  if (type === 'Auth') {
    const { data } = AuthPolicy.safeParse(document)
    if (data) return <AuthPolicyForm policy={data} onChange={onChange} />
  } else if (type === 'MISP') {
    const { data } = MispPolicy.safeParse(document)
    if (data) return <MispPolicyForm policy={data} onChange={onChange} />
  } else {
    const { data } = DataSharePolicy.safeParse(document)
    if (data) return <SharePolicyForm policy={data} onChange={onChange} />
  }
  return (
    <Alert color="yellow" variant="light" role="note">
      {t('policies.formNeedsValid')}
    </Alert>
  )
}
