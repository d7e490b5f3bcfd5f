import {
  createPolicy,
  deactivatePolicy,
  listActivePolicyGroups,
  publishPolicy,
} from '@pmp/contract'
import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useChange, useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { useNotify } from '../../ui/notify.ts'
import { GroupSelect } from '../../domain/policies/group-select.tsx'
import type { Policy } from './policy-facts.ts'
import { Blocked, Reach, isBlocked, useReach } from './reach.tsx'

interface PolicyDialogProps {
  policy: Policy
  onClose: () => void
}

/** Publishes a draft: partners of its group can ask for it from then on. */
export function PublishPolicy({ policy, onClose }: PolicyDialogProps) {
  const { t } = useText()
  const notify = useNotify()
  const reach = useReach(policy.policyId)
  const publish = useChange(publishPolicy)
  const { policyId, policyGroupId: policygroupId } = policy
  function send() {
    publish.mutate(
      { policyId, policygroupId },
      {
        onSuccess: () => {
          notify(t('policies.published'))
          onClose()
        },
      },
    )
  }
  return (
    <ConfirmDialog
      title={t('policies.publishOf', { name: policy.policyName })}
      text={t('policies.publish.text', { group: policy.policyGroupName })}
      confirmLabel={t('policies.publish.confirm')}
      isPending={publish.isPending}
      error={publish.error}
      onConfirm={send}
      onClose={onClose}
    >
      <Reach from={reach} />
    </ConfirmDialog>
  )
}

/** Ends a policy for good; says beforehand whom it reaches and what stands in the way. */
export function DeactivatePolicy({ policy, onClose }: PolicyDialogProps) {
  const { t } = useText()
  const notify = useNotify()
  const reach = useReach(policy.policyId)
  const change = useChange(deactivatePolicy)
  function send() {
    change.mutate(
      { policyId: policy.policyId, status: 'De-Activate' },
      {
        onSuccess: () => {
          notify(t('policies.deactivated'))
          onClose()
        },
      },
    )
  }
  return (
    <ConfirmDialog
      title={t('policies.deactivateOf', { name: policy.policyName })}
      text={t('policies.deactivate.text')}
      confirmLabel={t('policies.deactivate')}
      isDangerous
      isBlocked={reach.data === undefined || isBlocked(reach.data)}
      isPending={change.isPending}
      error={change.error}
      onConfirm={send}
      onClose={onClose}
    >
      <Reach from={reach} />
      {reach.data && <Blocked reach={reach.data} />}
    </ConfirmDialog>
  )
}

/** A copy as a draft in another group; names are unique in a group (ui.md S35). */
export function ClonePolicy({ policy, onClose }: PolicyDialogProps) {
  const { t } = useText()
  const notify = useNotify()
  const navigate = useNavigate()
  const groups = useRead(listActivePolicyGroups, {})
  const { form, change, onSubmit, above } = useContractForm({
    endpoint: createPolicy,
    initialValues: { policyGroupName: '', name: policy.policyName },
    toCall: (values) => ({
      ...values,
      policyId: undefined,
      policyType: policy.policyType,
      desc: policy.policyDesc,
      version: policy.version,
      policies: policy.policies,
    }),
    words: { name: 'line' },
    fieldOf: {
      PMS_POL_009: 'name',
      PMS_POL_019: 'policyGroupName',
      PMS_POL_053: 'policyGroupName',
    },
    onDone: ({ id, name, policyGroupName: group }) => {
      notify(t('policies.cloned', { name, group }))
      void navigate({ to: `/policies/${id}` })
      onClose()
    },
  })
  return (
    <Dialog title={t('policies.cloneOf', { name: policy.policyName })} onClose={onClose}>
      <form noValidate onSubmit={onSubmit}>
        <Stack>
          <GroupSelect groups={groups.data ?? []} {...form.getInputProps('policyGroupName')} />
          <TextInput
            label={t('fields.name')}
            required
            maxLength={128}
            {...form.getInputProps('name')}
          />
          <FailureAlert error={above} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              <T id="actions.cancel" />
            </Button>
            <Button type="submit" loading={change.isPending}>
              <T id="policies.clone.confirm" />
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
