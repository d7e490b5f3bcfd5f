import { Failure, stateOf, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { readSearch } from '../../database/lists/search.ts'
import { checkMayActFor, mayActForAll } from '../../identity/ownership.ts'
import { findPartner } from '../partners/queries.ts'
import { apiKeySearch, findKeysOfPartner, findSearchedKeys } from './search-queries.ts'

/**
 * Requests of a partner with the labels of their keys (auth-services.md 4.3). Upstream looks for a
 * key whose value is the id of the request, finds none and fails.
 * @throws {Failure} key_requests_missing · caller_not_owner
 */
export async function listKeysOfPartner(
  { db, actor }: Context,
  { partnerId }: InputOf<typeof contract.listKeysOfPartner>,
): Promise<ResponseOf<typeof contract.listKeysOfPartner>> {
  const partner = await findPartner(db, partnerId)
  if (partner) checkMayActFor(actor, partner)
  const found = await findKeysOfPartner(db, partnerId)
  if (found.length === 0) throw new Failure('key_requests_missing')
  return found.map(({ id, statusCode, label, isActive, validToDatetime }) => ({
    apiKeyReqID: id,
    apiKeyRequestStatus: stateOf(statusCode),
    partnerApiKey: label,
    apikeyStatus: isActive === null ? null : isActive ? 'Active' : 'De-Active',
    validityTill: validToDatetime,
  }))
}

/** @throws {Failure} one of `searchFailures` (auth-services.md 4.5) */
export async function searchApiKeys(
  { db, actor }: Context,
  request: InputOf<typeof contract.searchApiKeys>,
): Promise<ResponseOf<typeof contract.searchApiKeys>> {
  const userId = mayActForAll(actor) ? undefined : actor.userId
  return findSearchedKeys(db, userId, readSearch(apiKeySearch, request))
}
