import { z } from 'zod'
import { endpoint, v1, v2 } from '../../endpoint.ts'
import {
  LocalDateTime,
  OffsetDateTime,
  exactFilter,
  expiryPeriod,
  filter,
  pageOf,
  partnerIdSearchType,
  pathText,
} from '../../fields.ts'

const keyFilters = {
  partnerId: filter,
  /** Our addition, as in the list of requests. */
  partnerIdSearchType,
  apiKeyLabel: filter,
  orgName: filter,
  policyName: filter,
  policyGroupName: filter,
  status: exactFilter,
}
const keySorts = [
  'partnerId',
  'apiKeyLabel',
  'orgName',
  'policyName',
  'policyGroupName',
  'status',
  'createdDateTime',
] as const
const ListedApiKey = z.object({
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
  /** In the older list our addition. */
  apiKeyExpiryDateTime: LocalDateTime.nullable(),
})
const AnyListedApiKey = ListedApiKey.extend({
  partnerType: z.string(),
  /** Our additions. The last characters of the key; null where the rest could be guessed. */
  keyEnding: z.string().nullable(),
  /** Not 128 random bits: a key from before, which should be replaced. */
  isWeak: z.boolean(),
  lastUsedDateTime: LocalDateTime.nullable(),
})
const listFailures = [
  'partner_id_search_unknown',
  'searched_partner_id_missing',
  'caller_has_no_partner',
  'partner_without_policy_group',
] as const
const listFields = {
  partner_id_search_unknown: 'partnerIdSearchType',
  searched_partner_id_missing: 'partnerId',
} as const

/** `GET /partner-api-keys` (auth-services.md 3.2). */
export const listApiKeys = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partner-api-keys',
  summary: 'API keys of authentication partners, without their values',
  permission: 'apiKeys.list',
  ownership: 'scoped',
  envelope: v2('mosip.pms.all.api.key.requests.get'),
  query: z.object(keyFilters),
  list: { sortFields: keySorts },
  response: pageOf(ListedApiKey),
  failures: listFailures,
  fields: listFields,
  unexpected: 'api_key_list_failed',
})

/** `GET /partner-api-keys/v2` (additions-1.3.0.md 6.3). */
export const listAllApiKeys = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partner-api-keys/v2',
  summary: 'API keys of partners of every type, without their values',
  permission: 'apiKeys.list',
  ownership: 'scoped',
  envelope: v2('mosip.pms.all.api.key.requests.get'),
  query: z.object({
    ...keyFilters,
    /** The whole of it, letter case ignored. */
    partnerType: filter,
    expiryPeriod,
  }),
  list: { sortFields: [...keySorts, 'apiKeyExpiryDateTime', 'partnerType'] },
  response: pageOf(AnyListedApiKey),
  failures: listFailures,
  fields: listFields,
  unexpected: 'api_key_list_failed',
})

/** One key with who made and changed it; never its value. */
export const readApiKey = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/partners/:partnerId/policies/:policyId/api-keys/:apiKeyName',
  summary: 'One API key without its value, and who made and changed it',
  permission: 'apiKeys.read',
  ownership: 'hidden',
  envelope: v2('pmp.api-keys.get'),
  params: z.object({ partnerId: pathText, policyId: pathText, apiKeyName: pathText }),
  response: AnyListedApiKey.extend({
    createdBy: z.string(),
    updatedBy: z.string().nullable(),
    updatedDateTime: OffsetDateTime.nullable(),
  }),
  failures: ['partner_not_found', 'api_key_label_not_found'],
  fields: { api_key_label_not_found: 'apiKeyName' },
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
