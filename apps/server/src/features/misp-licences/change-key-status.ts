import {
  Failure,
  type InputOf,
  type ResponseOf,
  type changeMispKeyStatus as contract,
} from '@pmp/contract'
import { record } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import { checkMayActFor } from '../../identity/ownership.ts'
import { lockPartner, type Partner } from '../partners/queries.ts'
import { findPolicy, holdPolicy } from '../policies/queries.ts'
import { deactivateLicences } from './deactivate-licences.ts'
import { shownKey } from './generate-key.ts'
import { publishLicence } from './licence-event.ts'
import { findLicencesOf, setLicenceActive, type Licence } from './queries.ts'
import { isExpired, wantedOfKey } from './rules.ts'

/**
 * Switches a key on or off (auth-services.md 9.2). Asking for the state that it has is no error, and
 * consumers hear of it once more.
 * @throws {Failure} each failure that the contract lists
 */
export async function changeMispKeyStatus(
  context: Context,
  { providerId, licenseKey, licenseKeyStatus }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, now } = context
  const isActive = wantedOfKey(licenseKeyStatus)
  const partner = await lockPartner(db, providerId)
  if (!partner) throw new Failure('misp_key_not_found')
  checkMayActFor(actor, partner)
  const licences = await findLicencesOf(db, partner.id)
  const licence = licences.find((other) => other.licenseKey === licenseKey)
  if (!licence) throw new Failure('misp_key_not_found')
  if (isActive) await makeRoom(context, partner, licence)

  const { mispLicenseId } = licence
  const by = { actor: actor.userName, now }
  const changed = await setLicenceActive(db, { mispLicenseId, isActive }, by)
  await publishLicence(context, changed, { topic: 'MISP_LICENSE_UPDATED' })
  await record(context, isActive ? 'mispLicence.activated' : 'mispLicence.deactivated', {
    subjectType: 'partner',
    subjectId: partner.id,
    before: { isActive: licence.isActive },
    after: { isActive, mispLicenseId },
  })
  return shownKey(changed, isActive ? 'active' : 'de-active')
}

/**
 * Upstream revives keys of deactivated MISPs and policies, and beside others; one that has expired would only take
 * the place of one that works.
 */
async function makeRoom(context: Context, partner: Partner, licence: Licence): Promise<void> {
  if (!partner.isActive) throw new Failure('misp_not_active')
  if (isExpired(licence, context.now)) throw new Failure('licence_expired')
  const { policyId } = licence
  if (context.config.DEACTIVATION_CASCADE === 'full' && policyId !== null) {
    await holdPolicy(context.db, policyId)
    const policy = await findPolicy(context.db, policyId)
    if (!policy?.isActive) throw new Failure('policy_not_active')
  }
  const exceptId = licence.mispLicenseId
  await deactivateLicences(context, partner.id, { publisher: 'mispLicences', exceptId })
}
