import {
  Failure,
  type InputOf,
  type ResponseOf,
  type createPolicyGroup as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { refuseTakenName } from '../../database/refuse-taken-name.ts'
import { record } from '../../audit/record.ts'
import { insertPolicyGroup, isGroupNameTaken } from './queries.ts'

/**
 * Creates an active policy group (policy.md 4.1).
 * @throws {Failure} policy_group_name_taken
 */
export async function createPolicyGroup(
  context: Context,
  { name, desc }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, now } = context
  if (await isGroupNameTaken(db, name)) throw new Failure('policy_group_name_taken', { name })
  const id = await refuseTakenName(
    insertPolicyGroup(db, { name, desc, actor: actor.userName, now }),
    { uniqueKey: 'uk_polg', failure: 'policy_group_name_taken', name },
  )
  await record(context, 'policyGroup.created', {
    subjectType: 'policyGroup',
    subjectId: id,
    after: { name, desc },
  })
  return {
    id,
    name,
    desc,
    is_Active: true,
    cr_by: actor.userName,
    cr_dtimes: now,
    up_by: null,
    upd_dtimes: null,
  }
}
