import { randomUUID } from 'node:crypto'
import {
  Failure,
  type InputOf,
  type ResponseOf,
  type addExtractors as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { lockPartner } from '../partners/queries.ts'
import { checkMayActFor } from '../../identity/ownership.ts'
import { findRequestStates } from '../policy-requests/queries.ts'
import { findExtractors, insertExtractor, updateExtractor } from './queries.ts'
import { readBiometric } from './rules.ts'

/**
 * Sets the bio extractors of a pending request, one for each attribute and modality
 * (auth-services.md 6.1). The partner's row is held, so equal calls at once make no row twice.
 * @throws {Failure} each failure that the contract lists
 */
export async function addExtractors(
  context: Context,
  { partnerId, policyId, extractors }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, now } = context
  const partner = await lockPartner(db, partnerId)
  const states = await findRequestStates(db, partnerId, policyId)
  if (!partner || states.length === 0) throw new Failure('policy_not_requested')
  checkMayActFor(actor, partner)
  if (states.includes('approved')) throw new Failure('extractor_request_approved')

  const saved = await findExtractors(db, partnerId, policyId)
  for (const { attributeName, biometric, extractor } of extractors) {
    const { modality, subTypes } = readBiometric(biometric)
    const known = saved.find(
      (row) => row.attributeName === attributeName && row.biometricModality === modality,
    )
    const values = {
      attributeName,
      biometricModality: modality,
      biometricSubTypes: subTypes,
      extractorProvider: extractor.provider,
      extractorProviderVersion: extractor.version ?? null,
    }
    const by = { actor: actor.userName, now }
    if (known) {
      await updateExtractor(db, { id: known.id, ...values }, by)
    } else {
      const id = randomUUID()
      await insertExtractor(db, { id, partnerId, policyId, ...values }, by)
      saved.push({ id, ...values })
    }
  }
  await record(context, 'extractors.added', {
    subjectType: 'partner',
    subjectId: partnerId,
    after: { policyId, extractors },
  })
  return 'Extractors added successfully.'
}
