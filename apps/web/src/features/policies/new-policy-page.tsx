import {
  createPolicy,
  listActivePolicyGroups,
  policyTypeOf,
  policyTypes,
  readPolicy,
  type PolicyType,
} from '@pmp/contract'
import { Select } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { useText } from '../../i18n/text.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Loaded, Page } from '../../ui/page.tsx'
import { GroupSelect } from './group-select.tsx'
import { PolicyEditor, type PolicyDraft } from './policy-editor.tsx'
import { templates } from './templates.ts'

/** A new draft of the type in the address, from a template or like another policy (ui.md S36). */
export default function NewPolicyPage() {
  const { t } = useText()
  const search: Record<string, unknown> = useSearch({ strict: false })
  const like = typeof search['like'] === 'string' ? search['like'] : undefined
  const wanted = typeof search['type'] === 'string' ? search['type'] : ''
  const type = policyTypeOf(wanted) ?? 'Auth'
  return (
    <Page
      title={t('policies.new')}
      description={t('policies.new.about')}
      above={{ to: '/policies', title: 'policies.menu' }}
    >
      {like ? <Copy policyId={like} /> : <Editor key={type} type={type} initial={blank(type)} />}
    </Page>
  )
}

function blank(type: PolicyType): PolicyDraft {
  return { policyGroupName: '', name: '', desc: '', version: '1.1', policies: templates[type] }
}

/** The content of another policy; name and group are chosen anew, because names are unique. */
function Copy({ policyId }: { policyId: string }) {
  const policy = useRead(readPolicy, { policyId })
  return (
    <Loaded from={policy}>
      {({ policyDesc: desc, version, policies, policyType }) => (
        <Editor
          type={policyTypeOf(policyType) ?? 'Auth'}
          initial={{ policyGroupName: '', name: '', desc, version, policies }}
          isTypeFixed
        />
      )}
    </Loaded>
  )
}

interface EditorProps {
  type: PolicyType
  initial: PolicyDraft
  isTypeFixed?: boolean
}

function Editor({ type, initial, isTypeFixed = false }: EditorProps) {
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
      onSaved={(policyId) => {
        notify(t('policies.saved'))
        void navigate({ to: `/policies/${policyId}` })
      }}
      heading={(group) => (
        <>
          <Select
            label={t('policies.type')}
            required
            readOnly={isTypeFixed}
            allowDeselect={false}
            data={policyTypes.map((value) => ({ value, label: t(`policyTypes.${value}`) }))}
            value={type}
            onChange={(value) => void navigate({ to: '.', search: { type: value }, replace: true })}
          />
          <GroupSelect groups={groups.data ?? []} {...group} />
        </>
      )}
    />
  )
}
