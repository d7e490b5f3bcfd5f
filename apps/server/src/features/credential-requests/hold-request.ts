import { Failure } from '@pmp/contract'
import type { Context } from '../../context.ts'
import { checkMayActFor } from '../../identity/ownership.ts'
import { lockPartner } from '../partners/queries.ts'
import { lockPolicyRequest } from '../policy-requests/queries.ts'
import { findMappingRequest } from './queries.ts'

/** The partner and policy that a request must be of, where the address names them. */
interface Pair {
  partnerId: string
  policyId: string
}

/**
 * The policy request that more is asked with, held after its partner as everywhere, so that nobody waits
 * in a circle.
 * @throws {Failure} mandatory_value_missing · mapping_request_not_found · caller_not_owner ·
 *   partner_not_active
 */
export async function holdMappingRequest({ db, actor }: Context, requestId: string, pair?: Pair) {
  if (requestId.trim() === '') {
    throw new Failure('mandatory_value_missing', { field: 'partnerPolicyRequestId' })
  }
  const found = await findMappingRequest(db, requestId)
  const isOfPair = !pair || (found?.partId === pair.partnerId && found.policyId === pair.policyId)
  const partner = found && isOfPair ? await lockPartner(db, found.partId) : undefined
  if (!partner) throw new Failure('mapping_request_not_found')
  checkMayActFor(actor, partner)
  if (!partner.isActive) throw new Failure('partner_not_active')
  const request = await lockPolicyRequest(db, requestId)
  if (!request) throw new Failure('mapping_request_not_found')
  return request
}
