import {
  Failure,
  type InputOf,
  type ResponseOf,
  type deactivatePolicyGroup as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import {
  countPoliciesOfGroup,
  deactivateGroup,
  lockPolicyGroupToEdit,
} from '../policy-groups/queries.ts'
import { endDependents } from './dependents.ts'
import { groupRefusal } from './rules.ts'

/**
 * Deactivates a group that has neither active policies nor drafts (policy.md 4.3), with what still
 * hangs on its old policies. The group is held, so no draft can be created meanwhile.
 * @throws {Failure} each failure that the contract lists
 */
export async function deactivatePolicyGroup(
  context: Context,
  { policygroupId, status }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, now } = context
  if (status !== 'De-Activate') throw new Failure('deactivation_status_wrong')
  const group = await lockPolicyGroupToEdit(db, policygroupId)
  if (!group) throw new Failure('policy_group_to_deactivate_not_found')
  const refusal = groupRefusal(group, await countPoliciesOfGroup(db, group.id))
  if (refusal) throw new Failure(refusal)

  const ended = await endDependents(context, { kind: 'policyGroup', id: group.id })
  await deactivateGroup(db, group.id, { actor: actor.userName, now })
  await record(context, 'policyGroup.deactivated', {
    subjectType: 'policyGroup',
    subjectId: group.id,
    before: { isActive: true },
    after: { isActive: false },
    details: { ended },
  })
  return { policyGroupId: group.id, isActive: false }
}
