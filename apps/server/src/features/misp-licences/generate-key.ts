import { Failure, isMispType, stateOf, type InputOf, type ResponseOf } from '@pmp/contract'
import type { generateMispKey as contract } from '@pmp/contract'
import type { Context } from '../../context.ts'
import { checkMayActFor } from '../../identity/ownership.ts'
import { lockPartner } from '../partners/queries.ts'
import { findPolicy, holdPolicy } from '../policies/queries.ts'
import { findRequestsOfPartner, isPolicyApproved } from '../policy-requests/queries.ts'
import { issueLicence } from './issue-licence.ts'
import { findLicencesOf, type Licence } from './queries.ts'
import { endInDays } from './rules.ts'

/**
 * Generates the first key of a MISP, for the policy that was last approved for it, if it asked for
 * any (auth-services.md 9.1).
 * @throws {Failure} each failure that the contract lists
 */
export async function generateMispKey(
  context: Context,
  { providerId }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor } = context
  const partner = await lockPartner(db, providerId)
  if (!partner) throw new Failure('misp_not_found')
  checkMayActFor(actor, partner)
  if ((await findLicencesOf(db, partner.id)).length > 0) throw new Failure('misp_key_exists')
  if (!isMispType(partner.partnerTypeCode)) throw new Failure('misp_type_wrong')
  if (!partner.isActive) throw new Failure('misp_not_active')
  return shownKey(await issueByRequests(context, partner.id), 'Active')
}

/**
 * A new licence of a MISP as its requests allow, valid as long as the settings say.
 * @throws {Failure} misp_policy_not_approved · misp_policy_gone · policy_text_unreadable
 */
export async function issueByRequests(
  context: Context,
  mispId: string,
  isRenewal = false,
): Promise<Licence> {
  const { config, now } = context
  return issueLicence(context, {
    mispId,
    policyId: await policyOfRequests(context, mispId),
    licenseKeyName: null,
    validToDate: endInDays(now, config.MISP_KEY_DAYS),
    isRenewal,
  })
}

/** Upstream: takes the policy of the first request and asks that all are approved. */
async function policyOfRequests({ db }: Context, mispId: string): Promise<string | null> {
  const requests = await findRequestsOfPartner(db, mispId)
  if (requests.length === 0) return null
  const approved = requests.find(({ statusCode }) => stateOf(statusCode) === 'approved')
  if (!approved) throw new Failure('misp_policy_not_approved')
  await holdPolicy(db, approved.policyId)
  // As it is now that the policy is held.
  if (!(await isPolicyApproved(db, mispId, approved.policyId))) {
    throw new Failure('misp_policy_not_approved')
  }
  if (!(await findPolicy(db, approved.policyId))) throw new Failure('misp_policy_gone')
  return approved.policyId
}

/** A key as the older endpoints show it, each with words of its own for the status. */
export function shownKey({ mispId, licenseKey, validToDate }: Licence, licenseKeyStatus: string) {
  return { providerId: mispId, licenseKey, licenseKeyStatus, licenseKeyExpiry: validToDate }
}
