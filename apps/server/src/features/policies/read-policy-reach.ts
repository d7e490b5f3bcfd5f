import { Failure, isObject, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { findPolicy } from './queries.ts'
import {
  countActiveClients,
  countActiveLicences,
  countUsesOfPolicy,
  findReachedClients,
  findReachedKeys,
  findReachedLicences,
  findReachedPartners,
} from './reach-queries.ts'

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

/** What a client is called: its own name, or of names by language (database.md 2.8) the common one. */
function nameOfClient(stored: string): string {
  try {
    const names: unknown = JSON.parse(stored)
    if (!isObject(names)) return stored
    const [first] = Object.values(names)
    const common = names['@none'] ?? first
    return typeof common === 'string' ? common : stored
  } catch {
    return stored
  }
}
