import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { lockPolicyGroup, lockPolicyGroupByName } from '../policy-groups/queries.ts'
import { findPartnerType, lockPartner, updatePolicyGroupOf, type Partner } from './queries.ts'
import { checkUsableGroup } from './rules.ts'
import { checkMayActFor } from '../../identity/ownership.ts'

/**
 * Chooses another policy group while the partner is not active (partner.md 2.8).
 * @throws {Failure} each failure that the contract lists
 */
export async function choosePolicyGroup(
  context: Context,
  { partnerId, policygroupName }: InputOf<typeof contract.choosePolicyGroup>,
): Promise<ResponseOf<typeof contract.choosePolicyGroup>> {
  const { db, actor } = context
  const partner = await lockPartner(db, partnerId)
  if (!partner) throw new Failure('partner_not_found')
  checkMayActFor(actor, partner)
  if (partner.isActive) throw new Failure('group_of_active_partner')
  const type = await findPartnerType(db, partner.partnerTypeCode)
  if (!type) throw new Failure('partner_type_not_found')
  if (!type.isPolicyRequired) throw new Failure('partner_type_takes_no_group')
  const group = checkUsableGroup(await lockPolicyGroupByName(db, policygroupName))
  await saveGroup(context, partner, group.id)
  return 'Success'
}

/**
 * Links a group to a MISP, which has none of its own choice; once, by an administrator
 * (additions-1.3.0.md 2.3).
 * @throws {Failure} each failure that the contract lists
 */
export async function linkPolicyGroup(
  context: Context,
  { partnerId, policyGroupId }: InputOf<typeof contract.linkPolicyGroup>,
): Promise<ResponseOf<typeof contract.linkPolicyGroup>> {
  const { db } = context
  if (partnerId.trim() === '') throw new Failure('partner_id_blank')
  if (!policyGroupId?.trim()) throw new Failure('partner_without_policy_group')
  const partner = await lockPartner(db, partnerId)
  if (!partner) throw new Failure('partner_not_found')
  if (partner.partnerTypeCode !== 'MISP_Partner') throw new Failure('partner_type_not_linkable')
  if (partner.approvalStatus === 'approved' && !partner.isActive) {
    throw new Failure('linked_partner_deactivated')
  }
  if (partner.policyGroupId) throw new Failure('partner_has_group')
  const group = checkUsableGroup(await lockPolicyGroup(db, policyGroupId))
  await saveGroup(context, partner, group.id)
  return { partnerId: partner.id, policyGroupId: group.id, policyGroupName: group.name }
}

async function saveGroup(context: Context, partner: Partner, groupId: string): Promise<void> {
  const { db, actor, now } = context
  await updatePolicyGroupOf(
    db,
    { id: partner.id, policyGroupId: groupId },
    { actor: actor.userName, now },
  )
  await record(context, 'partner.policyGroupChosen', {
    subjectType: 'partner',
    subjectId: partner.id,
    before: { policyGroupId: partner.policyGroupId },
    after: { policyGroupId: groupId },
  })
}
