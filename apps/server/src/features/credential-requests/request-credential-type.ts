import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { findCredentialMapping } from '../credentials/queries.ts'
import { knownCredentialType } from '../credentials/rules.ts'
import type { PolicyRequestRow } from '../policy-requests/queries.ts'
import { holdMappingRequest } from './hold-request.ts'
import { findRequestedType, insertRequestedType } from './queries.ts'
import { checkPending } from './rules.ts'

type Acknowledgement = ResponseOf<typeof contract.requestCredentialType>

/**
 * Asks for the credential type of a pending policy request, once (additions-1.3.0.md 4.4).
 * @throws {Failure} each failure that the contract lists
 */
export async function requestCredentialType(
  context: Context,
  { requestId, credentialType }: InputOf<typeof contract.requestCredentialType>,
): Promise<Acknowledgement> {
  return saveRequest(context, await holdMappingRequest(context, requestId), credentialType)
}

/**
 * The same, by partner and policy of the request.
 * @throws {Failure} each failure that the contract lists
 */
export async function requestCredentialTypeOfPartner(
  context: Context,
  input: InputOf<typeof contract.requestCredentialTypeOfPartner>,
): Promise<Acknowledgement> {
  const request = await holdMappingRequest(context, input.partnerPolicyRequestId, input)
  return saveRequest(context, request, input.credentialType)
}

async function saveRequest(
  context: Context,
  request: PolicyRequestRow,
  asked: string,
): Promise<Acknowledgement> {
  const credentialType = configuredType(context, asked)
  checkPending(request, 'credential_request_decided')
  await saveCredentialTypeOf(context, request, credentialType)
  return 'Credential type requested successfully.'
}

/**
 * A credential type in the spelling of the settings, so that no letter case makes a second one.
 * @throws {Failure} credential_type_unknown
 */
export function configuredType({ config }: Context, asked: string): string {
  const type = knownCredentialType(asked.trim(), config.CREDENTIAL_TYPES)
  if (!type) throw new Failure('credential_type_unknown')
  return type
}

/**
 * Stores the credential type that a pending request asks for.
 * @throws {Failure} credential_type_requested · no_free_id
 */
export async function saveCredentialTypeOf(
  context: Context,
  request: PolicyRequestRow,
  credentialType: string,
): Promise<void> {
  const { db, actor, now } = context
  const taken = new Failure('credential_type_requested')
  if (await findRequestedType(db, request.id)) throw taken
  if (await findCredentialMapping(db, request.partId, credentialType)) throw taken
  const wanted = { credentialType, actor: actor.userName, now }
  if (!(await insertRequestedType(db, request, wanted))) throw taken
  await record(context, 'credentialType.requested', {
    subjectType: 'partner',
    subjectId: request.partId,
    after: { requestId: request.id, policyId: request.policyId, credentialType },
  })
}
