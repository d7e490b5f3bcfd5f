import { Failure, stateOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import { readStored } from '@pmp/x509'
import { findStoredCertificate } from '../../certificate-engine/queries.ts'
import type { Context } from '../../context.ts'
import { isAdministrator } from '../../identity/ownership.ts'
import { findAttributesToday } from '../policy-requests/attributes-today.ts'
import { checkPolicyGrantable } from '../policy-requests/rules.ts'
import { checkPartnerActive } from './decide-policy-request.ts'
import { findGrants, findOtherRequests } from './queries.ts'
import { checkExtractorsAsked, checkTypeAsked, findAsked } from './take-over.ts'

type Evidence = ResponseOf<typeof contract.readPolicyRequest>['evidence']

interface Request {
  id: string
  partnerId: string
  partnerType: string
  isActive: boolean
  policyId: string
  policyGroupId: string
  certificateAlias: string | null
  status: string
  policyIsActive: boolean
  groupIsActive: boolean
  validToDate: Date
}

/** What a decision rests on beside the request itself; what concerns others, for administrators only. */
export async function readEvidence(context: Context, request: Request): Promise<Evidence> {
  const { db, actor } = context
  const { id, partnerId, policyId, policyGroupId, certificateAlias } = request
  const stored = certificateAlias ? await findStoredCertificate(db, certificateAlias) : undefined
  const others = await findOtherRequests(db, { id, partnerId })
  return {
    approvalRefusals:
      stateOf(request.status) === 'InProgress' ? await approvalRefusals(context, request) : [],
    attributesToday: await findAttributesToday(db, partnerId, policyId),
    certificateOrganization: readStored(stored?.certData)?.organization ?? null,
    otherRequests: others.map(({ status, ...other }) => ({ ...other, status: stateOf(status) })),
    grantedTo: isAdministrator(actor)
      ? await findGrants(db, { partnerId, policyId, policyGroupId })
      : null,
  }
}

/** Codes of all that an approval would be refused for now, by the checks of the approval itself. */
async function approvalRefusals(context: Context, request: Request): Promise<string[]> {
  const { config, now } = context
  const asked = await findAsked(context, request.id)
  const isMappingRequired = config.EXTRACTORS_REQUIRED_FOR.includes(request.partnerType)
  const policy = { isActive: request.policyIsActive, validToDate: request.validToDate }
  const checks = [
    () => checkPartnerActive(request),
    () => checkPolicyGrantable(policy, { isActive: request.groupIsActive }, now),
    ...(isMappingRequired ? [() => checkExtractorsAsked(asked), () => checkTypeAsked(asked)] : []),
  ]
  return checks.flatMap(codeOfRefusal)
}

function codeOfRefusal(check: () => void): string[] {
  try {
    check()
    return []
  } catch (error) {
    if (error instanceof Failure) return [error.code]
    throw error
  }
}
