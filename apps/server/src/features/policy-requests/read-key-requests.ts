import { Failure, stateOf, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Actor, Context } from '../../context.ts'
import { readSearch } from '../../database/lists/search.ts'
import { mayActForAll } from '../../identity/ownership.ts'
import {
  findKeyRequest,
  findKeyRequests,
  findKeyRequestValues,
  findSearchedKeyRequests,
  keyRequestSearch,
} from './key-request-queries.ts'

type StoredRequest = NonNullable<Awaited<ReturnType<typeof findKeyRequest>>>

/**
 * Every policy request, as upstream's older clients read them (auth-services.md 4.1).
 * @throws {Failure} key_request_not_found, where there is none
 */
export async function listKeyRequests({
  db,
}: Context): Promise<ResponseOf<typeof contract.listKeyRequests>> {
  const requests = await findKeyRequests(db)
  if (requests.length === 0) throw new Failure('key_request_not_found')
  return { apikeyRequests: requests.map(asKeyRequest) }
}

/** @throws {Failure} key_request_not_found (auth-services.md 4.2) */
export async function readKeyRequest(
  { db }: Context,
  { requestId }: InputOf<typeof contract.readKeyRequest>,
): Promise<ResponseOf<typeof contract.readKeyRequest>> {
  const request = await findKeyRequest(db, requestId)
  if (!request) throw new Failure('key_request_not_found')
  return asKeyRequest(request)
}

function asKeyRequest({ id, partId, statusCode, ...request }: StoredRequest) {
  return { ...request, partnerID: partId, status: stateOf(statusCode), apiKeyReqNo: id }
}

/** @throws {Failure} one of `searchFailures` (auth-services.md 4.4) */
export async function searchKeyRequests(
  { db, actor }: Context,
  request: InputOf<typeof contract.searchKeyRequests>,
): Promise<ResponseOf<typeof contract.searchKeyRequests>> {
  return findSearchedKeyRequests(db, scopeOf(actor), readSearch(keyRequestSearch, request))
}

/** @throws {Failure} each failure that the contract lists (auth-services.md 4.6) */
export async function listKeyRequestValues(
  { db, actor }: Context,
  request: InputOf<typeof contract.listKeyRequestValues>,
): Promise<ResponseOf<typeof contract.listKeyRequestValues>> {
  return findKeyRequestValues(db, scopeOf(actor), request)
}

/** Whose requests the caller sees: their own, or everybody's. */
const scopeOf = (actor: Actor) => (mayActForAll(actor) ? undefined : actor.userId)
