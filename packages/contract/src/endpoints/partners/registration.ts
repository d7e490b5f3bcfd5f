import { z } from 'zod'
import { endpoint, v1, v2 } from '../../endpoint.ts'
import type { FailureName } from '../../failures.ts'
import {
  AnyJson,
  optionalText,
  organizationText,
  requestFailures,
  requiredText,
} from '../../fields.ts'

/** What versions 1 and 2 refuse behind the checks of their envelopes, in this order. */
const registrationFailures = [
  'email_malformed',
  'caller_already_registered',
  'caller_not_owner',
  'contact_number_too_long',
  'partner_id_has_space',
  'partner_id_too_long',
  'email_taken',
  'language_not_supported',
  'partner_id_taken',
  'name_of_another_person',
  'partner_type_not_found',
  'partner_type_needs_no_registration',
  'policy_group_mandatory',
  'policy_group_unknown_for_partner',
  'group_of_policy_not_active',
] as const satisfies readonly FailureName[]

/** `POST /partners` (partner.md 2.1). */
export const registerPartner = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners',
  summary: 'Register a partner organisation',
  permission: 'partners.register',
  envelope: v1('request', { checksRequestTime: true }),
  request: z.object({
    partnerId: requiredText(),
    policyGroup: optionalText(),
    organizationName: organizationText(),
    address: requiredText(2000),
    contactNumber: requiredText(16),
    emailId: requiredText(254),
    partnerType: requiredText(),
    langCode: optionalText(),
  }),
  response: z.object({ partnerId: z.string(), status: z.string() }),
  failures: [
    'field_invalid',
    'request_time_missing',
    'request_time_not_today',
    ...registrationFailures,
  ],
  fields: {
    email_malformed: 'emailId',
    email_taken: 'emailId',
    contact_number_too_long: 'contactNumber',
    partner_id_has_space: 'partnerId',
    partner_id_too_long: 'partnerId',
    partner_id_taken: 'partnerId',
    language_not_supported: 'langCode',
    partner_type_not_found: 'partnerType',
    partner_type_needs_no_registration: 'partnerType',
    policy_group_mandatory: 'policyGroup',
    policy_group_unknown_for_partner: 'policyGroup',
    group_of_policy_not_active: 'policyGroup',
  },
})

/** A registration with what only newer versions take. */
const RegistrationWithLogo = registerPartner.request.extend({
  logoUrl: optionalText(256),
  additionalInfo: AnyJson,
})

/** `POST /partners/v2` (partner.md 2.1): as version 1 with a logo, without a look at the time. */
export const registerPartnerWithLogo = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners/v2',
  summary: 'Register a partner organisation with its logo and additional information',
  permission: 'partners.register',
  envelope: v1('request'),
  request: RegistrationWithLogo,
  response: registerPartner.response,
  failures: ['field_invalid', ...registrationFailures],
  fields: registerPartner.fields,
})

/** `POST /partners/v3` (additions-1.3.0.md 2.1): for oneself, or by an administrator for others. */
export const createPartner = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners/v3',
  summary: 'Register oneself as partner, or create a partner as administrator',
  permission: 'partners.register',
  envelope: v2('mosip.pms.create.partner.post', { checksRequest: true }),
  request: RegistrationWithLogo,
  response: registerPartner.response,
  failures: [
    ...requestFailures,
    'email_malformed',
    'email_taken',
    'contact_number_too_long',
    'partner_id_has_space',
    'partner_id_too_long',
    'language_not_supported',
    'partner_id_taken',
    'name_of_another_person',
    'partner_type_not_found',
    'partner_type_needs_no_registration',
    'policy_group_mandatory',
    'policy_group_unknown_for_partner',
    'group_of_policy_not_active',
    'caller_not_owner',
  ],
  fields: registerPartner.fields,
  unexpected: 'partner_creation_failed',
})

/** `PUT /partners/exists` (additions-1.3.0.md 2.2). */
export const checkPartnerExists = endpoint({
  service: 'partner',
  method: 'PUT',
  path: '/partners/exists',
  summary: 'Tell whether a partner is registered, and whether its id or e-mail belongs to another',
  permission: 'partners.verifyEmail',
  envelope: v2('mosip.pms.partner.exists.post', { checksRequest: true }),
  request: z.object({
    emailId: requiredText(254),
    partnerId: requiredText(),
    partnerType: requiredText(),
  }),
  response: z.object({
    partnerExists: z.boolean(),
    duplicateExists: z.boolean(),
    message: z.string().nullable(),
    policyRequiredPartnerTypes: z.array(z.string()).nullable(),
  }),
  failures: [...requestFailures, 'partner_type_not_found', 'caller_not_owner'],
  fields: {
    partner_type_not_found: 'partnerType',
  },
  unexpected: 'existence_check_failed',
})

/** The same by POST, as upstream's release notes and the endpoint's id call it. */
export const checkPartnerExistsByPost = endpoint({ ...checkPartnerExists, method: 'POST' })

/** `PUT /partners/email/verify` (partner.md 2.7). */
export const verifyEmail = endpoint({
  service: 'partner',
  method: 'PUT',
  path: '/partners/email/verify',
  summary: 'Tell whether a partner has this e-mail address',
  permission: 'partners.verifyEmail',
  envelope: v1(),
  request: z.object({ emailId: optionalText(254) }),
  response: z.object({
    emailExists: z.boolean(),
    policyRequiredPartnerTypes: z.array(z.string()),
  }),
  failures: ['email_malformed', 'caller_not_owner'],
  fields: {
    email_malformed: 'emailId',
  },
})
