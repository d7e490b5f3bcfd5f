import {
  Failure,
  type InputOf,
  type ResponseOf,
  type deactivateMispLicence as contract,
} from '@pmp/contract'
import { record } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import { lockPartner } from '../partners/queries.ts'
import { publishLicence } from './licence-event.ts'
import { findLicence, findLicencesOf, setLicenceActive, type Licence } from './queries.ts'
import { onlyMatch } from './rules.ts'

type Input = InputOf<typeof contract>

/**
 * Ends a licence for good, also one of a deactivated partner. The path may name the partner instead,
 * as in releases before the final one (additions-1.3.0.md 3.5, 3.6).
 * @throws {Failure} each failure that the contract lists
 */
export async function deactivateMispLicence(
  context: Context,
  input: Input,
): Promise<ResponseOf<typeof contract>> {
  const { db } = context
  const { mispLicenseId: id, status } = input
  const named = await findLicence(db, id)
  const partner = await lockPartner(db, named?.mispId ?? id)
  if (!named && partner) return deactivateOfPartner(context, input, partner)
  if (status !== 'INACTIVE') throw new Failure('licence_status_unknown')
  // As it is now that its partner is held.
  const licence = named && (await findLicence(db, id))
  if (!licence) throw new Failure('licence_not_found')
  const { mispId, validToDate, ...ended } = await end(context, licence)
  const { mispLicenseId, policyId, licenseKeyName } = ended
  const shown = { mispLicenseId, partnerId: mispId, policyId, licenseKeyName }
  return { ...shown, status: 'INACTIVE', expiryDateTime: validToDate }
}

async function deactivateOfPartner(
  context: Context,
  { status, policyId: asked, licenseKeyName: name }: Input,
  partner: { id: string; isActive: boolean },
): Promise<ResponseOf<typeof contract>> {
  if (status !== 'De-Activate') throw new Failure('licence_word_unknown')
  if (!partner.isActive) throw new Failure('licence_partner_not_active')
  const licences = await findLicencesOf(context.db, partner.id)
  const ended = await end(context, onlyMatch(licences, { policyId: asked, name }))
  const { policyId, licenseKeyName } = ended
  return { partnerId: partner.id, policyId, licenseKeyName, licenseKeyStatus: 'INACTIVE' }
}

async function end(context: Context, { mispLicenseId, isActive }: Licence): Promise<Licence> {
  const { db, actor, now } = context
  if (!isActive) throw new Failure('licence_already_inactive')
  const by = { actor: actor.userName, now }
  const licence = await setLicenceActive(db, { mispLicenseId, isActive: false }, by)
  await publishLicence(context, licence, { topic: 'MISP_LICENSE_UPDATED' })
  await record(context, 'mispLicence.deactivated', {
    subjectType: 'partner',
    subjectId: licence.mispId,
    before: { isActive: true },
    after: { isActive: false, mispLicenseId },
  })
  return licence
}
