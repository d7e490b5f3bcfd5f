import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { LocalDateTime, optionalText, requiredText } from '../fields.ts'

/** With what a call is made. */
export const acceptedKinds = ['apiKey', 'oidcClient', 'mispLicence'] as const

/** What ID authentication and eSignet look at (integration.md 2.2), in their words of ours. */
const acceptanceChecks = [
  'key_known',
  'key_active',
  'key_in_date',
  'key_of_policy',
  'client_known',
  'client_active',
  'client_registered',
  'client_of_policy',
  'licence_known',
  'licence_active',
  'licence_in_date',
  'licence_of_policy',
  'partner_approved',
  'partner_active',
  'certificate_present',
  'certificate_in_date',
  'certificate_not_revoked',
  'policy_published',
  'policy_in_date',
  'request_approved',
] as const

/** Why a check fails. */
const acceptanceReasons = [
  'unknown',
  'deactivated',
  'replaced',
  'expired',
  'not_begun',
  'other_policy',
  'not_approved',
  'rejected',
  'missing',
  'revoked',
  'draft',
  'gone',
  'waiting',
  'not_registered',
  'registering',
  'refused',
  'deactivating',
] as const

const AcceptanceCheck = z.object({
  check: z.enum(acceptanceChecks),
  /** `not_reached` when what it looks at is missing, such as the policy of an unknown key. */
  outcome: z.enum(['passed', 'failed', 'not_reached']),
  reason: z.enum(acceptanceReasons).nullable(),
  /** The instant at which something ends, or has ended, where the check is about one. */
  at: LocalDateTime.nullable(),
})

/** `POST /acceptance`: ours. Reads only; the value of a key must be in no address. */
export const checkAcceptance = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/acceptance',
  summary: 'Would a call with this API key, OIDC client or MISP licence be accepted now?',
  description:
    'Say what is asked about by its `value` (the key, the client id, the licence key), or by its `name`: of an API key its label together with its policy, of a licence its id. Nothing is changed, and no value is kept. Wrong values count as attempts.',
  permission: 'acceptance.check',
  ownership: 'hidden',
  envelope: v2('pmp.acceptance.post'),
  request: z.object({
    kind: z.enum(acceptedKinds),
    partnerId: requiredText(36),
    value: optionalText(128),
    name: optionalText(128),
    /** The policy that the call is to be made under; absent: whichever it is for. */
    policyId: optionalText(36),
  }),
  response: z.object({
    kind: z.enum(acceptedKinds),
    isAccepted: z.boolean(),
    /** What people call it; null where it is not known. */
    name: z.string().nullable(),
    orgName: z.string(),
    policyId: z.string().nullable(),
    policyName: z.string().nullable(),
    checkedAt: LocalDateTime,
    checks: z.array(AcceptanceCheck),
  }),
  failures: ['field_invalid', 'partner_not_found', 'too_many_attempts'],
  fields: { partner_not_found: 'partnerId' },
})
