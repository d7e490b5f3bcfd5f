import { z } from 'zod'
import { endpoint, v1 } from '../../endpoint.ts'
import { OffsetDateTime, pathText } from '../../fields.ts'
import { SearchRequest, searchFailures, searchPageOf } from '../../search.ts'

/** `GET /partners/{partnerId}/apikey/request` (auth-services.md 4.3). */
export const listKeysOfPartner = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners/:partnerId/apikey/request',
  summary: 'Policy requests of a partner with the keys that came of them; replaced by the lists',
  permission: 'apiKeys.listOfPartner',
  envelope: v1('retrieve'),
  params: z.object({ partnerId: pathText }),
  isWhole: true,
  response: z.array(
    z.object({
      apiKeyReqID: z.string(),
      apiKeyRequestStatus: z.string(),
      /** The label of a key, never the key. */
      partnerApiKey: z.string().nullable(),
      apikeyStatus: z.enum(['Active', 'De-Active']).nullable(),
      validityTill: OffsetDateTime.nullable(),
    }),
  ),
  failures: ['key_requests_missing', 'caller_not_owner'],
})

/** `POST /partners/apikey/search` (auth-services.md 4.5). */
export const searchApiKeys = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners/apikey/search',
  summary: 'Search API keys, without their values; partners find their own',
  permission: 'apiKeys.search',
  ownership: 'scoped',
  envelope: v1(),
  request: SearchRequest,
  response: searchPageOf(
    z.object({
      label: z.string(),
      partnerId: z.string(),
      partnerName: z.string(),
      policyId: z.string(),
      /** Upstream: never told. */
      policyName: z.null(),
      validFromDatetime: OffsetDateTime,
      validToDatetime: OffsetDateTime.nullable(),
      isActive: z.boolean(),
      isDeleted: z.boolean().nullable(),
      crBy: z.string(),
      crDtimes: OffsetDateTime,
      updBy: z.string().nullable(),
      updDtimes: OffsetDateTime.nullable(),
      delDtimes: OffsetDateTime.nullable(),
    }),
  ),
  failures: ['field_invalid', ...searchFailures],
})
