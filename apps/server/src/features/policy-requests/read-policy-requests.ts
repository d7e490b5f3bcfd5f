import { Failure, stateOf, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { ownPartnersOf } from '../partners/list-own-partners.ts'
import { searchedPartnerId } from '../partners/partner-id-search.ts'
import { statusOf } from '../partners/rules.ts'
import { isAdministrator } from '../../identity/ownership.ts'
import { findPolicyGroups } from '../policy-groups/queries.ts'
import { findPolicyRequests } from './queries.ts'

/** Partners of these types ask for no policies, so they are passed over (auth-services.md 2.3). */
const typesWithoutPolicies = new Set(['Device_Provider', 'FTM_Provider'])

/**
 * All requests for an administrator, those of the own partners for others (auth-services.md 2.3).
 * @throws {Failure} each failure that the contract lists
 */
export async function listPolicyRequests(
  context: Context,
  { list, ...filters }: InputOf<typeof contract.listPolicyRequests>,
): Promise<ResponseOf<typeof contract.listPolicyRequests>> {
  const searched = searchedPartnerId(filters)
  const partnerIds = isAdministrator(context.actor) ? 'all' : await ownPartnerIds(context)
  const page = await findPolicyRequests(context.db, { filters, searched, partnerIds }, list)
  return { ...page, data: page.data.map(asShown) }
}

/** Words of older data read as today's (database.md 4.7). */
export function asShown<Row extends Parameters<typeof statusOf>[0] & { status: string }>(row: Row) {
  return { ...row, status: stateOf(row.status), partnerStatus: statusOf(row) }
}

async function ownPartnerIds({ db, actor }: Context): Promise<string[]> {
  const own = await ownPartnersOf(db, actor)
  if (own.some(({ partnerTypeCode }) => !partnerTypeCode)) throw new Failure('partner_type_blank')
  const asking = own.filter(({ partnerTypeCode }) => !typesWithoutPolicies.has(partnerTypeCode))
  const groupIds = asking.map(({ policyGroupId }) => {
    if (!policyGroupId?.trim()) throw new Failure('partner_without_policy_group')
    return policyGroupId
  })
  const groups = await findPolicyGroups(db, groupIds)
  if (groupIds.some((id) => !groups.has(id))) throw new Failure('partner_policy_group_row_missing')
  return asking.map(({ id }) => id)
}
