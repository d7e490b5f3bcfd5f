import {
  Failure,
  type InputOf,
  type ResponseOf,
  type updatePolicyGroup as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { refuseTakenName } from '../../database/refuse-taken-name.ts'
import { record } from '../../audit/record.ts'
import {
  countPoliciesOfGroup,
  isGroupNameTaken,
  lockPolicyGroupToEdit,
  updateGroup,
} from '../policy-groups/queries.ts'
import { endDependents } from './dependents.ts'

type Change = InputOf<typeof contract>

/**
 * Changes a policy group, or switches it on or off (policy.md 4.2). Renaming does not touch
 * partners: they refer to the group by its id.
 * @throws {Failure} each failure that the contract lists
 */
export async function updatePolicyGroup(
  context: Context,
  { policygroupId, name, desc, isActive }: Change,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, now } = context
  const group = await lockPolicyGroupToEdit(db, policygroupId)
  if (!group) throw new Failure('policy_group_to_edit_not_found')
  if (name !== group.name && (await isGroupNameTaken(db, name, group.id))) {
    throw new Failure('policy_group_name_taken', { name })
  }
  const { active } = await countPoliciesOfGroup(db, group.id)
  if (isActive !== group.isActive && active > 0) throw new Failure('group_has_active_policies')
  // Upstream: a missing flag is found only when the row is written.
  if (isActive == null) throw new Failure('unexpected')

  const isEnding = group.isActive && !isActive
  const ended = isEnding ? await endDependents(context, { kind: 'policyGroup', id: group.id }) : {}
  const change = { name, descr: desc, isActive }
  await refuseTakenName(
    updateGroup(db, { id: group.id, ...change }, { actor: actor.userName, now }),
    {
      uniqueKey: 'uk_polg',
      failure: 'policy_group_name_taken',
      name,
    },
  )
  await record(context, 'policyGroup.updated', {
    subjectType: 'policyGroup',
    subjectId: group.id,
    before: { name: group.name, desc: group.descr, isActive: group.isActive },
    after: { name, desc, isActive },
    ...(isEnding ? { details: { ended } } : {}),
  })
  return {
    id: group.id,
    name,
    desc,
    is_Active: isActive,
    cr_by: group.crBy,
    cr_dtimes: group.crDtimes,
    up_by: actor.userName,
    upd_dtimes: now,
  }
}
