import { z } from 'zod'
import { endpoint, v1 } from '../../endpoint.ts'
import { OffsetDateTime, pathText } from '../../fields.ts'
import {
  FilterValues,
  FilterValuesRequest,
  SearchRequest,
  filterValuesFailures,
  searchFailures,
  searchPageOf,
} from '../../search.ts'

/* Upstream's older reads of policy requests, from when each was a request for an API key. */

const KeyRequest = z.object({
  partnerID: z.string(),
  status: z.string(),
  organizationName: z.string(),
  policyId: z.string(),
  policyDesc: z.string().nullable(),
  apiKeyReqNo: z.string(),
})

/** `GET /partners/apikey` (auth-services.md 4.1). */
export const listKeyRequests = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners/apikey',
  summary: 'Every policy request; replaced by the list of policy requests',
  permission: 'apiKeys.lookUp',
  envelope: v1('retrieve'),
  isWhole: true,
  response: z.object({ apikeyRequests: z.array(KeyRequest) }),
  failures: ['key_request_not_found'],
})

/** `GET /partners/apikey/{requestId}` (auth-services.md 4.2). */
export const readKeyRequest = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners/apikey/:requestId',
  summary: 'One policy request; replaced by the list of policy requests',
  permission: 'apiKeys.lookUp',
  envelope: v1('retrieve'),
  params: z.object({ requestId: pathText }),
  response: KeyRequest,
  failures: ['key_request_not_found'],
})

/** `POST /partners/apikey/request/search` (auth-services.md 4.4). */
export const searchKeyRequests = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners/apikey/request/search',
  summary: 'Search policy requests; partners find their own',
  permission: 'apiKeys.searchRequests',
  ownership: 'scoped',
  envelope: v1(),
  request: SearchRequest,
  response: searchPageOf(
    z.object({
      apikeyRequestId: z.string(),
      partnerId: z.string(),
      partnerName: z.string(),
      policyId: z.string(),
      policyName: z.string().nullable(),
      requestDatetimes: OffsetDateTime,
      requestDetail: z.string(),
      statusCode: z.string(),
      crBy: z.string(),
      crDtimes: OffsetDateTime,
      updBy: z.string().nullable(),
      updDtimes: OffsetDateTime.nullable(),
      isDeleted: z.boolean().nullable(),
      delDtimes: OffsetDateTime.nullable(),
    }),
  ),
  failures: ['field_invalid', ...searchFailures],
})

/** `POST /partners/apikey/request/filtervalues` (auth-services.md 4.6). */
export const listKeyRequestValues = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners/apikey/request/filtervalues',
  summary: 'The values of columns of policy requests, for drop-downs',
  permission: 'apiKeys.requestValues',
  ownership: 'scoped',
  envelope: v1(),
  request: FilterValuesRequest,
  response: FilterValues,
  failures: filterValuesFailures,
})
