import {
  createPolicy,
  listActivePolicyGroups,
  policyTypeOf,
  readPolicy,
  type PolicyType,
} from '@pmp/contract'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../../api/query.ts'
import { useText } from '../../i18n/text.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Loaded, Page } from '../../ui/page.tsx'
import { GroupSelect } from '../../domain/policies/group-select.tsx'
import { PolicyEditor, type DocumentField, type PolicyDraft } from './policy-editor.tsx'
import { TemplateSelect, TypeSelect, useBeginning } from './template-select.tsx'
import { templateOf } from './templates.ts'

/** A new draft of the type in the address, from a template or like another policy (ui.md S36). */
export default function NewPolicyPage() {
  const { t } = useText()
  const search: Record<string, unknown> = useSearch({ strict: false })
  const like = typeof search['like'] === 'string' ? search['like'] : undefined
  const wanted = typeof search['type'] === 'string' ? search['type'] : ''
  const type = policyTypeOf(wanted) ?? 'Auth'
  const template = templateOf(type, search['template'])
  return (
    <Page
      title={t('policies.new')}
      description={t('policies.new.about')}
      above={{ to: '/policies', title: 'policies.menu' }}
    >
      {like ? (
        <Copy policyId={like} />
      ) : (
        <Editor
          type={type}
          template={template.id}
          initial={{ ...blank, policies: template.document }}
        />
      )}
    </Page>
  )
}

const blank = { policyGroupName: '', name: '', desc: '', version: '1.1' }

/** The content of another policy; name and group are chosen anew, because names are unique. */
function Copy({ policyId }: { policyId: string }) {
  const policy = useRead(readPolicy, { policyId })
  return (
    <Loaded from={policy}>
      {({ policyDesc: desc, version, policies, policyType }) => (
        <Editor
          type={policyTypeOf(policyType) ?? 'Auth'}
          initial={{ policyGroupName: '', name: '', desc, version, policies }}
        />
      )}
    </Loaded>
  )
}

interface EditorProps {
  type: PolicyType
  initial: PolicyDraft
  /** Absent: the content comes from another policy, so the type is fixed. */
  template?: string
}

function Editor({ type, initial, template }: EditorProps) {
  const { t } = useText()
  const notify = useNotify()
  const navigate = useNavigate()
  const groups = useRead(listActivePolicyGroups, {})
  return (
    <PolicyEditor
      endpoint={createPolicy}
      type={type}
      initial={initial}
      toCall={(draft) => ({ ...draft, policyId: undefined, policyType: type })}
      onSaved={({ id }) => {
        notify(t('policies.saved'))
        // The page of the draft offers to publish it (additions-1.3.0.md 8, save and publish).
        void navigate({ to: `/policies/${id}` })
      }}
      cancelTo="/policies"
      heading={(group, document) => {
        const select = <GroupSelect groups={groups.data ?? []} {...group} />
        return template === undefined ? (
          <>
            <TypeSelect value={type} />
            {select}
          </>
        ) : (
          <Beginning type={type} template={template} document={document}>
            {select}
          </Beginning>
        )
      }}
    />
  )
}

interface BeginningProps {
  type: PolicyType
  template: string
  document: DocumentField
  /** What stands between type and template. */
  children: ReactNode
}

function Beginning({ type, template, document, children }: BeginningProps) {
  const { choose, question } = useBeginning({ type, template }, document)
  return (
    <>
      <TypeSelect
        value={type}
        onChange={(wanted) => choose({ type: wanted, template: templateOf(wanted, undefined).id })}
      />
      {children}
      <TemplateSelect
        type={type}
        value={template}
        onChange={(wanted) => choose({ type, template: wanted })}
      />
      {question}
    </>
  )
}
