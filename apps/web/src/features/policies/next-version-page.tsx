import { policyTypeOf, readNextVersion, readPolicy, saveNextVersion } from '@pmp/contract'
import { Alert, TextInput } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { EditConflict, Overtaken } from './edit-conflict.tsx'
import type { NextVersionDraft } from './next-version.tsx'
import { PolicyEditor, type PolicyDraft } from './policy-editor.tsx'
import { draftOf, lastChangeOf, statusOfPolicy, type Policy } from './policy-facts.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** What was typed elsewhere and goes on here. */
    typedPolicy?: PolicyDraft
  }
}

/** Prepares the next version of a published policy, which stays active meanwhile. */
export default function NextVersionPage() {
  const policyId = usePathValue('policyId')
  const { t } = useText()
  const policy = useRead(readPolicy, { policyId })
  const draft = useRead(readNextVersion, { policyId })
  function readAgain() {
    void policy.refetch()
    void draft.refetch()
  }
  return (
    <Page
      title={t('policies.next.new')}
      description={t('policies.next.about')}
      above={{ to: '/policies', title: 'policies.menu' }}
    >
      <Loaded from={policy}>
        {(active) => (
          <Loaded from={draft}>
            {(next) => (
              <WhileActive key={policyId} policy={active} next={next} readAgain={readAgain} />
            )}
          </Loaded>
        )}
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

function WhileActive(props: EditorProps) {
  // An editor that has begun stays, whatever others do to the policy.
  const [wasActive] = useState(statusOfPolicy(props.policy) === 'activated')
  if (wasActive) return <Editor {...props} />
  return (
    <Alert color="yellow" role="note">
      <T id="policies.next.notActive" />
    </Alert>
  )
}

interface Stand {
  policy: Policy
  next: NextVersionDraft | null
}

/** What a save builds upon: a state of the next version (0: none) beside one of the policy. */
function standOf({ policy, next }: Stand) {
  return { revision: next?.revision ?? 0, basedOn: lastChangeOf(policy) }
}

/** A next version that nobody has saved yet begins as the active one. */
function contentOf({ policy, next }: Stand): PolicyDraft {
  if (!next) return draftOf(policy)
  const { name, desc, version, policies } = next
  return { policyGroupName: policy.policyGroupName, name, desc, version, policies }
}

function Editor({ policy, next, readAgain }: EditorProps) {
  const { t } = useText()
  const notify = useNotify()
  const navigate = useNavigate()
  const handedOver = useLocation({ select: ({ state }) => state.typedPolicy })
  const [typed, setTyped] = useState(handedOver)
  // What the editor began with; changes of others come in only when the reader wants them. What was
  // typed elsewhere knows of no next version, so one that is there does not vanish under it.
  const [begun, setBegun] = useState({ policy, next: typed ? null : next })
  const [stand, setStand] = useState(standOf(begun))
  const now = standOf({ policy, next })
  const { policyId, policyGroupName } = policy
  const isActive = statusOfPolicy(policy) === 'activated'
  function titleOf(isPublished: boolean): string {
    if (next) return t('policies.conflict.title', { name: next.savedBy })
    return isPublished
      ? t('policies.conflict.published', { name: policy.up_by ?? policy.cr_by })
      : t('policies.conflict.discarded')
  }
  return (
    <PolicyEditor
      key={`${standOf(begun).revision} ${standOf(begun).basedOn}`}
      endpoint={saveNextVersion}
      type={policyTypeOf(policy.policyType) ?? 'Auth'}
      initial={contentOf(begun)}
      typed={typed}
      toCall={({ policyGroupName: _fixed, ...draft }) => ({ policyId, ...draft, ...stand })}
      onSaved={() => {
        notify(t('policies.next.saved'))
        void navigate({ to: `/policies/${policyId}` })
      }}
      cancelTo={`/policies/${policyId}`}
      onRefused={readAgain}
      overtaken={(mine) =>
        !isActive && (
          <Overtaken
            title={t('policies.overtaken.ended', { name: policy.up_by ?? policy.cr_by })}
            theirs={draftOf(policy)}
            typed={mine}
          />
        )
      }
      conflict={({ draft: mine }) =>
        isActive &&
        (now.revision !== stand.revision || now.basedOn !== stand.basedOn) && (
          <EditConflict
            title={titleOf(now.basedOn !== stand.basedOn)}
            kind={next ? 'saved' : 'ended'}
            theirs={contentOf({ policy, next })}
            mine={mine}
            onKeepMine={() => setStand(now)}
            onTakeTheirs={() => {
              setTyped(undefined)
              setBegun({ policy, next })
              setStand(now)
            }}
          />
        )
      }
      heading={() => <TextInput label={t('fields.policyGroup')} value={policyGroupName} readOnly />}
    />
  )
}
