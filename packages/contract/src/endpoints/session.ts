import { z } from 'zod'
import { endpoint, v1, v2 } from '../endpoint.ts'
import { LocalDateTime } from '../fields.ts'

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

const OwnPartner = z.object({
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
  activeLicences: z.number().int(),
})

/** Everything the web UI needs to start: who is calling, what they may do, how far they are. */
export const readSession = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/session',
  summary: 'The signed-in user, their permissions, partners and consent',
  permission: 'portal.use',
  ownership: 'scoped',
  envelope: v2('pmp.session.get'),
  response: z.object({
    userName: z.string(),
    /**
     * What the name is: bound to this person · nobody's yet · that of a partner nobody has claimed ·
     * that of another person.
     */
    standing: z.enum(['bound', 'free', 'unclaimed', 'taken']),
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
    /** Requests of partners for another organisation name. */
    pendingNameRequests: z.number().int().nullable(),
    /** People whose name is not theirs, waiting for an administrator. */
    waitingArrivals: z.number().int().nullable(),
    trustCertificates: z.number().int().nullable(),
    /** By which rules paths of certificates are judged; null for others than administrators. */
    certificatePathRules: z.enum(['upstream', 'strict']).nullable(),
    /** Since when the identity provider cannot be reached; null if it can, and for all but administrators. */
    issuerOutage: z
      .object({
        since: LocalDateTime,
        /** Until then people who are signed in go on. */
        keysUntil: LocalDateTime.nullable(),
      })
      .nullable(),
    settings: z.record(z.string(), z.string()),
    expiresAt: LocalDateTime,
  }),
  failures: [],
})
