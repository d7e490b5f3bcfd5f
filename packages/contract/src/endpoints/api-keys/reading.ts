import { z } from 'zod'
import { endpoint, v1, v2 } from '../../endpoint.ts'
import {
  LocalDateTime,
  OffsetDateTime,
  exactFilter,
  filter,
  pageOf,
  partnerIdSearchType,
  pathText,
} from '../../fields.ts'

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

/** `GET /partners/{partnerId}/apikey/{apikey}` (auth-services.md 3.5). */
export const lookUpPolicyOfApiKey = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners/:partnerId/apikey/:apikey',
  summary: 'The policy that a usable API key of an active partner gives',
  permission: 'apiKeys.lookUp',
  envelope: v1('retrieve'),
  params: z.object({ partnerId: pathText, apikey: pathText }),
  response: z.object({ partnerID: z.string(), policyId: z.string() }),
  failures: ['api_key_not_mapped'],
})
