import {
  Failure,
  type InputOf,
  type ResponseOf,
  type changePolicyStatus as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { lockPolicyGroup } from '../policy-groups/queries.ts'
import { lockPolicy, snapshotPolicy } from './queries.ts'
import { countUsesOfPolicy } from './reach-queries.ts'
import { checkGroupAndPolicy } from './rules.ts'

/** What upstream's tests compare. */
const statusConfirmed = 'status updated successfully'

/**
 * The old status change, which only confirms that a draft is not active (policy.md 5.4).
 * Upstream: no published policy can be changed here. The confirmation leaves a history row and an
 * audit entry; consumers, who know no drafts, hear nothing (policy.md 3.5).
 * @throws {Failure} each failure that the contract lists
 */
export async function changePolicyStatus(
  context: Context,
  { policyId, policygroupId, status }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, now } = context
  if (status == null) throw new Failure('unexpected')
  const wanted = status.toLowerCase()
  if (wanted !== 'active' && wanted !== 'de-active') throw new Failure('policy_status_unknown')
  const group = await lockPolicyGroup(db, policygroupId)
  if (!group) throw new Failure('policy_group_id_not_found')
  const policy = checkGroupAndPolicy(group, await lockPolicy(db, policyId))
  if (policy.policySchema !== null) throw new Failure('published_policy_status_fixed')
  if (wanted === 'active') throw new Failure('draft_not_activatable')
  if ((await countUsesOfPolicy(db, policyId)).keys > 0) throw new Failure('policy_has_active_keys')
  await snapshotPolicy(db, policyId, { now, actor: actor.userName })
  await record(context, 'policy.statusConfirmed', {
    subjectType: 'policy',
    subjectId: policyId,
    before: { status: 'draft' },
    after: { status: 'draft' },
  })
  return { message: statusConfirmed }
}
