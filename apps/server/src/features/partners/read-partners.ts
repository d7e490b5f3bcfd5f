import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { findPartnerWithGroup, findPartnersWithContact } from './partner-lists.ts'
import { readPersonalData, readPersonalRows } from './personal-details.ts'
import { readAdditionalInfo, statusWord } from './rules.ts'
import { checkMayActFor } from '../../identity/ownership.ts'

/**
 * A partner with its contact data (partner.md 2.3).
 * @throws {Failure} partner_not_found · caller_not_owner · policy_group_unknown_for_partner
 */
export async function readPartner(
  { db, keys, actor }: Context,
  { partnerId }: InputOf<typeof contract.readPartner>,
): Promise<ResponseOf<typeof contract.readPartner>> {
  const partner = await findPartnerWithGroup(db, partnerId)
  if (!partner) throw new Failure('partner_not_found')
  checkMayActFor(actor, partner)
  if (partner.policyGroupId && partner.groupName === null) {
    throw new Failure('policy_group_unknown_for_partner')
  }
  return {
    partnerID: partner.id,
    status: statusWord(partner.isActive),
    organizationName: partner.name,
    contactNumber: await readPersonalData(keys, partner.contactNo),
    emailId: await readPersonalData(keys, partner.emailId),
    address: await readPersonalData(keys, partner.address),
    partnerType: partner.partnerTypeCode,
    policyGroup: partner.groupName,
    isActive: partner.isActive,
  }
}

/** @throws {Failure} no_partner_matches (partner.md 2.4) */
export async function listPartners(
  context: Context,
  query: InputOf<typeof contract.listPartners>,
): Promise<ResponseOf<typeof contract.listPartners>> {
  return { partners: await partnersOfType(context, query) }
}

/** @throws {Failure} no_partner_matches (partner.md 2.4) */
export async function listPartnersWithLogo(
  context: Context,
  query: InputOf<typeof contract.listPartnersWithLogo>,
): Promise<ResponseOf<typeof contract.listPartnersWithLogo>> {
  const partners = await partnersOfType(context, query)
  return {
    partners: partners.map(({ addlInfo, ...partner }) => ({
      ...partner,
      additionalInfo: readAdditionalInfo(addlInfo),
    })),
  }
}

async function partnersOfType(
  { db, keys }: Context,
  { partnerType }: InputOf<typeof contract.listPartners>,
) {
  const rows = await findPartnersWithContact(db, partnerType?.trim() ? partnerType : undefined)
  if (rows.length === 0) throw new Failure('no_partner_matches')
  const readable = await readPersonalRows(keys, rows, ['address', 'contactNo', 'emailId'])
  return readable.map((partner) => ({
    partnerID: partner.id,
    status: statusWord(partner.isActive),
    organizationName: partner.name,
    contactNumber: partner.contactNo,
    emailId: partner.emailId,
    address: partner.address,
    partnerType: partner.partnerTypeCode,
    logoUrl: partner.logoUrl,
    addlInfo: partner.addlInfo,
  }))
}
