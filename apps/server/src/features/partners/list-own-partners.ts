import {
  Failure,
  type InputOf,
  type ResponseOf,
  type listOwnPartners as contract,
} from '@pmp/contract'
import type { Actor, Context } from '../../context.ts'
import type { Database } from '../../database/database.ts'
import { findPolicyGroups } from '../policy-groups/queries.ts'
import { findPartnersOfType } from './partner-lists.ts'
import { findOwnPartners, type Partner } from './queries.ts'
import { isAdministeredType } from './rules.ts'
import { isAdministrator, needsNoPartner } from '../../identity/ownership.ts'

type Query = InputOf<typeof contract>

/**
 * The partners of a caller who must have one.
 * @throws {Failure} caller_has_no_partner · partner_id_blank
 */
export async function ownPartnersOf(db: Database, actor: Actor): Promise<Partner[]> {
  const partners = await findOwnPartners(db, actor.userId)
  if (partners.length === 0 && !needsNoPartner(actor)) throw new Failure('caller_has_no_partner')
  if (partners.some(({ id }) => id.trim() === '')) throw new Failure('partner_id_blank')
  return partners
}

/**
 * The authentication partners of a caller, each of which must have a policy group; partners of other
 * types are passed over (auth-services.md 3.2, 8.6).
 * @throws {Failure} caller_has_no_partner · partner_id_blank · partner_without_policy_group
 */
export async function ownAuthPartnerIds(context: Context): Promise<string[]> {
  return (await ownPartnersWithGroups(context)).filter(isAuthPartner).map(({ id }) => id)
}

/**
 * The partners of a caller, each of which must have a policy group if it is for authentication.
 * @throws {Failure} as `ownAuthPartnerIds`
 */
export async function ownPartnersWithGroups({ db, actor }: Context): Promise<Partner[]> {
  const own = await ownPartnersOf(db, actor)
  if (own.filter(isAuthPartner).some(({ policyGroupId }) => !policyGroupId?.trim())) {
    throw new Failure('partner_without_policy_group')
  }
  return own
}

const isAuthPartner = ({ partnerTypeCode }: Partner) => partnerTypeCode === 'Auth_Partner'

/**
 * Own partners with a given approval status; of the types that administrators create, every one,
 * for administrators (partner.md 2.5, additions-1.3.0.md 2.4).
 * @throws {Failure} each failure that the contract lists
 */
export async function listOwnPartners(
  context: Context,
  query: Query,
): Promise<ResponseOf<typeof contract>> {
  const { db } = context
  const isOfAdministeredType =
    query.partnerType !== undefined && isAdministeredType(query.partnerType)
  const partners = isOfAdministeredType
    ? await partnersOfType(context, query.partnerType ?? '', query.status)
    : await ownPartners(context, query)
  const wanted = partners.filter(
    ({ policyGroupId }) =>
      query.policyGroupAvailable === undefined ||
      query.policyGroupAvailable === (policyGroupId !== null),
  )
  const groups = query.policyGroupAvailable
    ? await findPolicyGroups(
        db,
        wanted.flatMap(({ policyGroupId }) => policyGroupId ?? []),
      )
    : new Map()
  return wanted.map((partner) => {
    const group = groups.get(partner.policyGroupId ?? '')
    if (query.policyGroupAvailable && !group && !isOfAdministeredType) {
      throw new Failure('partner_policy_group_row_missing')
    }
    return {
      partnerId: partner.id,
      partnerType: partner.partnerTypeCode,
      policyGroupId: group?.id ?? null,
      policyGroupName: group?.name ?? null,
      policyGroupDescription: group?.descr ?? null,
    }
  })
}

async function partnersOfType({ db, actor }: Context, partnerType: string, status: string) {
  if (!isAdministrator(actor)) throw new Failure('partner_type_for_administrators')
  return findPartnersOfType(db, partnerType, status)
}

async function ownPartners({ db, actor }: Context, { status, partnerType }: Query) {
  const own = await ownPartnersOf(db, actor)
  return own.filter(
    (partner) =>
      partner.approvalStatus === status &&
      (partnerType === undefined || partner.partnerTypeCode === partnerType),
  )
}
