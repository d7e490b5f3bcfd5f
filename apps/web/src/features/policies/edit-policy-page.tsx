import { policyTypeOf, readPolicy, updatePolicy } from '@pmp/contract'
import { Alert, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { EditConflict, Overtaken } from './edit-conflict.tsx'
import { draftOf, lastChangeOf, statusOfPolicy, type Policy } from './policy-facts.ts'
import { PolicyEditor, type TypedPolicy } from './policy-editor.tsx'

/** Changes a draft; its type and group stay (ui.md S38). */
export default function EditPolicyPage() {
  const policyId = usePathValue('policyId')
  const { t } = useText()
  const policy = useRead(readPolicy, { policyId })
  return (
    <Page title={t('policies.edit')} above={{ to: '/policies', title: 'policies.menu' }}>
      <Loaded from={policy}>
        {(data) => (
          <WhileDraft key={policyId} policy={data} readAgain={() => void policy.refetch()} />
        )}
      </Loaded>
    </Page>
  )
}

interface EditorProps {
  /** What the server has now. */
  policy: Policy
  readAgain: () => void
}

function WhileDraft(props: EditorProps) {
  // An editor that has begun stays, whatever others do to the policy.
  const [wasDraft] = useState(statusOfPolicy(props.policy) === 'draft')
  if (wasDraft) return <Editor {...props} />
  return (
    <Alert color="yellow" role="note">
      <T id="failures.PMS_POL_055" />
    </Alert>
  )
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
  const isDraft = statusOfPolicy(policy) === 'draft'
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
      cancelTo={`/policies/${policyId}`}
      onRefused={readAgain}
      overtaken={(typed) => !isDraft && <NoDraft policy={policy} typed={typed} />}
      conflict={({ draft }) =>
        isDraft &&
        newest !== basedOn && (
          <EditConflict
            title={t('policies.conflict.title', { name: policy.up_by ?? policy.cr_by })}
            kind="saved"
            theirs={draftOf(policy)}
            mine={draft}
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

/** Others published the draft, or even ended it: what was typed can become its next version. */
function NoDraft({ policy, typed }: { policy: Policy; typed: TypedPolicy }) {
  const { t } = useText()
  const navigate = useNavigate()
  const name = policy.up_by ?? policy.cr_by
  const theirs = draftOf(policy)
  if (statusOfPolicy(policy) !== 'activated') {
    return (
      <Overtaken title={t('policies.overtaken.ended', { name })} theirs={theirs} typed={typed} />
    )
  }
  return (
    <Overtaken
      title={t('policies.overtaken.published', { name })}
      theirs={theirs}
      typed={typed}
      onNextVersion={() =>
        void navigate({
          to: `/policies/${policy.policyId}/next`,
          state: { typedPolicy: typed.draft },
          // What was typed goes along.
          ignoreBlocker: true,
        })
      }
    />
  )
}
