import { Failure, isMispType, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { lockPartner } from '../partners/queries.ts'
import { normalizedLabel } from '../api-keys/rules.ts'
import { findPolicy, holdPolicy } from '../policies/queries.ts'
import { isPolicyApproved } from '../policy-requests/queries.ts'
import { issueLicence } from './issue-licence.ts'
import { findLicencesOf, type Licence } from './queries.ts'
import { checkNameFree, endOnDay } from './rules.ts'

type Generate = typeof contract.generateMispLicence
type Regenerate = typeof contract.regenerateMispLicence

/**
 * Generates a licence of a MISP, which ends its active one. The answer shows the key, which no other
 * of the newer endpoints does (additions-1.3.0.md 3.2).
 * @throws {Failure} each failure that the contract lists
 */
export async function generateMispLicence(
  context: Context,
  { partnerId, ...given }: InputOf<Generate>,
): Promise<ResponseOf<Generate>> {
  const { db } = context
  if (!partnerId?.trim()) throw new Failure('licence_partner_blank')
  const asked = readAsked(given)
  const partner = await lockPartner(db, partnerId)
  if (!partner) throw new Failure('licence_partner_not_found')
  if (!isMispType(partner.partnerTypeCode)) throw new Failure('licence_partner_type_wrong')
  if (!partner.isActive) throw new Failure('licence_partner_not_active')
  await checkPolicyApproved(context, partner.id, asked.policyId)
  const licences = await findLicencesOf(db, partner.id)
  return { ...(await issueAsked(context, partner.id, { ...asked, licences })), status: 'ACTIVE' }
}

/**
 * The same of releases before the final one, for a policy with an active licence. Upstream: that one
 * stays active there, and a name counts per policy (additions-1.3.0.md 3.6).
 * @throws {Failure} each failure that the contract lists
 */
export async function regenerateMispLicence(
  context: Context,
  { mispLicenseId: partnerId, ...given }: InputOf<Regenerate>,
): Promise<ResponseOf<Regenerate>> {
  const { db } = context
  if (partnerId.trim() === '') throw new Failure('licence_partner_blank')
  const asked = readAsked(given)
  const partner = await lockPartner(db, partnerId)
  const ofPolicy = (await findLicencesOf(db, partnerId)).filter(
    ({ policyId }) => policyId === asked.policyId,
  )
  if (!ofPolicy.some(({ isActive }) => isActive)) throw new Failure('no_active_licence')
  if (!partner) throw new Failure('licence_partner_not_found')
  if (!partner.isActive) throw new Failure('licence_partner_not_active')
  await checkPolicyApproved(context, partner.id, asked.policyId)
  const issued = await issueAsked(context, partner.id, { ...asked, licences: ofPolicy })
  return { ...issued, licenseKeyStatus: 'ACTIVE' }
}

interface Given {
  policyId?: string | null | undefined
  licenseKeyName?: string | null | undefined
  expiryDate?: string | null | undefined
}

interface Asked {
  policyId: string | null
  name: string
  expiryDate: string
}

/** @throws {Failure} licence_name_blank · licence_expiry_missing */
function readAsked({ policyId, licenseKeyName, expiryDate }: Given): Asked {
  const name = normalizedLabel(licenseKeyName ?? '')
  if (name === '') throw new Failure('licence_name_blank')
  if (expiryDate == null) throw new Failure('licence_expiry_missing')
  return { policyId: policyId?.trim() ? policyId : null, name, expiryDate }
}

/** @throws {Failure} licence_policy_not_found · licence_policy_not_approved */
async function checkPolicyApproved(
  { db }: Context,
  partnerId: string,
  policyId: string | null,
): Promise<void> {
  if (policyId === null) return
  await holdPolicy(db, policyId)
  if (!(await findPolicy(db, policyId))) throw new Failure('licence_policy_not_found')
  if (!(await isPolicyApproved(db, partnerId, policyId))) {
    throw new Failure('licence_policy_not_approved')
  }
}

async function issueAsked(
  context: Context,
  mispId: string,
  { policyId, name, expiryDate, licences }: Asked & { licences: readonly Licence[] },
) {
  checkNameFree(licences, name)
  const validToDate = endOnDay(expiryDate, context.now)
  const wanted = { mispId, policyId, licenseKeyName: name, validToDate }
  const { mispLicenseId, licenseKey } = await issueLicence(context, wanted)
  return {
    mispLicenseId,
    partnerId: mispId,
    policyId,
    licenseKeyName: name,
    licenseKey,
    expiryDateTime: validToDate,
  }
}
