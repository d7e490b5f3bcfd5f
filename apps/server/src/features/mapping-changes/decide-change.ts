import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { lockPartner } from '../partners/queries.ts'
import { lockPolicy } from '../policies/queries.ts'
import { lockPolicyGroup } from '../policy-groups/queries.ts'
import { lockPolicyRequest, type PolicyRequestRow } from '../policy-requests/queries.ts'
import { checkPolicyGrantable } from '../policy-requests/rules.ts'
import { checkTypesAreFree, mappingInForce, replaceMapping } from './mapping-in-force.ts'
import { findChangedRequest, lockChange, saveChangeDecision } from './queries.ts'
import { checkOpen, isSameMapping, reasonOf, type Mapping } from './rules.ts'

/**
 * Puts a change into force in place of what there is, or refuses it with a reason. Partner, policy,
 * group, request and change are held in that order, as everywhere.
 * @throws {Failure} each failure that the contract lists
 */
export async function decideMappingChange(
  context: Context,
  { changeId, status, reason }: InputOf<typeof contract.decideMappingChange>,
): Promise<ResponseOf<typeof contract.decideMappingChange>> {
  const { db, actor, now } = context
  const given = reasonOf(status, reason)
  const known = await findChangedRequest(db, changeId)
  const partner = known && (await lockPartner(db, known.partId))
  const policy = known && (await lockPolicy(db, known.policyId))
  const group = policy && (await lockPolicyGroup(db, policy.policyGroupId ?? ''))
  const request = known && (await lockPolicyRequest(db, known.id))
  const change = await lockChange(db, changeId)
  if (!partner || !request || !change) throw new Failure('mapping_change_not_found')
  checkOpen(change)
  if (status === 'approved') {
    if (!partner.isActive) throw new Failure('partner_not_active')
    if (!policy) throw new Failure('request_policy_not_found')
    checkPolicyGrantable(policy, group, now)
    await putIntoForce(context, request, change)
  }
  const by = { actor: actor.userName, now }
  await saveChangeDecision(db, { id: changeId, status, reason: given, ...by })
  await record(context, `mappingChange.${status}`, {
    subjectType: 'policyRequest',
    subjectId: request.id,
    before: { ...change.previous },
    after: status === 'approved' ? { ...change.wanted } : { ...change.previous },
    details: { changeId, partnerId: partner.id, policyId: request.policyId, reason: given },
  })
  return { changeId }
}

async function putIntoForce(
  context: Context,
  request: PolicyRequestRow,
  { wanted, previous }: { wanted: Mapping; previous: Mapping },
): Promise<void> {
  const { db } = context
  // The administrator has seen what is replaced; nothing else may be lost.
  if (!isSameMapping(await mappingInForce(db, request), previous)) {
    throw new Failure('mapping_change_outdated')
  }
  await checkTypesAreFree(db, request, wanted.credentialTypes)
  await replaceMapping(context, request, wanted)
}
