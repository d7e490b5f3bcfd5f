import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { ownAuthPartnerIds } from '../partners/list-own-partners.ts'
import { isAdministrator } from '../../identity/ownership.ts'
import { findApiKeys, findPolicyOfKey } from './queries.ts'

/**
 * All keys for an administrator, those of the own authentication partners for others; never a
 * key's value (auth-services.md 3.2).
 * @throws {Failure} caller_has_no_partner · partner_without_policy_group
 */
export async function listApiKeys(
  context: Context,
  { list, ...filters }: InputOf<typeof contract.listApiKeys>,
): Promise<ResponseOf<typeof contract.listApiKeys>> {
  const partnerIds = isAdministrator(context.actor) ? 'all' : await ownAuthPartnerIds(context)
  return findApiKeys(context.db, { filters, partnerIds }, list)
}

/**
 * The policy that a key of a partner gives (auth-services.md 3.5).
 * @throws {Failure} api_key_not_mapped
 */
export async function lookUpPolicyOfApiKey(
  { db }: Context,
  { partnerId, apikey }: InputOf<typeof contract.lookUpPolicyOfApiKey>,
): Promise<ResponseOf<typeof contract.lookUpPolicyOfApiKey>> {
  const key = await findPolicyOfKey(db, partnerId, apikey)
  if (!key) throw new Failure('api_key_not_mapped')
  return { partnerID: partnerId, policyId: key.policyId }
}
