import {
  Failure,
  type InputOf,
  type ResponseOf,
  type deactivatePolicy as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { publish } from '../../outbox/enqueue.ts'
import { policyData } from '../policies/policy-event.ts'
import {
  deleteNextVersion,
  lockPolicy,
  markDeactivated,
  type StoredPolicy,
} from '../policies/queries.ts'
import { countUsesOfPolicy } from '../policies/reach-queries.ts'
import { endDependents } from './dependents.ts'
import { policyRefusal } from './rules.ts'

/**
 * Ends a published policy with what hangs on it, and tells the consumers; the draft of its next version
 * goes with it (policy.md 5.5). Requests that hold it end only where that is asked for, because upstream
 * refuses then. The policy is held, so nothing can be given under it meanwhile.
 * @throws {Failure} each failure that the contract lists
 */
export async function deactivatePolicy(
  context: Context,
  { policyId, status, endsRequests }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, config } = context
  if (status !== 'De-Activate') throw new Failure('deactivation_status_wrong')
  const policy = await lockPolicy(db, policyId)
  if (!policy) throw new Failure('policy_to_deactivate_not_found')
  const mayEndRequests = config.DEACTIVATION_CASCADE === 'full' && endsRequests === true
  const uses = await countUsesOfPolicy(db, policyId)
  const refusal = policyRefusal(policy, mayEndRequests ? 'none' : uses)
  if (refusal) throw new Failure(refusal)

  const ended = await endDependents(context, { kind: 'policy', id: policyId })
  await end(context, policy)
  await record(context, 'policy.deactivated', {
    subjectType: 'policy',
    subjectId: policyId,
    before: { status: 'activated' },
    after: { status: 'deactivated' },
    details: { ended },
  })
  return { policyId, isActive: false }
}

/** Last of all, because whoever changes something under a policy holds its row in lists. */
async function end(context: Context, policy: StoredPolicy): Promise<void> {
  const { db, actor, now } = context
  await markDeactivated(db, policy.id, { actor: actor.userName, now })
  await deleteNextVersion(db, policy.id)
  await publish(context, {
    topic: 'POLICY_UPDATED',
    publisher: 'policies',
    orderingKey: policy.id,
    data: { policyData: policyData({ ...policy, isActive: false }) },
  })
}
