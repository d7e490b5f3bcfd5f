import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { findPartner } from '../partners/queries.ts'
import { checkMayActFor } from '../../identity/ownership.ts'
import { policyOfGroup } from '../policies/policy-response.ts'
import { findPolicy } from '../policies/queries.ts'
import { findCredentialMapping, findExtractors } from './queries.ts'
import { biometricOf } from './rules.ts'

/**
 * The bio extractors of a partner for a policy; callers take the refusal for "none"
 * (auth-services.md 6.2).
 * @throws {Failure} nothing_configured · caller_not_owner
 */
export async function readExtractors(
  { db, actor }: Context,
  { partnerId, policyId }: InputOf<typeof contract.readExtractors>,
): Promise<ResponseOf<typeof contract.readExtractors>> {
  const partner = await findPartner(db, partnerId)
  const extractors = partner ? await findExtractors(db, partnerId, policyId) : []
  if (!partner || extractors.length === 0) throw new Failure('nothing_configured')
  checkMayActFor(actor, partner)
  return {
    extractors: extractors.map((row) => ({
      attributeName: row.attributeName,
      biometric: biometricOf(row.biometricModality, row.biometricSubTypes),
      extractor: { provider: row.extractorProvider, version: row.extractorProviderVersion },
    })),
  }
}

/**
 * The policy by which a partner receives credentials of a type, expired or not (auth-services.md
 * 7.2).
 * @throws {Failure} nothing_configured · caller_not_owner · requested_policy_not_found ·
 *   credential_policy_unreadable
 */
export async function readCredentialPolicy(
  { db, actor }: Context,
  { partnerId, credentialType }: InputOf<typeof contract.readCredentialPolicy>,
): Promise<ResponseOf<typeof contract.readCredentialPolicy>> {
  const partner = await findPartner(db, partnerId)
  const mapping = partner && (await findCredentialMapping(db, partnerId, credentialType))
  if (!mapping) throw new Failure('nothing_configured')
  checkMayActFor(actor, partner)
  const policy = await findPolicy(db, mapping.policyId)
  if (!policy) throw new Failure('requested_policy_not_found')
  const [readable] = policyOfGroup(policy)
  if (!readable) throw new Failure('credential_policy_unreadable')
  const { policyType } = policy
  return { partnerId, credentialType: mapping.credentialType, policyType, ...readable }
}
