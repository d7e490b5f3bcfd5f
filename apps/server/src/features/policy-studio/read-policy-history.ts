import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { countUsesOfPolicy, findPolicy } from '../policies/queries.ts'
import { readPolicyText, statusOfPolicy } from '../policies/rules.ts'
import { countActiveClients, findReachedPartners, findVersions } from './queries.ts'

/** What a policy said at each change, newest first. @throws {Failure} policy_not_found */
export async function listPolicyVersions(
  { db }: Context,
  { policyId, before, limit }: InputOf<typeof contract.listPolicyVersions>,
): Promise<ResponseOf<typeof contract.listPolicyVersions>> {
  if (!(await findPolicy(db, policyId))) throw new Failure('policy_not_found')
  const versions = await findVersions(db, policyId, { before, limit })
  return versions.map(({ policyFileId, policySchema, isActive, ...version }) => ({
    ...version,
    status: statusOfPolicy({ policySchema, isActive }),
    policies: readPolicyText(policyFileId),
  }))
}

/** Whom a change of the policy reaches. @throws {Failure} policy_not_found */
export async function readPolicyReach(
  { db }: Context,
  { policyId }: InputOf<typeof contract.readPolicyReach>,
): Promise<ResponseOf<typeof contract.readPolicyReach>> {
  if (!(await findPolicy(db, policyId))) throw new Failure('policy_not_found')
  const uses = await countUsesOfPolicy(db, policyId)
  const partners = await findReachedPartners(db, policyId)
  return {
    approvedRequests: uses.approved,
    pendingRequests: uses.pending,
    activeApiKeys: uses.keys,
    activeOidcClients: await countActiveClients(db, policyId),
    partnerCount: partners[0]?.partnerCount ?? 0,
    partners,
  }
}
