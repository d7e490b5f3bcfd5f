import { stateOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import { readStored } from '@pmp/x509'
import { findStoredCertificate } from '../../certificate-engine/queries.ts'
import type { Context } from '../../context.ts'
import { isAdministrator } from '../../identity/ownership.ts'
import { findAttributesToday } from '../policy-requests/attributes-today.ts'
import { findGrants, findOtherRequests } from './queries.ts'

type Evidence = ResponseOf<typeof contract.readPolicyRequest>['evidence']

interface Request {
  id: string
  partnerId: string
  policyId: string
  policyGroupId: string
  certificateAlias: string | null
}

/** What a decision rests on beside the request itself; what concerns others, for administrators only. */
export async function readEvidence(context: Context, request: Request): Promise<Evidence> {
  const { db, actor } = context
  const { id, partnerId, policyId, policyGroupId, certificateAlias } = request
  const stored = certificateAlias ? await findStoredCertificate(db, certificateAlias) : undefined
  const others = await findOtherRequests(db, { id, partnerId })
  return {
    attributesToday: await findAttributesToday(db, partnerId, policyId),
    certificateOrganization: readStored(stored?.certData)?.organization ?? null,
    otherRequests: others.map(({ status, ...other }) => ({ ...other, status: stateOf(status) })),
    grantedTo: isAdministrator(actor)
      ? await findGrants(db, { partnerId, policyId, policyGroupId })
      : null,
  }
}
