import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import type { FailureName } from '../failures.ts'
import { blankText, optionalText, pathText, requestFailures, requiredText } from '../fields.ts'

/** Longer versions can be offered, but not asked for (additions-1.3.0.md 4.2). */
export const longestAskedVersion = 8

/** What one extractor is asked for with; a missing version is for the operation (additions-1.3.0.md 4.2). */
export const WantedExtractors = z
  .array(
    z.object({
      attributeName: requiredText(128),
      biometric: requiredText(64),
      biometricSubTypes: optionalText(64),
      extractorProvider: requiredText(128),
      extractorProviderVersion: optionalText(longestAskedVersion),
    }),
    { error: (issue) => (issue.input == null ? blankText : undefined) },
  )
  .max(100)

const ofRequest = z.object({ requestId: pathText })
const ofPartnerAndPolicy = z.object({ partnerId: pathText, policyId: pathText })
/** In the form by partner and policy the request is named in the body. */
const named = { partnerPolicyRequestId: requiredText(36) }

const requestRefusals = [
  ...requestFailures,
  'characters_not_allowed',
  'mandatory_value_missing',
  'mapping_request_not_found',
  'caller_not_owner',
  'partner_not_active',
] as const satisfies readonly FailureName[]

/** What is wrong with extractors that are asked for, in the order in which it is looked for. */
export const extractorRefusals = [
  'extractor_twice',
  'extractor_attribute_mapped',
  'modality_unknown',
  'extractor_attribute_wrong',
  'extractor_modality_twice',
  'no_free_id',
] as const satisfies readonly FailureName[]

export const extractorFields = {
  extractor_twice: 'extractors',
  extractor_attribute_mapped: 'extractors',
  modality_unknown: 'extractors',
  extractor_attribute_wrong: 'extractors',
  extractor_modality_twice: 'extractors',
} as const

const forExtractors = {
  service: 'partner',
  method: 'POST',
  permission: 'extractors.add',
  envelope: v2('mosip.pms.partners.bioextractors.request.post', {
    checksRequest: true,
    refusesAsV1: true,
  }),
  freeText: ['partnerPolicyRequestId', 'extractors'],
  response: z.string(),
  failures: [
    ...requestRefusals,
    'extractor_request_decided',
    'extractors_requested',
    ...extractorRefusals,
  ],
} as const

/** `POST /partner-policy-requests/{requestId}/bio-extractors-request` (additions-1.3.0.md 4.2). */
export const requestExtractors = endpoint({
  ...forExtractors,
  path: '/partner-policy-requests/:requestId/bio-extractors-request',
  summary: 'Ask for bio extractors with a policy request, once',
  params: ofRequest,
  request: z.object({ extractors: WantedExtractors }),
  fields: extractorFields,
})

/** The same by partner and policy (additions-1.3.0.md 4.2). */
export const requestExtractorsOfPartner = endpoint({
  ...forExtractors,
  path: '/partners/:partnerId/policies/:policyId/bio-extractors-request',
  summary: 'Ask for bio extractors with a policy request, by partner and policy',
  params: ofPartnerAndPolicy,
  request: z.object({ ...named, extractors: WantedExtractors }),
  fields: { ...extractorFields, mapping_request_not_found: 'partnerPolicyRequestId' },
})

const beside = ['partnerPolicyRequestId', 'statusCode'] as const
const stateOfRequest = { partnerPolicyRequestId: z.string(), statusCode: z.string() }

export const RequestedExtractor = z.object({
  attributeName: z.string(),
  biometric: z.string(),
  biometricSubTypes: z.string().nullable(),
  extractorProvider: z.string(),
  extractorProviderVersion: z.string().nullable(),
})

/** `GET /partner-policy-requests/{requestId}/bio-extractors-request` (additions-1.3.0.md 4.3). */
export const readRequestedExtractors = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partner-policy-requests/:requestId/bio-extractors-request',
  summary: 'Bio extractors that are asked for with a policy request',
  permission: 'extractors.read',
  envelope: v2('mosip.pms.partner.policy.request.bioextractors.get', { beside }),
  params: ofRequest,
  response: z.object({ ...stateOfRequest, extractors: z.array(RequestedExtractor) }),
  failures: ['characters_not_allowed', 'parameter_blank', 'nothing_configured', 'caller_not_owner'],
  unexpected: 'extractor_requests_failed',
})

const forCredentialType = {
  service: 'partner',
  method: 'POST',
  permission: 'extractors.add',
  envelope: v2('mosip.pms.partners.credentialtypes.request.post', {
    checksRequest: true,
    refusesAsV1: true,
  }),
  response: z.string(),
  failures: [
    ...requestRefusals,
    'credential_type_unknown',
    'credential_request_decided',
    'credential_type_requested',
    'no_free_id',
  ],
} as const

/** What is wrong with a credential type that is asked for. */
export const credentialTypeFields = {
  credential_type_unknown: 'credentialType',
  credential_type_requested: 'credentialType',
} as const

/** `POST /partner-policy-requests/{requestId}/credential-types-request` (additions-1.3.0.md 4.4). */
export const requestCredentialType = endpoint({
  ...forCredentialType,
  path: '/partner-policy-requests/:requestId/credential-types-request',
  summary: 'Ask for a credential type with a policy request, once',
  params: ofRequest,
  request: z.object({ credentialType: requiredText(128) }),
  fields: credentialTypeFields,
})

/** The same by partner and policy (additions-1.3.0.md 4.4). */
export const requestCredentialTypeOfPartner = endpoint({
  ...forCredentialType,
  path: '/partners/:partnerId/policies/:policyId/credential-types-request',
  summary: 'Ask for a credential type with a policy request, by partner and policy',
  params: ofPartnerAndPolicy,
  request: z.object({ ...named, credentialType: requiredText(128) }),
  freeText: ['partnerPolicyRequestId'],
  fields: { ...credentialTypeFields, mapping_request_not_found: 'partnerPolicyRequestId' },
})

/** `GET /partner-policy-requests/{requestId}/credential-types-request` (additions-1.3.0.md 4.5). */
export const readRequestedCredentialType = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partner-policy-requests/:requestId/credential-types-request',
  summary: 'The credential type that is asked for with a policy request',
  permission: 'extractors.read',
  envelope: v2('mosip.pms.partner.policy.request.credential.types.get', { beside }),
  params: ofRequest,
  response: z.object({ ...stateOfRequest, credentialType: z.string().nullable() }),
  failures: ['characters_not_allowed', 'parameter_blank', 'nothing_configured', 'caller_not_owner'],
  unexpected: 'credential_type_read_failed',
})
