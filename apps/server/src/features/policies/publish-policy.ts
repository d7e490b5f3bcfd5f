import {
  Failure,
  type InputOf,
  type ResponseOf,
  type publishPolicy as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { publish } from '../../outbox/enqueue.ts'
import { lockPolicyGroup } from '../policy-groups/queries.ts'
import { policyData } from './policy-event.ts'
import { policyResponse } from './policy-response.ts'
import { findPolicy, lockPolicy, markPublished } from './queries.ts'
import { checkGroupAndPolicy } from './rules.ts'

/**
 * Publishes a draft and tells the consumers (policy.md 5.3).
 * @throws {Failure} each failure that the contract lists
 */
export async function publishPolicy(
  context: Context,
  { policyId, policygroupId }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, config, actor, now } = context
  const group = await lockPolicyGroup(db, policygroupId)
  if (!group) throw new Failure('policy_group_id_not_found')
  const policy = checkGroupAndPolicy(group, await lockPolicy(db, policyId))
  if (policy.policySchema !== null) throw new Failure('policy_already_published')

  await markPublished(db, policyId, {
    schema: config.POLICY_SCHEMA_URL,
    actor: actor.userName,
    now,
  })
  const published = await findPolicy(db, policyId)
  if (!published) throw new Failure('policy_not_found')
  await publish(context, {
    topic: 'POLICY_UPDATED',
    publisher: 'policies',
    orderingKey: policyId,
    data: { policyData: policyData(published) },
  })
  await record(context, 'policy.published', {
    subjectType: 'policy',
    subjectId: policyId,
    before: { status: 'draft' },
    after: {
      status: 'activated',
      name: policy.name,
      desc: policy.descr,
      version: policy.version,
      text: policy.policyFileId,
    },
  })
  return policyResponse(published)
}
