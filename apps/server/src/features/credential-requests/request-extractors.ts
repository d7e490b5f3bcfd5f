import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { findExtractors } from '../credentials/queries.ts'
import { modalitiesOf } from '../extractor-configurations/rules.ts'
import type { PolicyRequestRow } from '../policy-requests/queries.ts'
import { holdMappingRequest } from './hold-request.ts'
import { findRequestedExtractors, insertRequestedExtractor } from './queries.ts'
import { checkNoneTwice, checkPending, checkSomeExtractors, wantedExtractors } from './rules.ts'

type Given = InputOf<typeof contract.requestExtractors>['extractors']
type Acknowledgement = ResponseOf<typeof contract.requestExtractors>

/**
 * Asks for the extractors of a pending policy request, all of them or none, once
 * (additions-1.3.0.md 4.2).
 * @throws {Failure} each failure that the contract lists
 */
export async function requestExtractors(
  context: Context,
  { requestId, extractors }: InputOf<typeof contract.requestExtractors>,
): Promise<Acknowledgement> {
  checkSomeExtractors(extractors)
  return saveRequest(context, await holdMappingRequest(context, requestId), extractors)
}

/**
 * The same, by partner and policy of the request.
 * @throws {Failure} each failure that the contract lists
 */
export async function requestExtractorsOfPartner(
  context: Context,
  input: InputOf<typeof contract.requestExtractorsOfPartner>,
): Promise<Acknowledgement> {
  checkSomeExtractors(input.extractors)
  const request = await holdMappingRequest(context, input.partnerPolicyRequestId, input)
  return saveRequest(context, request, input.extractors)
}

async function saveRequest(
  context: Context,
  request: PolicyRequestRow,
  given: Given,
): Promise<Acknowledgement> {
  checkPending(request, 'extractor_request_decided')
  await saveExtractorsOf(context, request, given)
  return 'Bio extractors requested successfully.'
}

/**
 * Stores the extractors that a pending request asks for.
 * @throws {Failure} extractors_requested, and what `extractorRefusals` of the contract lists
 */
export async function saveExtractorsOf(
  context: Context,
  request: PolicyRequestRow,
  given: Given,
): Promise<void> {
  const { db, config, actor, now } = context
  checkNoneTwice(given)
  const saved = await findRequestedExtractors(db, request.id)
  if (saved.length > 0) throw new Failure('extractors_requested')
  await checkNotMapped(context, request, given)
  const extractors = wantedExtractors(given, modalitiesOf(config.EXTRACTOR_MODALITIES))
  for (const extractor of extractors) {
    const by = { actor: actor.userName, now }
    if (!(await insertRequestedExtractor(db, request, { extractor, ...by }))) {
      throw new Failure('extractor_modality_twice')
    }
  }
  await record(context, 'extractors.requested', {
    subjectType: 'partner',
    subjectId: request.partId,
    after: { requestId: request.id, policyId: request.policyId, extractors },
  })
}

/** @throws {Failure} extractor_attribute_mapped */
async function checkNotMapped(
  { db }: Context,
  { partId, policyId }: PolicyRequestRow,
  given: Given,
): Promise<void> {
  const inForce = await findExtractors(db, partId, policyId)
  const mapped = new Set(inForce.map(({ attributeName }) => attributeName.toLowerCase()))
  const attribute = given
    .map(({ attributeName }) => attributeName.trim().toLowerCase())
    .find((name) => mapped.has(name))
  if (attribute !== undefined) throw new Failure('extractor_attribute_mapped', { attribute })
}
