import { policyTypeOf, readPolicy, updatePolicy, type ResponseOf } from '@pmp/contract'
import { Alert, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { PolicyEditor } from './policy-editor.tsx'

/** Changes a draft; its type and group stay (ui.md S38). */
export default function EditPolicyPage() {
  const policyId = usePathValue('policyId')
  const { t } = useText()
  const policy = useRead(readPolicy, { policyId })
  return (
    <Page title={t('policies.edit')} above={{ to: '/policies', title: 'policies.menu' }}>
      <Loaded from={policy}>
        {(data) =>
          data.schema === null ? (
            <Editor policy={data} />
          ) : (
            <Alert color="yellow" role="note">
              <T id="failures.PMS_POL_055" />
            </Alert>
          )
        }
      </Loaded>
    </Page>
  )
}

function Editor({ policy }: { policy: ResponseOf<typeof readPolicy> }) {
  const { t } = useText()
  const notify = useNotify()
  const navigate = useNavigate()
  const { policyId, policyGroupName } = policy
  return (
    <PolicyEditor
      endpoint={updatePolicy}
      type={policyTypeOf(policy.policyType) ?? 'Auth'}
      initial={{
        policyGroupName,
        name: policy.policyName,
        desc: policy.policyDesc,
        version: policy.version,
        policies: policy.policies,
      }}
      toCall={(draft) => ({ ...draft, policyId })}
      onSaved={() => {
        notify(t('policies.saved'))
        void navigate({ to: `/policies/${policyId}` })
      }}
      heading={() => <TextInput label={t('fields.policyGroup')} value={policyGroupName} readOnly />}
    />
  )
}
