import { z } from 'zod'
import { endpoint, v1 } from '../endpoint.ts'
import { blankText, optionalText, pathText, requiredText } from '../fields.ts'
import { Policy } from './policies/reading.ts'

/** A modality of at most 64 characters, and sub types in square brackets of at most 64. */
const biometricPattern = /^[^[\]]{1,64}(\[[^[\]]{0,64}\])?$/

const Extractors = z
  .array(
    z.object({
      attributeName: requiredText(128),
      biometric: requiredText().refine(
        (value) => biometricPattern.test(value),
        'a modality, and sub types in square brackets, are allowed',
      ),
      extractor: z.object({ provider: requiredText(128), version: optionalText(8) }),
    }),
    { error: (issue) => (issue.input == null ? blankText : undefined) },
  )
  .max(100)

/** `POST /partners/{partnerId}/bioextractors/{policyId}` (auth-services.md 6.1). */
export const addExtractors = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners/:partnerId/bioextractors/:policyId',
  summary: 'Set the bio extractors of a partner for a policy that is asked for',
  permission: 'extractors.add',
  envelope: v1('request'),
  params: z.object({ partnerId: pathText, policyId: pathText }),
  request: z.object({ extractors: Extractors }),
  response: z.string(),
  failures: [
    'field_invalid',
    'policy_not_requested',
    'caller_not_owner',
    'extractor_request_approved',
  ],
})

/** `GET /partners/{partnerId}/bioextractors/{policyId}` (auth-services.md 6.2). */
export const readExtractors = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners/:partnerId/bioextractors/:policyId',
  summary: 'The bio extractors of a partner for a policy',
  permission: 'extractors.read',
  envelope: v1(),
  params: z.object({ partnerId: pathText, policyId: pathText }),
  response: z.object({
    extractors: z.array(
      z.object({
        attributeName: z.string(),
        biometric: z.string(),
        extractor: z.object({ provider: z.string(), version: z.string().nullable() }),
      }),
    ),
  }),
  failures: ['nothing_configured', 'caller_not_owner'],
})

/** `POST /partners/{partnerId}/credentialtype/{credentialType}/policies/{policyName}` (7.1). */
export const mapCredentialType = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners/:partnerId/credentialtype/:credentialType/policies/:policyName',
  summary: 'Give a partner credentials of a type by a policy',
  permission: 'credentialTypes.map',
  envelope: v1(),
  params: z.object({ partnerId: pathText, credentialType: pathText, policyName: pathText }),
  response: z.string(),
  failures: [
    'credential_type_unknown',
    'partner_not_found',
    'caller_not_owner',
    'partner_not_active',
    'credential_partner_type_wrong',
    'requested_policy_not_found',
    'policy_outside_partner_group',
    'policy_not_active',
    'policy_expired',
    'group_of_policy_not_active',
    'credential_type_taken',
  ],
})

/** `GET /partners/{partnerId}/credentialtype/{credentialType}/policies` (auth-services.md 7.2). */
export const readCredentialPolicy = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners/:partnerId/credentialtype/:credentialType/policies',
  summary: 'The policy by which a partner receives credentials of a type',
  permission: 'credentialTypes.read',
  envelope: v1(),
  params: z.object({ partnerId: pathText, credentialType: pathText }),
  response: Policy.pick({
    policyId: true,
    policyName: true,
    policyDesc: true,
    policyType: true,
    publishDate: true,
    validTill: true,
    status: true,
    version: true,
    schema: true,
    is_Active: true,
    cr_by: true,
    cr_dtimes: true,
    up_by: true,
    upd_dtimes: true,
    policies: true,
  }).extend({ partnerId: z.string(), credentialType: z.string() }),
  failures: [
    'nothing_configured',
    'caller_not_owner',
    'requested_policy_not_found',
    'credential_policy_unreadable',
  ],
})
