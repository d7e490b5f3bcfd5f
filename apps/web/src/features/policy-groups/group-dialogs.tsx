import {
  createPolicyGroup,
  deactivatePolicyGroup,
  listPolicies,
  readPolicyGroupSummary,
  updatePolicyGroup,
} from '@pmp/contract'
import { Alert, Textarea, TextInput } from '@mantine/core'
import { call } from '../../api/call.ts'
import { useRead } from '../../api/query.ts'
import { DeactivationDialog } from '../../domain/deactivation/deactivation-dialog.tsx'
import { useText } from '../../i18n/text.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useContractForm, type FormFields } from '../../ui/contract-form.ts'
import { FormDialog } from '../../ui/form.tsx'
import type { PolicyGroup } from './policy-group.ts'

interface Values {
  name: string
  desc: string
}

const words = { name: 'line', desc: 'text' } as const

interface ExistingProps {
  group: PolicyGroup
  onClose: () => void
}

export function NewGroup({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const form = useContractForm({
    endpoint: createPolicyGroup,
    initialValues: { name: '', desc: '' },
    toCall: ({ name, desc }) => ({ name, desc }),
    words,
    done: ({ name }) => t('groups.saved', { name }),
    onDone: onClose,
  })
  return (
    <FormDialog title={t('groups.new')} form={form} submit={t('groups.create')} onClose={onClose}>
      <GroupFields form={form} />
    </FormDialog>
  )
}

export function EditGroup({ group, onClose }: ExistingProps) {
  const { t } = useText()
  const form = useContractForm({
    endpoint: updatePolicyGroup,
    initialValues: { name: group.name, desc: group.description },
    toCall: ({ name, desc }) => ({
      policygroupId: group.id,
      name,
      desc,
      isActive: group.isActive,
    }),
    // The call writes the status, too; it must not undo what others switched meanwhile.
    complete: async (change) => {
      const { isActive } = await call(readPolicyGroupSummary, { policyGroupId: group.id })
      return { ...change, isActive }
    },
    words,
    done: ({ name }) => t('groups.saved', { name }),
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t('groups.editOf', { name: group.name })}
      form={form}
      submit={t('actions.save')}
      onClose={onClose}
    >
      <GroupFields form={form} />
    </FormDialog>
  )
}

function GroupFields({ form }: { form: FormFields<Values> }) {
  const { t } = useText()
  return (
    <>
      <TextInput label={t('fields.name')} data-autofocus {...form.field('name')} />
      <Textarea label={t('fields.description')} autosize minRows={2} {...form.field('desc')} />
    </>
  )
}

/** Takes a group out of what partners can choose; says beforehand what stands in the way. */
export function DeactivateGroup({ group, onClose }: ExistingProps) {
  const { t } = useText()
  const active = usePolicyCount(group, 'activated')
  const drafts = usePolicyCount(group, 'draft')
  const isHeld = (active ?? 0) + (drafts ?? 0) > 0
  const { name } = group
  return (
    <DeactivationDialog
      subject={{ kind: 'policyGroup', id: group.id }}
      name={name}
      text={t('groups.deactivate.text')}
      refused={
        isHeld && (
          <Alert color="yellow" role="note">
            {t('groups.deactivate.blocked', { active: active ?? 0, drafts: drafts ?? 0 })}
          </Alert>
        )
      }
      endpoint={deactivatePolicyGroup}
      call={{ policygroupId: group.id, status: 'De-Activate' }}
      done={t('groups.deactivated', { name })}
      onClose={onClose}
    />
  )
}

/** How many policies of the group are in a state; undefined until that is known. */
function usePolicyCount({ id }: PolicyGroup, status: string): number | undefined {
  return useRead(listPolicies, { policyGroupId: id, status, pageNo: 0, pageSize: 1 }).data
    ?.totalResults
}

/** Offers a group to partners again. */
export function ActivateGroup({ group, onClose }: ExistingProps) {
  const { t } = useText()
  const { id: policygroupId, name, description: desc } = group
  return (
    <ConfirmDialog
      title={t('groups.activateOf', { name })}
      text={t('groups.activate.text')}
      confirmLabel={t('groups.activate')}
      endpoint={updatePolicyGroup}
      call={{ policygroupId, name, desc, isActive: true }}
      done={t('groups.activated', { name })}
      onClose={onClose}
    />
  )
}
