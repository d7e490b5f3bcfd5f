import { z } from 'zod'
import { endpoint, v1, v2 } from '../../endpoint.ts'
import {
  LocalDateTime,
  OffsetDateTime,
  exactFilter,
  filter,
  flagParameter,
  pageOf,
  pathText,
} from '../../fields.ts'

/** `GET /partners/v3` (partner.md 2.5, additions-1.3.0.md 2.4). */
export const listOwnPartners = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners/v3',
  summary: "The caller's partners, or those of an administered type, with a given approval status",
  permission: 'partners.listOwn',
  ownership: 'scoped',
  envelope: v2('mosip.pms.partners.v3.get'),
  query: z.object({
    status: z.string(),
    policyGroupAvailable: flagParameter,
    partnerType: exactFilter,
  }),
  response: z.array(
    z.object({
      partnerId: z.string(),
      partnerType: z.string(),
      policyGroupId: z.string().nullable(),
      policyGroupName: z.string().nullable(),
      policyGroupDescription: z.string().nullable(),
    }),
  ),
  failures: [
    'caller_has_no_partner',
    'partner_id_blank',
    'partner_policy_group_row_missing',
    'partner_type_for_administrators',
    'characters_not_allowed',
  ],
  unexpected: 'partner_list_failed',
})

/** `GET /partners/{partnerId}` (partner.md 2.3). */
export const readPartner = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners/:partnerId',
  summary: 'A partner with its contact data',
  permission: 'partners.read',
  envelope: v1('retrieve'),
  params: z.object({ partnerId: pathText }),
  response: z.object({
    partnerID: z.string(),
    status: z.string(),
    organizationName: z.string(),
    contactNumber: z.string().nullable(),
    emailId: z.string().nullable(),
    address: z.string().nullable(),
    partnerType: z.string(),
    policyGroup: z.string().nullable(),
    isActive: z.boolean(),
  }),
  failures: ['partner_not_found', 'caller_not_owner', 'policy_group_unknown_for_partner'],
})

const ListedPartner = z.object({
  partnerID: z.string(),
  status: z.string(),
  organizationName: z.string(),
  contactNumber: z.string().nullable(),
  emailId: z.string().nullable(),
  address: z.string().nullable(),
  partnerType: z.string(),
})

/** `GET /partners` (partner.md 2.4). */
export const listPartners = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners',
  summary: 'Partners of a type, or all; replaced by the list for administrators',
  permission: 'partners.list',
  envelope: v1('retrieve'),
  query: z.object({ partnerType: filter }),
  isWhole: true,
  response: z.object({ partners: z.array(ListedPartner) }),
  failures: ['no_partner_matches'],
})

/** `GET /partners/v2` (partner.md 2.4). */
export const listPartnersWithLogo = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners/v2',
  summary: 'Partners of a type, or all, with logo and additional information',
  permission: 'partners.listWithLogo',
  envelope: v1('retrieve'),
  query: z.object({ partnerType: filter }),
  isWhole: true,
  response: z.object({
    partners: z.array(
      ListedPartner.extend({ logoUrl: z.string().nullable(), additionalInfo: z.unknown() }),
    ),
  }),
  failures: ['no_partner_matches'],
})

const AdminPartner = z.object({
  partnerId: z.string(),
  partnerType: z.string(),
  orgName: z.string(),
  policyGroupId: z.string().nullable(),
  policyGroupName: z.string().nullable(),
  emailAddress: z.string().nullable(),
  certificateUploadStatus: z.enum(['uploaded', 'not_uploaded']),
  status: z.enum(['active', 'deactivated', 'inactive']),
  isActive: z.boolean(),
  createdDateTime: OffsetDateTime,
})

/** `GET /admin-partners` (partner.md 3.1, additions-1.3.0.md 2.5). */
export const listAdminPartners = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/admin-partners',
  summary: 'Every partner, for administrators',
  permission: 'partners.administer',
  envelope: v2('mosip.pms.admin.partners.get'),
  query: z.object({
    partnerId: filter,
    partnerType: filter,
    orgName: filter,
    policyGroupName: filter,
    emailAddress: exactFilter,
    certificateUploadStatus: exactFilter,
    status: exactFilter,
    isActive: flagParameter,
  }),
  list: {
    sortFields: [
      'partnerId',
      'partnerType',
      'orgName',
      'policyGroupId',
      'policyGroupName',
      'emailAddress',
      'certificateUploadStatus',
      'status',
      'isActive',
      'createdDateTime',
    ],
    defaultPage: { pageNo: 0, pageSize: 8 },
  },
  response: pageOf(AdminPartner),
  failures: ['column_encrypted', 'characters_not_allowed'],
  unexpected: 'admin_partner_list_failed',
})

/** The list of the later drafts, with logo and additional information. */
export const listAdminPartnersWithLogo = endpoint({
  ...listAdminPartners,
  path: '/admin-partners/v2',
  summary: 'Every partner with logo and additional information, for administrators',
  envelope: v2('mosip.pms.admin.partners.v2.get'),
  response: pageOf(
    AdminPartner.extend({ logoUrl: z.string().nullable(), additionalInfo: z.unknown() }),
  ),
})

const PartnerDetails = z.object({
  partnerId: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  approvalStatus: z.string(),
  createdDateTime: LocalDateTime,
  partnerType: z.string(),
  organizationName: z.string(),
  contactNumber: z.string().nullable(),
  policyGroupName: z.string().nullable(),
  policyGroupDescription: z.string().nullable(),
  emailId: z.string().nullable(),
  certificateUploadDateTime: OffsetDateTime.nullable(),
  certificateExpiryDateTime: OffsetDateTime.nullable(),
  isCertificateAvailable: z.boolean(),
  isActive: z.boolean(),
})

/** `GET /admin-partners/{partnerId}` (partner.md 3.2, additions-1.3.0.md 2.5). */
export const readPartnerDetails = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/admin-partners/:partnerId',
  summary: 'A partner with its user, policy group and certificate, for administrators',
  permission: 'partners.readDetails',
  envelope: v2('mosip.pms.partner.details.get'),
  params: z.object({ partnerId: pathText }),
  response: PartnerDetails,
  failures: [
    'characters_not_allowed',
    'caller_has_no_partner',
    'parameter_blank',
    'partner_not_found',
    'partner_without_policy_group',
    'partner_group_gone',
    'certificate_not_found',
  ],
  unexpected: 'partner_details_failed',
})

/** The details of the later drafts, with logo and additional information. */
export const readPartnerDetailsWithLogo = endpoint({
  ...readPartnerDetails,
  path: '/admin-partners/v2/:partnerId',
  summary: 'A partner with everything that is stored of it, for administrators',
  envelope: v2('mosip.pms.partner.details.v2.get'),
  response: PartnerDetails.extend({ logoUrl: z.string().nullable(), additionalInfo: z.unknown() }),
})
