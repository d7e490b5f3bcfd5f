import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { ownAuthPartnerIds, ownPartnersWithGroups } from '../partners/list-own-partners.ts'
import { searchedPartnerId } from '../partners/partner-id-search.ts'
import { checkKnownTo, isAdministrator } from '../../identity/ownership.ts'
import { findPartner } from '../partners/queries.ts'
import { findAllApiKeys, findApiKey, findApiKeys } from './list-queries.ts'
import { findPolicyOfKey } from './working-keys.ts'
import { normalizedLabel } from './rules.ts'

/**
 * All keys for an administrator, those of the own authentication partners for others; never a
 * key's value (auth-services.md 3.2).
 * @throws {Failure} each failure that the contract lists
 */
export async function listApiKeys(
  context: Context,
  { list, ...filters }: InputOf<typeof contract.listApiKeys>,
): Promise<ResponseOf<typeof contract.listApiKeys>> {
  const searched = searchedPartnerId(filters)
  const partnerIds = isAdministrator(context.actor) ? 'all' : await ownAuthPartnerIds(context)
  return findApiKeys(context.db, { filters, searched, partnerIds }, list)
}

/**
 * The same of partners of every type (additions-1.3.0.md 6.3).
 * @throws {Failure} each failure that the contract lists
 */
export async function listAllApiKeys(
  context: Context,
  { list, ...filters }: InputOf<typeof contract.listAllApiKeys>,
): Promise<ResponseOf<typeof contract.listAllApiKeys>> {
  const { db, actor, now } = context
  const searched = searchedPartnerId(filters)
  const partnerIds = isAdministrator(actor)
    ? 'all'
    : (await ownPartnersWithGroups(context)).map(({ id }) => id)
  return findAllApiKeys(db, { filters, searched, partnerIds, now }, list)
}

/**
 * One key of the reader's own partner, of any for administrators; never its value.
 * @throws {Failure} partner_not_found · api_key_label_not_found
 */
export async function readApiKey(
  { db, actor }: Context,
  { partnerId, policyId, apiKeyName }: InputOf<typeof contract.readApiKey>,
): Promise<ResponseOf<typeof contract.readApiKey>> {
  checkKnownTo(actor, await findPartner(db, partnerId))
  const label = normalizedLabel(apiKeyName)
  const key = await findApiKey(db, { partnerId, policyId, label })
  if (!key) throw new Failure('api_key_label_not_found')
  return key
}

/**
 * The policy that a key of a partner gives (auth-services.md 3.5). Upstream: also for keys that are
 * switched off or expired, and for partners that are not active.
 * @throws {Failure} api_key_not_mapped
 */
export async function lookUpPolicyOfApiKey(
  { db, now, noteKeyUse }: Context,
  { partnerId, apikey: apiKey }: InputOf<typeof contract.lookUpPolicyOfApiKey>,
): Promise<ResponseOf<typeof contract.lookUpPolicyOfApiKey>> {
  const policyId = await findPolicyOfKey(db, { partnerId, apiKey, now })
  if (policyId === undefined) throw new Failure('api_key_not_mapped')
  noteKeyUse(apiKey)
  return { partnerID: partnerId, policyId }
}
