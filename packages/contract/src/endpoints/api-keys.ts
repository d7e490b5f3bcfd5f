import { z } from 'zod'
import { endpoint, v1, v2 } from '../endpoint.ts'
import {
  LocalDateTime,
  OffsetDateTime,
  exactFilter,
  filter,
  pageOf,
  partnerIdSearchType,
  pathText,
  requiredText,
} from '../fields.ts'

/** `PATCH /partners/{partnerId}/generate/apikey` (auth-services.md 3.1, additions-1.3.0.md 6.2). */
export const generateApiKey = endpoint({
  service: 'partner',
  method: 'PATCH',
  path: '/partners/:partnerId/generate/apikey',
  summary: 'Generate an API key; the answer is the only place that shows it',
  permission: 'apiKeys.generate',
  envelope: v1('request', { checksRequestTime: true }),
  params: z.object({ partnerId: pathText }),
  request: z.object({ policyName: requiredText(128), label: requiredText(36) }),
  response: z.object({
    apiKey: z.string(),
    label: z.string(),
    policyId: z.string(),
    partnerId: z.string(),
  }),
  failures: [
    'field_invalid',
    'request_time_missing',
    'request_time_not_today',
    'caller_not_owner',
    'key_partner_not_found',
    'partner_not_active',
    'policy_not_in_partner_group',
    'api_key_label_taken',
    'policy_not_approved_for_partner',
    'policy_not_active',
    'policy_expired',
    'group_of_policy_not_active',
    'certificate_not_uploaded',
  ],
  fields: {
    api_key_label_taken: 'label',
    policy_not_in_partner_group: 'policyName',
    policy_not_approved_for_partner: 'policyName',
    policy_not_active: 'policyName',
    policy_expired: 'policyName',
    group_of_policy_not_active: 'policyName',
  },
})

/** `GET /partner-api-keys` (auth-services.md 3.2). */
export const listApiKeys = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partner-api-keys',
  summary: 'API keys of authentication partners, without their values',
  permission: 'apiKeys.list',
  ownership: 'scoped',
  envelope: v2('mosip.pms.all.api.key.requests.get'),
  query: z.object({
    partnerId: filter,
    /** Our addition, as in the list of requests. */
    partnerIdSearchType,
    apiKeyLabel: filter,
    orgName: filter,
    policyName: filter,
    policyGroupName: filter,
    status: exactFilter,
  }),
  list: {
    sortFields: [
      'partnerId',
      'apiKeyLabel',
      'orgName',
      'policyName',
      'policyGroupName',
      'status',
      'createdDateTime',
    ],
  },
  response: pageOf(
    z.object({
      partnerId: z.string(),
      apiKeyLabel: z.string(),
      orgName: z.string(),
      policyName: z.string(),
      policyId: z.string(),
      policyDescription: z.string(),
      policyGroupId: z.string(),
      policyGroupName: z.string(),
      policyGroupDescription: z.string(),
      status: z.enum(['activated', 'deactivated']),
      createdDateTime: OffsetDateTime,
      /** Our addition, as in the list of 1.3.0. */
      apiKeyExpiryDateTime: LocalDateTime.nullable(),
    }),
  ),
  failures: [
    'partner_id_search_unknown',
    'searched_partner_id_missing',
    'caller_has_no_partner',
    'partner_without_policy_group',
  ],
  fields: {
    partner_id_search_unknown: 'partnerIdSearchType',
    searched_partner_id_missing: 'partnerId',
  },
  unexpected: 'api_key_list_failed',
})

/** `PATCH /partners/{partnerId}/policy/{policyId}/apiKey/status` (auth-services.md 3.3). */
export const changeApiKeyStatus = endpoint({
  service: 'partner',
  method: 'PATCH',
  path: '/partners/:partnerId/policy/:policyId/apiKey/status',
  summary: 'Activate or deactivate an API key',
  permission: 'apiKeys.changeStatus',
  envelope: v1('request'),
  params: z.object({ partnerId: pathText, policyId: pathText }),
  request: z.object({ label: requiredText(36), status: requiredText() }),
  response: z.string(),
  failures: [
    'field_invalid',
    'api_key_label_not_found',
    'caller_not_owner',
    'partner_not_active',
    'api_key_not_active',
    'api_key_status_unknown',
  ],
  fields: {
    api_key_label_not_found: 'label',
    api_key_status_unknown: 'status',
  },
})

/** `GET /partners/{partnerId}/apikey/{apikey}` (auth-services.md 3.5). */
export const lookUpPolicyOfApiKey = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners/:partnerId/apikey/:apikey',
  summary: 'The policy that an API key of a partner gives',
  permission: 'apiKeys.lookUp',
  envelope: v1('retrieve'),
  params: z.object({ partnerId: pathText, apikey: pathText }),
  response: z.object({ partnerID: z.string(), policyId: z.string() }),
  failures: ['api_key_not_mapped'],
})
