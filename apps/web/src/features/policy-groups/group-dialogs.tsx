import { createPolicyGroup, deactivatePolicyGroup, updatePolicyGroup } from '@pmp/contract'
import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { FormEventHandler } from 'react'
import { useChange } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { useNotify } from '../../ui/notify.ts'
import { statusOf, type GroupDetails } from './policy-group-page.tsx'

type PolicyGroup = GroupDetails['policyGroup']

interface Values {
  name: string
  desc: string
}

const nameTaken = { PMS_POL_014: 'name' } as const

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
    initialValues: { name: group.name, desc: group.desc },
    toCall: ({ name, desc }) => ({
      policygroupId: group.id,
      name,
      desc,
      isActive: group.isActive,
    }),
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

interface DeactivateProps {
  details: GroupDetails
  onClose: () => void
}

/** Takes a group out of what partners can choose; says beforehand what stands in the way. */
export function DeactivateGroup({ details, onClose }: DeactivateProps) {
  const { t } = useText()
  const notify = useNotify()
  const change = useChange(deactivatePolicyGroup)
  const { policyGroup: group, policies } = details
  const { name } = group
  const active = policies.filter((policy) => statusOf(policy) === 'activated').length
  const drafts = policies.filter((policy) => statusOf(policy) === 'draft').length
  function send() {
    change.mutate(
      { policyGroupId: group.id, status: 'De-Activate' },
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
        active + drafts > 0
          ? t('groups.deactivate.blocked', { active, drafts })
          : t('groups.deactivate.text')
      }
      confirmLabel={t('groups.deactivate')}
      isDangerous
      isBlocked={active + drafts > 0}
      isPending={change.isPending}
      error={change.error}
      onConfirm={send}
      onClose={onClose}
    />
  )
}

/** Offers a group to partners again. */
export function ActivateGroup({ group, onClose }: ExistingProps) {
  const { t } = useText()
  const notify = useNotify()
  const change = useChange(updatePolicyGroup)
  const { id: policygroupId, name, desc } = group
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
