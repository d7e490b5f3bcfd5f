import {
  Failure,
  type InputOf,
  type ResponseOf,
  type createPolicy as createContract,
  type updatePolicy as updateContract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { lockPolicyGroupByName } from '../policy-groups/queries.ts'
import { checkNameIsFree, saveUnderName } from './policy-names.ts'
import { insertPolicy, lockPolicy, replaceContent } from './queries.ts'
import {
  allowedPolicyType,
  checkGroupAndPolicy,
  checkUnchanged,
  endOfPolicy,
  policyText,
  schemaOf,
} from './rules.ts'

/**
 * Creates a policy as draft (policy.md 5.1, in that order).
 * @throws {Failure} each failure that the contract lists
 */
export async function createPolicy(
  context: Context,
  wanted: InputOf<typeof createContract>,
): Promise<ResponseOf<typeof createContract>> {
  const { db, config, actor, now } = context
  const { name, desc } = wanted
  const type = allowedPolicyType(wanted.policyType, config.POLICY_TYPES)
  const group = await lockPolicyGroupByName(db, wanted.policyGroupName)
  if (!group) throw new Failure('policy_group_name_not_found')
  if (!group.isActive) throw new Failure('policy_group_not_active')
  await checkNameIsFree(db, { groupId: group.id, name })
  const text = policyText(type, wanted.policies)

  const id = await saveUnderName(
    name,
    insertPolicy(db, {
      id: wanted.policyId?.trim() ? wanted.policyId : undefined,
      policyGroupId: group.id,
      name,
      descr: desc,
      policyType: wanted.policyType,
      version: wanted.version,
      policyFileId: text,
      validToDate: endOfPolicy(now),
      actor: actor.userName,
      now,
    }),
  )
  if (id === undefined) throw new Failure('policy_id_taken', { id: wanted.policyId ?? '' })
  await record(context, 'policy.created', {
    subjectType: 'policy',
    subjectId: id,
    after: {
      name,
      desc,
      version: wanted.version,
      policyType: wanted.policyType,
      group: group.name,
      text,
    },
  })
  return {
    id,
    policyGroupName: group.name,
    name,
    desc,
    is_Active: false,
    cr_by: actor.userName,
    cr_dtimes: now,
    up_by: null,
    upd_dtimes: null,
  }
}

/**
 * Changes a draft; type and group stay (policy.md 5.2).
 * @throws {Failure} each failure that the contract lists
 */
export async function updatePolicy(
  context: Context,
  wanted: InputOf<typeof updateContract>,
): Promise<ResponseOf<typeof updateContract>> {
  const { db, actor, now } = context
  const { name, desc, version } = wanted
  const group = await lockPolicyGroupByName(db, wanted.policyGroupName)
  if (!group) throw new Failure('policy_group_name_not_found')
  const policy = checkGroupAndPolicy(group, await lockPolicy(db, wanted.policyId))
  if (policy.policySchema !== null) throw new Failure('published_policy_not_editable')
  checkUnchanged(policy, wanted.basedOn)
  if (name !== policy.name) {
    await checkNameIsFree(db, { groupId: group.id, name, exceptId: policy.id })
  }
  const text = policyText(schemaOf(policy.policyType), wanted.policies)

  const by = { actor: actor.userName, now }
  await saveUnderName(
    name,
    replaceContent(db, { id: policy.id, name, descr: desc, version, policyFileId: text }, by),
  )
  await record(context, 'policy.updated', {
    subjectType: 'policy',
    subjectId: policy.id,
    before: {
      name: policy.name,
      desc: policy.descr,
      version: policy.version,
      text: policy.policyFileId,
    },
    after: { name, desc, version, text },
  })
  return {
    id: policy.id,
    policyGroupName: group.name,
    name,
    desc,
    is_Active: false,
    cr_by: policy.crBy,
    cr_dtimes: policy.crDtimes,
    up_by: actor.userName,
    upd_dtimes: now,
  }
}
