import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { checkMayActForKnown } from '../../identity/ownership.ts'
import { askWithRequest } from '../credential-requests/ask-with-request.ts'
import { lockPartner } from '../partners/queries.ts'
import { findPolicyForPartner, openRequest } from '../policy-requests/submit-policy-request.ts'
import { checkAsked, mappingOf } from './rules.ts'

/**
 * Asks for a policy with everything that its approval needs, in one transaction: a request that an
 * administrator could not approve for want of extractors or credential type does not come into being.
 * @throws {Failure} each failure that the contract lists
 */
export async function askForPolicy(
  context: Context,
  input: InputOf<typeof contract.askForPolicy>,
): Promise<ResponseOf<typeof contract.askForPolicy>> {
  const { db, actor, config } = context
  const partner = checkMayActForKnown(actor, await lockPartner(db, input.partnerId))
  if (!partner.isActive) throw new Failure('partner_not_active')
  const policy = await findPolicyForPartner(context, partner, input.policyName)
  checkAsked(mappingOf(config, partner.partnerTypeCode), input)
  const requestId = await openRequest(context, {
    partner,
    policy,
    detail: input.useCaseDescription,
  })
  const request = {
    id: requestId,
    partId: partner.id,
    policyId: policy.id,
    statusCode: 'InProgress',
  }
  await askWithRequest(context, request, input)
  return { requestId }
}
