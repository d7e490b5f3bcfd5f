import {
  createPolicy,
  deactivatePolicy,
  listActivePolicyGroups,
  publishPolicy,
} from '@pmp/contract'
import { TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { DeactivationDialog } from '../../domain/deactivation/deactivation-dialog.tsx'
import { GroupSelect } from '../../domain/policies/group-select.tsx'
import { useText } from '../../i18n/text.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { FormDialog } from '../../ui/form.tsx'
import type { Policy } from './policy-facts.ts'
import { Blocked, Reach, useReach } from './reach.tsx'

interface PolicyDialogProps {
  policy: Policy
  onClose: () => void
}

/** Publishes a draft: partners of its group can ask for it from then on. */
export function PublishPolicy({ policy, onClose }: PolicyDialogProps) {
  const { t } = useText()
  const reach = useReach(policy.policyId)
  const { policyId, policyGroupId: policygroupId } = policy
  return (
    <ConfirmDialog
      title={t('policies.publishOf', { name: policy.policyName })}
      text={t('policies.publish.text', { group: policy.policyGroupName })}
      confirmLabel={t('policies.publish.confirm')}
      endpoint={publishPolicy}
      call={{ policyId, policygroupId }}
      done={t('policies.published')}
      onClose={onClose}
    >
      <Reach from={reach} />
    </ConfirmDialog>
  )
}

/** Ends a policy for good with what hangs on it; says beforehand whom it reaches. */
export function DeactivatePolicy({ policy, onClose }: PolicyDialogProps) {
  const { t } = useText()
  const reach = useReach(policy.policyId)
  return (
    <DeactivationDialog
      subject={{ kind: 'policy', id: policy.policyId }}
      name={policy.policyName}
      text={t('policies.deactivate.text')}
      endpoint={deactivatePolicy}
      // Whoever confirms has seen the requests that hold it.
      call={{ policyId: policy.policyId, status: 'De-Activate', endsRequests: true }}
      done={t('policies.deactivated')}
      refused={reach.data && <Blocked reach={reach.data} />}
      onClose={onClose}
    >
      <Reach from={reach} />
    </DeactivationDialog>
  )
}

/** A copy as a draft in another group; names are unique in a group (ui.md S35). */
export function ClonePolicy({ policy, onClose }: PolicyDialogProps) {
  const { t } = useText()
  const navigate = useNavigate()
  const groups = useRead(listActivePolicyGroups, {})
  const form = useContractForm({
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
    done: ({ name, policyGroupName: group }) => t('policies.cloned', { name, group }),
    onDone: ({ id }) => {
      void navigate({ to: `/policies/${id}` })
      onClose()
    },
  })
  return (
    <FormDialog
      title={t('policies.cloneOf', { name: policy.policyName })}
      form={form}
      submit={t('policies.clone.confirm')}
      onClose={onClose}
    >
      <GroupSelect groups={groups.data ?? []} {...form.choice('policyGroupName')} />
      <TextInput label={t('fields.name')} {...form.field('name')} />
    </FormDialog>
  )
}
