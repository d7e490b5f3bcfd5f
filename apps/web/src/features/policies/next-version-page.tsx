import { policyTypeOf, readNextVersion, readPolicy, saveNextVersion } from '@pmp/contract'
import { Alert, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { EditConflict } from './edit-conflict.tsx'
import type { NextVersionDraft } from './next-version.tsx'
import { PolicyEditor, type PolicyDraft } from './policy-editor.tsx'
import { lastChangeOf, statusOfPolicy, type Policy } from './policy-page.tsx'

/** Prepares the next version of a published policy, which stays active meanwhile. */
export default function NextVersionPage() {
  const policyId = usePathValue('policyId')
  const { t } = useText()
  const policy = useRead(readPolicy, { policyId })
  const draft = useRead(readNextVersion, { policyId })
  return (
    <Page
      title={t('policies.next.new')}
      description={t('policies.next.about')}
      above={{ to: '/policies', title: 'policies.menu' }}
    >
      <Loaded from={policy}>
        {(active) =>
          statusOfPolicy(active) === 'activated' ? (
            <Loaded from={draft}>
              {(next) => (
                <Editor policy={active} next={next} readAgain={() => void draft.refetch()} />
              )}
            </Loaded>
          ) : (
            <Alert color="yellow" role="note">
              <T id="policies.next.notActive" />
            </Alert>
          )
        }
      </Loaded>
    </Page>
  )
}

interface EditorProps {
  policy: Policy
  /** What the server has now. */
  next: NextVersionDraft | null
  readAgain: () => void
}

function Editor({ policy, next, readAgain }: EditorProps) {
  const { t } = useText()
  const notify = useNotify()
  const navigate = useNavigate()
  // What the editor began with; changes of others come in only when the reader wants them.
  const [begun, setBegun] = useState(next)
  const [revision, setRevision] = useState(next?.revision ?? 0)
  const [basedOn] = useState(lastChangeOf(policy))
  const { policyId, policyGroupName } = policy
  const initial = begun ? draftOf(begun, policyGroupName) : beginningOf(policy)
  return (
    <PolicyEditor
      key={begun?.revision ?? 0}
      endpoint={saveNextVersion}
      type={policyTypeOf(policy.policyType) ?? 'Auth'}
      initial={initial}
      toCall={({ name, desc, version, policies }) => ({
        policyId,
        name,
        desc,
        version,
        policies,
        revision,
        basedOn,
      })}
      onSaved={() => {
        notify(t('policies.next.saved'))
        void navigate({ to: `/policies/${policyId}` })
      }}
      onConflict={readAgain}
      conflict={(mine) =>
        next &&
        next.revision !== revision && (
          <EditConflict
            by={next.savedBy}
            theirs={draftOf(next, policyGroupName)}
            mine={mine}
            onKeepMine={() => setRevision(next.revision)}
            onTakeTheirs={() => {
              setBegun(next)
              setRevision(next.revision)
            }}
          />
        )
      }
      heading={() => <TextInput label={t('fields.policyGroup')} value={policyGroupName} readOnly />}
    />
  )
}

function draftOf({ name, desc, version, policies }: NextVersionDraft, group: string): PolicyDraft {
  return { policyGroupName: group, name, desc, version, policies }
}

function beginningOf(policy: Policy): PolicyDraft {
  return {
    policyGroupName: policy.policyGroupName,
    name: policy.policyName,
    desc: policy.policyDesc,
    version: policy.version,
    policies: policy.policies,
  }
}
