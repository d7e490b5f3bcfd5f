import { Failure, stateOf, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { checkMayActFor } from '../../identity/ownership.ts'
import { findMappingRequest, findRequestedExtractors, findRequestedType } from './queries.ts'

/**
 * The extractors that are asked for with a policy request, in whatever state it is
 * (additions-1.3.0.md 4.3).
 * @throws {Failure} parameter_blank · nothing_configured · caller_not_owner
 */
export async function readRequestedExtractors(
  context: Context,
  { requestId }: InputOf<typeof contract.readRequestedExtractors>,
): Promise<ResponseOf<typeof contract.readRequestedExtractors>> {
  const state = await readState(context, requestId)
  return { ...state, extractors: await findRequestedExtractors(context.db, requestId) }
}

/**
 * The credential type that is asked for with a policy request (additions-1.3.0.md 4.5).
 * @throws {Failure} parameter_blank · nothing_configured · caller_not_owner
 */
export async function readRequestedCredentialType(
  context: Context,
  { requestId }: InputOf<typeof contract.readRequestedCredentialType>,
): Promise<ResponseOf<typeof contract.readRequestedCredentialType>> {
  const state = await readState(context, requestId)
  const requested = await findRequestedType(context.db, requestId)
  return { ...state, credentialType: requested?.credentialType ?? null }
}

async function readState({ db, actor }: Context, requestId: string) {
  if (requestId.trim() === '') throw new Failure('parameter_blank', { field: 'requestId' })
  const request = await findMappingRequest(db, requestId)
  if (!request) throw new Failure('nothing_configured')
  checkMayActFor(actor, request)
  return { partnerPolicyRequestId: request.id, statusCode: stateOf(request.statusCode) }
}
