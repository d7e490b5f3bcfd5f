import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { findPartner } from '../partners/queries.ts'
import { findLicenceDetails, findLicences } from './list-queries.ts'
import { findLicencesOf } from './queries.ts'
import { maskedKey, onlyMatch, statusOfLicence } from './rules.ts'

/** Licences of all MISPs, without their keys (additions-1.3.0.md 3.3). */
export async function listMispLicences(
  { db, now }: Context,
  { list, ...filters }: InputOf<typeof contract.listMispLicences>,
): Promise<ResponseOf<typeof contract.listMispLicences>> {
  const page = await findLicences(db, filters, { list, now })
  const data = page.data.map(({ licenseKey, licenseKeyName, isActive, ...row }) => ({
    ...row,
    mispLicenseKeyName: licenseKeyName,
    mispLicenseKey: maskedKey(licenseKey),
    status: statusOfLicence(isActive),
  }))
  return { ...page, data }
}

/**
 * One licence; the path may name its partner, as in releases before the final one
 * (additions-1.3.0.md 3.4, 3.6).
 * @throws {Failure} each failure that the contract lists
 */
export async function readMispLicence(
  { db }: Context,
  {
    mispLicenseId: id,
    policyId,
    mispLicenseKeyName: name,
  }: InputOf<typeof contract.readMispLicence>,
): Promise<ResponseOf<typeof contract.readMispLicence>> {
  const found = await findLicenceDetails(db, id)
  if (found) {
    const { licenseKey, ...licence } = shown(found)
    return { ...licence, maskedLicenseKey: maskedKey(licenseKey) }
  }
  if (!(await findPartner(db, id))) throw new Failure('licence_not_found')
  const match = onlyMatch(await findLicencesOf(db, id), { policyId, name })
  const ofPartner = await findLicenceDetails(db, match.mispLicenseId)
  if (!ofPartner) throw new Failure('licence_not_matched')
  const { licenseKey, licenseKeyName, ...licence } = shown(ofPartner)
  const mispLicenseKey = maskedKey(licenseKey)
  return { ...licence, mispLicenseKey, mispLicenseKeyName: licenseKeyName }
}

type Details = NonNullable<Awaited<ReturnType<typeof findLicenceDetails>>>

/** @throws {Failure} licence_partner_not_found · partner_group_gone · misp_policy_gone */
function shown({ linkedGroupId, linkedPolicyId, orgName, isActive, ...licence }: Details) {
  if (orgName === null) throw new Failure('licence_partner_not_found')
  if (linkedGroupId && licence.policyGroupId === null) throw new Failure('partner_group_gone')
  if (linkedPolicyId && licence.policyId === null) throw new Failure('misp_policy_gone')
  return { ...licence, orgName, status: statusOfLicence(isActive) }
}
