import { randomUUID } from 'node:crypto'
import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { isAdministrator, isOwner } from '../../identity/ownership.ts'
import { findMappingRequest } from '../credential-requests/queries.ts'
import { configuredType } from '../credential-requests/request-credential-type.ts'
import { checkNoneTwice, wantedExtractors } from '../credential-requests/rules.ts'
import { modalitiesOf } from '../extractor-configurations/rules.ts'
import { lockPartner, type Partner } from '../partners/queries.ts'
import { lockPolicyRequest } from '../policy-requests/queries.ts'
import { checkTypesAreFree, mappingInForce } from './mapping-in-force.ts'
import { hasOpenChange, insertChange } from './queries.ts'
import {
  checkApproved,
  checkBoth,
  checkModalitiesOnce,
  isSameMapping,
  type Mapping,
} from './rules.ts'

type Input = InputOf<typeof contract.requestMappingChange>

/**
 * Asks for other extractors and credential types in place of those that an approved request gave. What is
 * in force stays so until an administrator approves.
 * @throws {Failure} each failure that the contract lists
 */
export async function requestMappingChange(
  context: Context,
  input: Input,
): Promise<ResponseOf<typeof contract.requestMappingChange>> {
  const { db, actor, now } = context
  const { partner, request } = await holdApproved(context, input.requestId)
  const wanted = wantedMapping(context, partner, input)
  await checkTypesAreFree(db, request, wanted.credentialTypes)
  const previous = await mappingInForce(db, request)
  if (isSameMapping(previous, wanted)) throw new Failure('mapping_unchanged')
  const id = randomUUID()
  const reason = input.reason.trim()
  const change = { id, requestId: request.id, reason, wanted, previous }
  await insertChange(db, { ...change, actor: actor.userName, now })
  await record(context, 'mappingChange.requested', {
    subjectType: 'policyRequest',
    subjectId: request.id,
    before: { ...previous },
    after: { ...previous, wanted },
    details: { changeId: id, partnerId: partner.id },
  })
  return { changeId: id }
}

/** The approved request and its partner, both held. */
async function holdApproved({ db, actor }: Context, requestId: string) {
  const known = await findMappingRequest(db, requestId)
  if (!known || !(isAdministrator(actor) || isOwner(actor, known))) {
    throw new Failure('policy_request_not_found')
  }
  const partner = await lockPartner(db, known.partId)
  const request = await lockPolicyRequest(db, requestId)
  if (!partner || !request) throw new Failure('policy_request_not_found')
  checkApproved(request)
  if (await hasOpenChange(db, requestId)) throw new Failure('mapping_change_open')
  if (!partner.isActive) throw new Failure('partner_not_active')
  return { partner, request }
}

function wantedMapping(context: Context, { partnerTypeCode }: Partner, input: Input): Mapping {
  const { config } = context
  checkNoneTwice(input.extractors)
  const wanted = {
    extractors: wantedExtractors(input.extractors, modalitiesOf(config.EXTRACTOR_MODALITIES)),
    credentialTypes: [
      ...new Set(input.credentialTypes.map((type) => configuredType(context, type))),
    ],
  }
  checkModalitiesOnce(wanted)
  if (config.EXTRACTORS_REQUIRED_FOR.includes(partnerTypeCode)) checkBoth(wanted)
  const mayReceive = config.CREDENTIAL_PARTNER_TYPES.includes(partnerTypeCode)
  if (wanted.credentialTypes.length > 0 && !mayReceive) {
    throw new Failure('credential_partner_type_wrong')
  }
  return wanted
}
