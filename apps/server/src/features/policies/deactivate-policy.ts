import {
  Failure,
  type InputOf,
  type ResponseOf,
  type changePolicyStatus as statusContract,
  type deactivatePolicy as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { publish } from '../../outbox/enqueue.ts'
import { lockPolicyGroup } from '../policy-groups/queries.ts'
import { policyData } from './policy-event.ts'
import { deleteNextVersion, lockPolicy, markDeactivated, snapshotPolicy } from './queries.ts'
import { countUsesOfPolicy } from './reach-queries.ts'
import { checkGroupAndPolicy } from './rules.ts'

/**
 * Ends a published policy that no request of a partner holds, and tells the consumers; the draft
 * of its next version goes with it (policy.md 5.5). The policy is held, so no request can be
 * submitted meanwhile.
 * @throws {Failure} each failure that the contract lists
 */
export async function deactivatePolicy(
  context: Context,
  { policyId, status }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, now } = context
  if (status !== 'De-Activate') throw new Failure('deactivation_status_wrong')
  const policy = await lockPolicy(db, policyId)
  if (!policy) throw new Failure('policy_to_deactivate_not_found')
  if (policy.policySchema === null) throw new Failure('draft_not_deactivatable')
  if (!policy.isActive) throw new Failure('policy_already_deactivated')
  const uses = await countUsesOfPolicy(db, policyId)
  if (uses.approved > 0) throw new Failure('policy_has_approved_requests')
  if (uses.pending > 0) throw new Failure('policy_has_pending_requests')

  await markDeactivated(db, policyId, { actor: actor.userName, now })
  await deleteNextVersion(db, policyId)
  await publish(context, {
    topic: 'POLICY_UPDATED',
    publisher: 'policies',
    orderingKey: policyId,
    data: { policyData: policyData({ ...policy, isActive: false }) },
  })
  await record(context, 'policy.deactivated', {
    subjectType: 'policy',
    subjectId: policyId,
    before: { status: 'activated' },
    after: { status: 'deactivated' },
  })
  return { policyId, isActive: false }
}

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
  { policyId, policygroupId, status }: InputOf<typeof statusContract>,
): Promise<ResponseOf<typeof statusContract>> {
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
