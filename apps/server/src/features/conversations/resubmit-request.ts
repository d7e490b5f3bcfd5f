import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { isAdministrator, isOwner } from '../../identity/ownership.ts'
import { askWithRequest } from '../credential-requests/ask-with-request.ts'
import { findMappingRequest } from '../credential-requests/queries.ts'
import { lockPartner } from '../partners/queries.ts'
import { lockPolicyRequest } from '../policy-requests/queries.ts'
import { findPolicyForPartner, openRequest } from '../policy-requests/submit-policy-request.ts'
import { findNeighbours, insertSuccessor } from './queries.ts'
import { checkRefused } from './rules.ts'

type Input = InputOf<typeof contract.resubmitPolicyRequest>

/**
 * Takes up a refused request with a new one for the same policy and, where they are given, its extractors
 * and credential type: all of it or nothing. The refused one stays, so that who decides sees why.
 * @throws {Failure} each failure that the contract lists
 */
export async function resubmitPolicyRequest(
  context: Context,
  input: Input,
): Promise<ResponseOf<typeof contract.resubmitPolicyRequest>> {
  const { db } = context
  const { requestId: previousId } = input
  const { previous, partner } = await holdRefused(context, previousId)
  const policy = await findPolicyForPartner(context, partner, previous.policyName)
  // Another policy has the name by now; it is asked for anew.
  if (policy.id !== previous.policyId) throw new Failure('requested_policy_not_found')
  const detail = input.useCaseDescription
  const requestId = await openRequest(context, { partner, policy, detail })
  await insertSuccessor(db, { requestId, previousId })
  await askWithRequest(context, { ...previous, id: requestId, statusCode: 'InProgress' }, input)
  await record(context, 'policyRequest.resubmitted', {
    subjectType: 'policyRequest',
    subjectId: requestId,
    details: { previousId, partnerId: partner.id },
  })
  return { requestId }
}

/** The refused request and its partner, both held. */
async function holdRefused({ db, actor }: Context, requestId: string) {
  const previous = await findMappingRequest(db, requestId)
  if (!previous || !(isAdministrator(actor) || isOwner(actor, previous))) {
    throw new Failure('policy_request_not_found')
  }
  const partner = await lockPartner(db, previous.partId)
  const current = await lockPolicyRequest(db, requestId)
  if (!partner || !current) throw new Failure('policy_request_not_found')
  checkRefused(current)
  const { nextRequestId } = await findNeighbours(db, requestId)
  if (nextRequestId !== null) throw new Failure('policy_request_taken_up')
  if (!partner.isActive) throw new Failure('partner_not_active')
  return { previous, partner }
}
