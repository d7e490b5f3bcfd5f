import { policyTypeOf, readPolicy, updatePolicy } from '@pmp/contract'
import { Alert, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { EditConflict } from './edit-conflict.tsx'
import { PolicyEditor, type PolicyDraft } from './policy-editor.tsx'
import { lastChangeOf, type Policy } from './policy-page.tsx'

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
            <Editor policy={data} readAgain={() => void policy.refetch()} />
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

interface EditorProps {
  /** What the server has now. */
  policy: Policy
  readAgain: () => void
}

function Editor({ policy, readAgain }: EditorProps) {
  const { t } = useText()
  const notify = useNotify()
  const navigate = useNavigate()
  // What the editor began with; changes of others come in only when the reader wants them.
  const [begun, setBegun] = useState(policy)
  const [basedOn, setBasedOn] = useState(lastChangeOf(policy))
  const newest = lastChangeOf(policy)
  const { policyId, policyGroupName } = policy
  return (
    <PolicyEditor
      key={lastChangeOf(begun)}
      endpoint={updatePolicy}
      type={policyTypeOf(policy.policyType) ?? 'Auth'}
      initial={draftOf(begun)}
      toCall={(draft) => ({ ...draft, policyId, basedOn })}
      onSaved={() => {
        notify(t('policies.saved'))
        void navigate({ to: `/policies/${policyId}` })
      }}
      onConflict={readAgain}
      conflict={(mine) =>
        newest !== basedOn && (
          <EditConflict
            by={policy.up_by ?? policy.cr_by}
            theirs={draftOf(policy)}
            mine={mine}
            onKeepMine={() => setBasedOn(newest)}
            onTakeTheirs={() => {
              setBegun(policy)
              setBasedOn(newest)
            }}
          />
        )
      }
      heading={() => <TextInput label={t('fields.policyGroup')} value={policyGroupName} readOnly />}
    />
  )
}

/** The mark that tells one state of a draft from another, as the API writes it. */
function draftOf(policy: Policy): PolicyDraft {
  return {
    policyGroupName: policy.policyGroupName,
    name: policy.policyName,
    desc: policy.policyDesc,
    version: policy.version,
    policies: policy.policies,
  }
}
