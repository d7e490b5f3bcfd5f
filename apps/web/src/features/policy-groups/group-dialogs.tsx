import {
  createPolicyGroup,
  deactivatePolicyGroup,
  listPolicies,
  readPolicyGroupSummary,
  updatePolicyGroup,
} from '@pmp/contract'
import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { FormEventHandler } from 'react'
import { call } from '../../api/call.ts'
import { useChange, useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { useNotify } from '../../ui/notify.ts'
import type { PolicyGroup } from './policy-group.ts'

interface Values {
  name: string
  desc: string
}

const nameTaken = { PMS_POL_014: 'name' } as const
const words = { name: 'line', desc: 'text' } as const

interface ExistingProps {
  group: PolicyGroup
  onClose: () => void
}

export function NewGroup({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const notify = useNotify()
  const { form, change, onSubmit, above } = useContractForm({
    endpoint: createPolicyGroup,
    initialValues: { name: '', desc: '' },
    toCall: ({ name, desc }) => ({ name, desc }),
    words,
    fieldOf: nameTaken,
    onDone: ({ name }) => {
      notify(t('groups.saved', { name }))
      onClose()
    },
  })
  return (
    <Dialog title={t('groups.new')} onClose={onClose}>
      <GroupForm form={form} onSubmit={onSubmit} error={above} onCancel={onClose}>
        <Button type="submit" loading={change.isPending}>
          <T id="groups.create" />
        </Button>
      </GroupForm>
    </Dialog>
  )
}

export function EditGroup({ group, onClose }: ExistingProps) {
  const { t } = useText()
  const notify = useNotify()
  const { form, change, onSubmit, above } = useContractForm({
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
    fieldOf: nameTaken,
    onDone: ({ name }) => {
      notify(t('groups.saved', { name }))
      onClose()
    },
  })
  return (
    <Dialog title={t('groups.editOf', { name: group.name })} onClose={onClose}>
      <GroupForm form={form} onSubmit={onSubmit} error={above} onCancel={onClose}>
        <Button type="submit" loading={change.isPending}>
          <T id="actions.save" />
        </Button>
      </GroupForm>
    </Dialog>
  )
}

interface GroupFormProps {
  form: UseFormReturnType<Values>
  onSubmit: FormEventHandler<HTMLFormElement>
  error: unknown
  onCancel: () => void
  children: React.ReactNode
}

function GroupForm({ form, onSubmit, error, onCancel, children }: GroupFormProps) {
  const { t } = useText()
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack>
        <TextInput
          label={t('fields.name')}
          required
          data-autofocus
          maxLength={128}
          {...form.getInputProps('name')}
        />
        <Textarea
          label={t('fields.description')}
          required
          autosize
          minRows={2}
          maxLength={256}
          {...form.getInputProps('desc')}
        />
        <FailureAlert error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            <T id="actions.cancel" />
          </Button>
          {children}
        </Group>
      </Stack>
    </form>
  )
}

/** Takes a group out of what partners can choose; says beforehand what stands in the way. */
export function DeactivateGroup({ group, onClose }: ExistingProps) {
  const { t } = useText()
  const notify = useNotify()
  const change = useChange(deactivatePolicyGroup)
  const active = usePolicyCount(group, 'activated')
  const drafts = usePolicyCount(group, 'draft')
  const isHeld = (active ?? 0) + (drafts ?? 0) > 0
  const { name } = group
  function send() {
    change.mutate(
      { policygroupId: group.id, status: 'De-Activate' },
      {
        onSuccess: () => {
          notify(t('groups.deactivated', { name }))
          onClose()
        },
      },
    )
  }
  return (
    <ConfirmDialog
      title={t('groups.deactivateOf', { name })}
      text={
        isHeld
          ? t('groups.deactivate.blocked', { active: active ?? 0, drafts: drafts ?? 0 })
          : t('groups.deactivate.text')
      }
      confirmLabel={t('groups.deactivate')}
      isDangerous
      isBlocked={isHeld || active === undefined || drafts === undefined}
      isPending={change.isPending}
      error={change.error}
      onConfirm={send}
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
  const notify = useNotify()
  const change = useChange(updatePolicyGroup)
  const { id: policygroupId, name, description: desc } = group
  function send() {
    change.mutate(
      { policygroupId, name, desc, isActive: true },
      {
        onSuccess: () => {
          notify(t('groups.activated', { name }))
          onClose()
        },
      },
    )
  }
  return (
    <ConfirmDialog
      title={t('groups.activateOf', { name })}
      text={t('groups.activate.text')}
      confirmLabel={t('groups.activate')}
      isPending={change.isPending}
      error={change.error}
      onConfirm={send}
      onClose={onClose}
    />
  )
}
