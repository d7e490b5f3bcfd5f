import { z } from 'zod'
import { endpoint, v1, v2 } from '../endpoint.ts'
import { LocalDateTime, optionalText, pathText, requiredText } from '../fields.ts'
import { Conversation } from './conversations.ts'
import { RequestedExtractor } from './credential-requests.ts'
import { MappingChange, MappingInForce } from './mapping-changes.ts'
import { PolicyRequest } from './policy-requests.ts'

/** `PUT /partners/policy/{mappingkey}` (auth-services.md 2.2, additions-1.3.0.md 4.6). `reason` is our addition. */
export const decidePolicyRequest = endpoint({
  service: 'partner',
  method: 'PUT',
  path: '/partners/policy/:mappingkey',
  summary: 'Approve or reject a policy request',
  permission: 'policyRequests.decide',
  envelope: v1('request', { checksRequestTime: true }),
  params: z.object({ mappingkey: pathText }),
  request: z.object({ status: requiredText(), reason: optionalText(500) }),
  response: z.string(),
  failures: [
    'field_invalid',
    'request_time_missing',
    'request_time_not_today',
    'policy_request_not_found',
    'policy_request_already_approved',
    'policy_request_already_rejected',
    'decision_unknown',
    'partner_not_active',
    'request_policy_not_found',
    'policy_not_active',
    'request_policy_group_not_found',
    'group_of_policy_not_active',
    'policy_expired',
    'extractors_missing',
    'credential_type_missing',
    'extractors_not_taken_over',
    'credential_type_not_taken_over',
  ],
  fields: {
    decision_unknown: 'status',
  },
})

/** What a partner receives credentials with: extractors of its biometrics, and by which types. */
const CredentialMapping = z.object({
  /** Whether requests of this type of partner are approved with both only. */
  isRequired: z.boolean(),
  requested: z.object({
    extractors: z.array(RequestedExtractor),
    credentialType: z.string().nullable(),
  }),
  /** What other modules are told today, by whatever request or call it came. */
  inForce: MappingInForce,
})

/** What a decision rests on beside the request itself. */
const Evidence = z.object({
  /** Codes with which an approval would be refused as things are; none where nothing waits. */
  approvalRefusals: z.array(z.string()),
  /** What the partner is told of people today, by other policies that it may use. */
  attributesToday: z.array(z.string()),
  /** O of the certificate in use. */
  certificateOrganization: z.string().nullable(),
  /** The newest other requests of the partner. */
  otherRequests: z.array(
    z.object({
      requestId: z.string(),
      policyName: z.string(),
      status: z.string(),
      askedAt: LocalDateTime,
      decidedAt: LocalDateTime.nullable(),
      decisionReason: z.string().nullable(),
    }),
  ),
  /** Other active partners of the group that may use the policy; for administrators only. */
  grantedTo: z
    .object({
      partners: z.number().int(),
      ofPartners: z.number().int(),
      latest: z.object({ orgName: z.string(), at: LocalDateTime.nullable() }).nullable(),
    })
    .nullable(),
})

/** One request with the policy's content: what an approver must see. */
export const readPolicyRequest = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/policy-requests/:requestId',
  summary: 'One policy request with the content of its policy and the certificate of its partner',
  permission: 'policyRequests.list',
  ownership: 'hidden',
  envelope: v2('pmp.policy-requests.get'),
  params: z.object({ requestId: pathText }),
  response: PolicyRequest.extend({
    policyType: z.string(),
    policies: z.record(z.string(), z.unknown()),
    certificateExpiresAt: LocalDateTime.nullable(),
    certificateIssuer: z.string().nullable(),
    decidedBy: z.string().nullable(),
    mapping: CredentialMapping,
    evidence: Evidence,
    /** What the partner asks for in place of it, newest first. */
    changes: z.array(MappingChange),
    conversation: Conversation,
  }),
  failures: ['policy_request_not_found'],
})
