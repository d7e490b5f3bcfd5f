import {
  Failure,
  type InputOf,
  type ResponseOf,
  type listOwnPartners as contract,
} from '@pmp/contract'
import type { Actor, Context } from '../../context.ts'
import type { Database } from '../../database/database.ts'
import { findPolicyGroups } from '../policy-groups/queries.ts'
import { findOwnPartners, type Partner } from './queries.ts'
import { needsNoPartner } from './rules.ts'

/**
 * The partners of a caller who must have one.
 * @throws {Failure} caller_has_no_partner · partner_id_blank
 */
export async function ownPartnersOf(db: Database, actor: Actor): Promise<Partner[]> {
  const partners = await findOwnPartners(db, actor.userName)
  if (partners.length === 0 && !needsNoPartner(actor)) throw new Failure('caller_has_no_partner')
  if (partners.some(({ id }) => id.trim() === '')) throw new Failure('partner_id_blank')
  return partners
}

/**
 * Own partners with a given approval status (partner.md 2.5).
 * @throws {Failure} caller_has_no_partner · partner_id_blank · partner_policy_group_row_missing
 */
export async function listOwnPartners(
  { db, actor }: Context,
  query: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const own = await ownPartnersOf(db, actor)
  const wanted = own.filter(
    (partner) =>
      partner.approvalStatus === query.status &&
      (query.partnerType === undefined || partner.partnerTypeCode === query.partnerType) &&
      (query.policyGroupAvailable === undefined ||
        query.policyGroupAvailable === (partner.policyGroupId !== null)),
  )
  const groups = query.policyGroupAvailable
    ? await findPolicyGroups(
        db,
        wanted.flatMap(({ policyGroupId }) => policyGroupId ?? []),
      )
    : new Map()
  return wanted.map((partner) => {
    const group = groups.get(partner.policyGroupId ?? '')
    if (query.policyGroupAvailable && !group) throw new Failure('partner_policy_group_row_missing')
    return {
      partnerId: partner.id,
      partnerType: partner.partnerTypeCode,
      policyGroupId: group?.id ?? null,
      policyGroupName: group?.name ?? null,
      policyGroupDescription: group?.descr ?? null,
    }
  })
}
