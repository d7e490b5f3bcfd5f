import { Failure } from '@pmp/contract'
import type { Context } from '../../context.ts'
import type { Database } from '../../database/database.ts'
import { replaceRequestedExtractors, replaceRequestedType } from '../credential-requests/queries.ts'
import {
  deleteCredentialMapping,
  deleteExtractor,
  findCredentialMapping,
  findCredentialTypes,
  findExtractors,
  insertCredentialMapping,
  insertNewExtractor,
} from '../credentials/queries.ts'
import type { PolicyRequestRow } from '../policy-requests/queries.ts'
import type { Mapping } from './rules.ts'

type Pair = Pick<PolicyRequestRow, 'partId' | 'policyId'>

/** What other modules are told of a partner under a policy today. */
export async function mappingInForce(db: Database, { partId, policyId }: Pair): Promise<Mapping> {
  const extractors = await findExtractors(db, partId, policyId)
  return {
    extractors: extractors.map(({ id: _own, biometricModality: biometric, ...row }) => ({
      ...row,
      biometric,
    })),
    credentialTypes: await findCredentialTypes(db, partId, policyId),
  }
}

/**
 * A partner receives a type by one policy.
 * @throws {Failure} credential_type_requested
 */
export async function checkTypesAreFree(
  db: Database,
  { partId, policyId }: Pair,
  types: readonly string[],
): Promise<void> {
  for (const type of types) {
    const mapping = await findCredentialMapping(db, partId, type)
    if (mapping && mapping.policyId !== policyId) throw new Failure('credential_type_requested')
  }
}

/**
 * Puts extractors and credential types into force in place of what there is, for other modules and in
 * what the request shows.
 * @throws {Failure} credential_type_requested · no_free_id
 */
export async function replaceMapping(
  { db, actor, now }: Context,
  request: PolicyRequestRow,
  wanted: Mapping,
): Promise<void> {
  const { partId: partnerId, policyId } = request
  const by = { actor: actor.userName, now }
  for (const { id } of await findExtractors(db, partnerId, policyId)) await deleteExtractor(db, id)
  const extractors: (Mapping['extractors'][number] & { id: string })[] = []
  for (const extractor of wanted.extractors) {
    const { biometric: biometricModality, ...values } = extractor
    const row = { ...values, biometricModality, partnerId, policyId }
    extractors.push({ ...extractor, id: await insertNewExtractor(db, row, by) })
  }
  await replaceRequestedExtractors(db, request, { extractors, ...by })

  const types = await findCredentialTypes(db, partnerId, policyId)
  for (const credentialType of types.filter((type) => !wanted.credentialTypes.includes(type))) {
    await deleteCredentialMapping(db, { partnerId, policyId, credentialType })
  }
  for (const credentialType of wanted.credentialTypes.filter((type) => !types.includes(type))) {
    await insertCredentialMapping(db, { partnerId, policyId, credentialType }, by)
  }
  const { credentialTypes } = wanted
  if (!(await replaceRequestedType(db, request, { credentialTypes, ...by }))) {
    throw new Failure('credential_type_requested')
  }
}
