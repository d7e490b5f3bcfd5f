import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import { readStored } from '@pmp/x509'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { findAccountOfOwner } from '../../identity/accounts.ts'
import { findAdminPartners, findPartnerDetails } from './partner-lists.ts'
import { readPersonalData, readPersonalRows } from './personal-details.ts'
import { findOwnPartners } from './queries.ts'
import { readAdditionalInfo } from './rules.ts'

/**
 * Every partner, page by page; serves both versions of the list (partner.md 3.1).
 * @throws {Failure} column_encrypted · characters_not_allowed
 */
export async function listAdminPartners(
  { db, keys }: Context,
  { list, ...filters }: InputOf<typeof contract.listAdminPartners>,
): Promise<ResponseOf<typeof contract.listAdminPartnersWithLogo>> {
  const { sort, ...unsorted } = list
  if (sort?.field === 'emailAddress') {
    throw new Failure('column_encrypted', { field: 'emailAddress' })
  }
  const page = await findAdminPartners(db, filters, { ...unsorted, ...(sort ? { sort } : {}) })
  const rows = await readPersonalRows(keys, page.data, ['emailAddress'])
  return {
    ...page,
    data: rows.map(({ addlInfo, ...row }) => ({
      ...row,
      additionalInfo: readAdditionalInfo(addlInfo),
    })),
  }
}

/**
 * A partner with its user, group and MOSIP-signed certificate; serves both versions (partner.md
 * 3.2). The names are those of the embedded provider; another one is not asked.
 * @throws {Failure} each failure that the contract lists
 */
export async function readPartnerDetails(
  context: Context,
  { partnerId }: InputOf<typeof contract.readPartnerDetails>,
): Promise<ResponseOf<typeof contract.readPartnerDetailsWithLogo>> {
  const { db, keys } = context
  if (partnerId.trim() === '') await refuseNoPartner(context)
  const partner = await findPartnerDetails(db, partnerId)
  if (!partner) throw new Failure('partner_not_found')
  checkGroup(partner)
  const certificate = certificateDates(partner)
  const account = await findAccountOfOwner(db, partner.userId)
  return {
    partnerId: partner.id,
    firstName: account?.givenName ?? null,
    lastName: account?.familyName ?? null,
    approvalStatus: partner.approvalStatus,
    createdDateTime: partner.crDtimes,
    partnerType: partner.partnerTypeCode,
    organizationName: partner.name,
    contactNumber: await readPersonalData(keys, partner.contactNo),
    policyGroupName: partner.groupName,
    policyGroupDescription: partner.groupDescription,
    emailId: await readPersonalData(keys, partner.emailId),
    certificateUploadDateTime: certificate?.notBefore ?? null,
    certificateExpiryDateTime: certificate?.notAfter ?? null,
    isCertificateAvailable: certificate !== undefined,
    isActive: partner.isActive,
    logoUrl: partner.logoUrl,
    additionalInfo: readAdditionalInfo(partner.addlInfo),
  }
}

/**
 * Who names no partner means their own, and an administrator need not have one.
 * @throws {Failure} caller_has_no_partner · parameter_blank
 */
async function refuseNoPartner({ db, actor }: Context): Promise<never> {
  const own = await findOwnPartners(db, actor.userId)
  if (own.length === 0) throw new Failure('caller_has_no_partner')
  throw new Failure('parameter_blank', { field: 'partnerId' })
}

type Details = NonNullable<Awaited<ReturnType<typeof findPartnerDetails>>>

/** @throws {Failure} partner_without_policy_group · partner_group_gone */
function checkGroup({ policyGroupId, isPolicyRequired, groupName }: Details): void {
  const hasGroup = Boolean(policyGroupId?.trim())
  if (!hasGroup && isPolicyRequired) throw new Failure('partner_without_policy_group')
  if (hasGroup && groupName === null) throw new Failure('partner_group_gone')
}

/** @throws {Failure} certificate_not_found */
function certificateDates({ certificateAlias, signedCertData }: Details) {
  if (certificateAlias === null) return undefined
  if (signedCertData === null) throw new Failure('certificate_not_found')
  // A stored text that is no certificate counts as none.
  return readStored(signedCertData)
}
