import { z } from 'zod'
import { endpoint, v1, v2 } from '../../endpoint.ts'
import {
  AnyJson,
  blankText,
  optionalBoolean,
  optionalText,
  pathText,
  requestFailures,
  requiredText,
} from '../../fields.ts'

const SavedPartner = z.object({ partnerId: z.string(), status: z.string() })

/** `PUT /partners/{partnerId}` (partner.md 2.2). */
export const updatePartner = endpoint({
  service: 'partner',
  method: 'PUT',
  path: '/partners/:partnerId',
  summary: 'Change address and contact number of a partner',
  permission: 'partners.update',
  envelope: v1('request'),
  params: z.object({ partnerId: pathText }),
  request: z.object({ address: requiredText(2000), contactNumber: requiredText(16) }),
  response: SavedPartner,
  failures: ['field_invalid', 'partner_not_found', 'caller_not_owner', 'contact_number_too_long'],
  fields: {
    contact_number_too_long: 'contactNumber',
  },
})

/** `PUT /partners/v2/{partnerId}` (partner.md 2.2). */
export const updatePartnerWithLogo = endpoint({
  service: 'partner',
  method: 'PUT',
  path: '/partners/v2/:partnerId',
  summary: 'Change address, contact number, logo and additional information of a partner',
  permission: 'partners.updateWithLogo',
  envelope: v1('request'),
  params: z.object({ partnerId: pathText }),
  request: updatePartner.request.extend({ logoUrl: optionalText(256), additionalInfo: AnyJson }),
  response: SavedPartner,
  failures: ['field_invalid', 'partner_not_found', 'caller_not_owner', 'contact_number_too_long'],
  fields: {
    contact_number_too_long: 'contactNumber',
  },
})

/** `POST /partners/{partnerId}/contact/add` (partner.md 2.6). */
export const addContact = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners/:partnerId/contact/add',
  summary: 'Add a contact to a partner, or change the contact with that e-mail address',
  permission: 'partners.addContact',
  envelope: v1('request'),
  params: z.object({ partnerId: pathText }),
  request: z.object({
    address: requiredText(2000),
    contactNumber: requiredText(),
    emailId: requiredText(254),
    /** Absent means active; blank text is neither. */
    is_Active: z
      .unknown()
      .refine((value) => typeof value !== 'string' || value.trim() !== '', blankText)
      .pipe(optionalBoolean)
      .optional(),
  }),
  response: z.string(),
  failures: [
    'field_invalid',
    'email_malformed',
    'contact_number_too_long',
    'partner_not_found',
    'caller_not_owner',
    'partner_not_active',
  ],
  fields: {
    email_malformed: 'emailId',
    contact_number_too_long: 'contactNumber',
  },
})

/** `PUT /partners/{partnerId}/policygroup/{policygroupName}` (partner.md 2.8). */
export const choosePolicyGroup = endpoint({
  service: 'partner',
  method: 'PUT',
  path: '/partners/:partnerId/policygroup/:policygroupName',
  summary: 'Choose another policy group for a partner that is not active yet',
  permission: 'partners.choosePolicyGroup',
  envelope: v1(),
  params: z.object({ partnerId: pathText, policygroupName: pathText }),
  response: z.string(),
  failures: [
    'partner_not_found',
    'caller_not_owner',
    'group_of_active_partner',
    'partner_type_not_found',
    'partner_type_takes_no_group',
    'policy_group_unknown_for_partner',
    'group_of_policy_not_active',
  ],
  fields: {
    policy_group_unknown_for_partner: 'policygroupName',
    group_of_policy_not_active: 'policygroupName',
  },
})

/** `POST /{partnerId}/policy-group` (additions-1.3.0.md 2.3). */
export const linkPolicyGroup = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/:partnerId/policy-group',
  summary: 'Link a policy group to a MISP partner, once',
  permission: 'partners.linkPolicyGroup',
  envelope: v2('mosip.pms.link.policy.group.post', { checksRequest: true }),
  missingRequest: 'leftToOperation',
  params: z.object({ partnerId: pathText }),
  request: z.object({ policyGroupId: optionalText() }),
  freeText: ['policyGroupId'],
  response: z.object({
    partnerId: z.string(),
    policyGroupId: z.string(),
    policyGroupName: z.string(),
  }),
  failures: [
    ...requestFailures,
    'partner_id_blank',
    'partner_without_policy_group',
    'partner_not_found',
    'partner_type_not_linkable',
    'linked_partner_deactivated',
    'partner_has_group',
    'policy_group_unknown_for_partner',
    'group_of_policy_not_active',
    'characters_not_allowed',
  ],
  fields: {
    policy_group_unknown_for_partner: 'policyGroupId',
    group_of_policy_not_active: 'policyGroupId',
  },
  unexpected: 'partner_link_failed',
})

/** The same at the address that upstream documents. */
export const linkPolicyGroupOfPartner = endpoint({
  ...linkPolicyGroup,
  path: '/partners/:partnerId/policy-group',
})
