import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { countUsesOfPolicy, findPolicy } from '../policies/queries.ts'
import { readPolicyText, statusOfPolicy } from '../policies/rules.ts'
import { findVersions } from './queries.ts'
import {
  countActiveClients,
  countActiveLicences,
  findReachedClients,
  findReachedKeys,
  findReachedLicences,
  findReachedPartners,
} from './reach-queries.ts'
import { nameOfClient } from './rules.ts'

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
    ...readableText(policyFileId),
  }))
}

/** Whom a change of the policy reaches. @throws {Failure} policy_not_found */
export async function readPolicyReach(
  { db }: Context,
  { policyId }: InputOf<typeof contract.readPolicyReach>,
): Promise<ResponseOf<typeof contract.readPolicyReach>> {
  if (!(await findPolicy(db, policyId))) throw new Failure('policy_not_found')
  const uses = await countUsesOfPolicy(db, policyId)
  const { total, partners } = await findReachedPartners(db, policyId)
  const ids = partners.map(({ partnerId }) => partnerId)
  const keys = await findReachedKeys(db, policyId, ids)
  const clients = await findReachedClients(db, policyId, ids)
  const licences = await findReachedLicences(db, policyId, ids)
  return {
    approvedRequests: uses.approved,
    pendingRequests: uses.pending,
    activeApiKeys: uses.keys,
    activeOidcClients: await countActiveClients(db, policyId),
    activeMispLicences: await countActiveLicences(db, policyId),
    total,
    partners: partners.map((partner) => {
      const apiKeys = keys.get(partner.partnerId) ?? []
      const oidcClients = clients.get(partner.partnerId) ?? []
      const mispLicences = licences.get(partner.partnerId) ?? []
      return {
        ...partner,
        activeApiKeys: apiKeys[0]?.active ?? 0,
        apiKeys,
        activeOidcClients: oidcClients[0]?.active ?? 0,
        oidcClients: oidcClients.map(({ name, status }) => ({ name: nameOfClient(name), status })),
        activeMispLicences: mispLicences[0]?.active ?? 0,
        mispLicences,
      }
    }),
  }
}

/** Imported history has texts that are no JSON; they do not hide the other versions. */
function readableText(text: string) {
  try {
    return { isReadable: true, policies: readPolicyText(text) }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { isReadable: false, policies: null }
  }
}
