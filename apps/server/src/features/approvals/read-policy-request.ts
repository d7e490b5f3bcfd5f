import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { isAdministrator, isOwner } from '../../identity/ownership.ts'
import { readConversation } from '../conversations/read-conversation.ts'
import { findRequestedExtractors, findRequestedType } from '../credential-requests/queries.ts'
import { mappingInForce } from '../mapping-changes/mapping-in-force.ts'
import { findChangesOf } from '../mapping-changes/queries.ts'
import { readPolicyText } from '../policies/rules.ts'
import { findPolicyRequest } from '../policy-requests/queries.ts'
import { asShown } from '../policy-requests/read-policy-requests.ts'
import { readEvidence } from './evidence.ts'

type Shown = ResponseOf<typeof contract.readPolicyRequest>

/**
 * One request with what an approver must see; "not yours" and "not there" look alike.
 * @throws {Failure} policy_request_not_found
 */
export async function readPolicyRequest(
  context: Context,
  { requestId }: InputOf<typeof contract.readPolicyRequest>,
): Promise<Shown> {
  const { db, actor } = context
  const request = await findPolicyRequest(db, requestId)
  if (!request || !(isAdministrator(actor) || isOwner(actor, request))) {
    throw new Failure('policy_request_not_found')
  }
  return {
    ...asShown(request),
    policies: readPolicyText(request.policyFileId),
    mapping: await readMapping(context, request),
    evidence: await readEvidence(context, request),
    changes: await findChangesOf(db, requestId),
    conversation: await readConversation(db, { id: requestId, statusCode: request.status }),
  }
}

async function readMapping(
  { db, config }: Context,
  request: { id: string; partnerId: string; policyId: string; partnerType: string },
): Promise<Shown['mapping']> {
  const { id, partnerId, policyId, partnerType } = request
  const requested = await findRequestedExtractors(db, id)
  return {
    isRequired: config.EXTRACTORS_REQUIRED_FOR.includes(partnerType),
    requested: {
      extractors: requested,
      credentialType: (await findRequestedType(db, id))?.credentialType ?? null,
    },
    inForce: await mappingInForce(db, { partId: partnerId, policyId }),
  }
}
