import { z } from 'zod'
import { endpoint, v1, v2 } from '../endpoint.ts'
import { JsonObject, LocalDateTime, optionalText, requiredText } from '../fields.ts'

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
    organizationName: requiredText(128),
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
    'email_malformed',
    'caller_already_registered',
    'caller_not_owner',
    'contact_number_too_long',
    'partner_id_has_space',
    'partner_id_too_long',
    'email_taken',
    'language_not_supported',
    'partner_id_taken',
    'partner_type_not_found',
    'partner_type_needs_no_registration',
    'policy_group_mandatory',
    'policy_group_unknown_for_partner',
    'group_of_policy_not_active',
  ],
})

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
})

/** `GET /partners/v3` (partner.md 2.5, additions-1.3.0.md 2.4). */
export const listOwnPartners = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners/v3',
  summary: "The caller's partners, or those of an administered type, with a given approval status",
  permission: 'partners.listOwn',
  envelope: v2('mosip.pms.partners.v3.get'),
  query: z.object({
    status: z.string(),
    policyGroupAvailable: z.stringbool().optional(),
    partnerType: z.string().optional(),
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

const Consent = z.object({
  userId: z.string(),
  consentGiven: z.boolean(),
  consentGivenDateTime: LocalDateTime.nullable(),
})

/** `POST /users/user-consent` (partner.md 5.3). */
export const giveConsent = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/users/user-consent',
  summary: "Record the caller's consent",
  permission: 'users.consent',
  envelope: v2('mosip.pms.user.consent.post'),
  response: Consent,
  failures: ['caller_has_no_partner'],
  unexpected: 'consent_save_failed',
})

/** `GET /users/user-consent` (partner.md 5.3). */
export const readConsent = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/users/user-consent',
  summary: 'Tell whether the caller has given consent',
  permission: 'users.consent',
  envelope: v2('mosip.pms.user.consent.get'),
  response: Consent,
  failures: ['caller_has_no_partner'],
  unexpected: 'consent_read_failed',
})

/** `GET /system-config` (common.md 7.1). */
export const readSystemConfig = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/system-config',
  summary: 'Settings that a user interface needs',
  permission: 'portal.use',
  envelope: v2('mosip.pms.configs.get'),
  response: z.record(z.string(), z.string()),
  failures: [],
})

/** `GET /roles` (common.md 7.2). */
export const listRoles = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/roles',
  summary: 'Roles that a user can be given',
  permission: 'portal.use',
  envelope: v1(),
  response: z.object({ roles: z.array(z.string()) }),
  failures: [],
})

export const OwnPartner = z.object({
  partnerId: z.string(),
  partnerType: z.string(),
  organizationName: z.string(),
  policyGroupId: z.string().nullable(),
  policyGroupName: z.string().nullable(),
  approvalStatus: z.string(),
  isActive: z.boolean(),
  hasCertificate: z.boolean(),
  certificateExpiresAt: LocalDateTime.nullable(),
  pendingRequests: z.number().int(),
  approvedRequests: z.number().int(),
  activeApiKeys: z.number().int(),
})

/** Everything the web UI needs to start: who is calling, what they may do, how far they are. */
export const readSession = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/session',
  summary: 'The signed-in user, their permissions, partners and consent',
  permission: 'portal.use',
  envelope: v2('pmp.session.get'),
  response: z.object({
    userName: z.string(),
    givenName: z.string().nullable(),
    familyName: z.string().nullable(),
    email: z.string().nullable(),
    roles: z.array(z.string()),
    permissions: z.array(z.string()),
    locale: z.string().nullable(),
    /** Claims of the identity provider that a registration is filled from. */
    profile: z.object({
      organizationName: z.string().nullable(),
      partnerType: z.string().nullable(),
      phoneNumber: z.string().nullable(),
      address: z.string().nullable(),
      langCode: z.string().nullable(),
    }),
    partners: z.array(OwnPartner),
    consentGiven: z.boolean(),
    policyRequiredPartnerTypes: z.array(z.string()),
    pendingPolicyRequests: z.number().int().nullable(),
    trustCertificates: z.number().int().nullable(),
    settings: z.record(z.string(), z.string()),
    expiresAt: LocalDateTime,
  }),
  failures: [],
})

/** What the sign-up page needs before anybody is signed in. */
export const readSignUpOptions = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/sign-up/options',
  summary: 'Partner types and languages that a sign-up may choose',
  permission: 'portal.open',
  envelope: v2('pmp.sign-up.options.get'),
  response: z.object({
    isAvailable: z.boolean(),
    partnerTypes: z.array(z.string()),
    languages: z.array(z.string()),
    passwordMinLength: z.number().int(),
  }),
  failures: [],
})

/** Lower-case letters, digits and `._-`: safe as partner id, user name and path segment. */
export const userNamePattern = /^[a-z0-9](?:[a-z0-9._-]{1,34})[a-z0-9]$/

/** Sign-up of a partner organisation in the embedded provider. */
export const signUp = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/sign-up',
  summary: 'Create the account of a partner organisation in the embedded identity provider',
  permission: 'portal.open',
  envelope: v2('pmp.sign-up.post'),
  request: z.object({
    userName: requiredText(36),
    password: requiredText(128),
    givenName: requiredText(128),
    familyName: requiredText(128),
    organizationName: requiredText(128),
    partnerType: requiredText(36),
    emailId: requiredText(254),
    phoneNumber: requiredText(16),
    address: requiredText(2000),
    langCode: requiredText(3),
  }),
  response: z.object({ userName: z.string() }),
  failures: [
    'field_invalid',
    'sign_up_elsewhere',
    'user_name_taken',
    'account_email_taken',
    'email_malformed',
    'password_too_weak',
    'partner_type_not_self_service',
    'language_not_supported',
    'too_many_attempts',
  ],
})

export const AuditEntry = z.object({
  id: z.number().int(),
  at: LocalDateTime,
  actor: z.string(),
  action: z.string(),
  outcome: z.enum(['success', 'refused']),
  failureCode: z.string().nullable(),
  subjectType: z.string().nullable(),
  subjectId: z.string().nullable(),
  details: JsonObject.nullable(),
})

const newestFirst = z.object({
  /** Answers rows older than this id; absent: the newest. */
  before: z.coerce.number().int().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const listAuditEntries = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/audit-entries',
  summary: 'Who did what and when, newest first',
  permission: 'audit.read',
  envelope: v2('pmp.audit-entries.get'),
  query: newestFirst,
  response: z.array(AuditEntry),
  failures: [],
})

export const listOutboxMessages = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/outbox-messages',
  summary: 'Mail and events that wait for delivery or were delivered, newest first',
  permission: 'outbox.read',
  envelope: v2('pmp.outbox-messages.get'),
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      topic: z.string(),
      createdAt: LocalDateTime,
      deliveredAt: LocalDateTime.nullable(),
      attempts: z.number().int(),
      lastError: z.string().nullable(),
      /** The message without the values of keys. */
      summary: JsonObject,
    }),
  ),
  failures: [],
})
