import { z } from 'zod'
import { endpoint, v1 } from '../../endpoint.ts'
import { LocalDateTime, OffsetDateTime, givenText } from '../../fields.ts'
import {
  FilterValues,
  FilterValuesRequest,
  SearchRequest,
  searchFailures,
  searchPageOf,
} from '../../search.ts'

/** A policy as the search gives it; `policies` is its JSON text (policy.md 5.9). */
const FoundPolicy = z.object({
  id: z.string(),
  crBy: z.string(),
  crDtimes: OffsetDateTime,
  delDtimes: OffsetDateTime.nullable(),
  desc: z.string(),
  isActive: z.boolean(),
  isDeleted: z.boolean().nullable(),
  name: z.string(),
  policies: z.string(),
  updBy: z.string().nullable(),
  updDtimes: LocalDateTime.nullable(),
  validFromDate: LocalDateTime,
  validToDate: LocalDateTime,
  version: z.string(),
  policyType: z.string(),
  schema: z.string().nullable(),
  policyGroupId: z.string(),
  policyGroupName: z.string(),
})

/** A policy type in any letter case; `ALL` does not restrict. */
const policyType = givenText(36)

/** `POST /policies/search` (policy.md 5.9). */
export const searchPolicies = endpoint({
  service: 'policy',
  method: 'POST',
  path: '/policies/search',
  summary: 'Search policies',
  permission: 'policies.search',
  envelope: v1(),
  request: SearchRequest.extend({ policyType }),
  response: searchPageOf(FoundPolicy),
  failures: ['field_invalid', 'unexpected', ...searchFailures],
})

/** `POST /policies/filtervalues` (policy.md 5.10). */
export const listPolicyValues = endpoint({
  service: 'policy',
  method: 'POST',
  path: '/policies/filtervalues',
  summary: 'The values of columns of policies, for drop-downs',
  permission: 'policies.filterValues',
  envelope: v1(),
  request: FilterValuesRequest.extend({ policyType }),
  response: FilterValues,
  failures: ['field_invalid', 'unexpected', 'filter_type_unknown', ...searchFailures],
})
