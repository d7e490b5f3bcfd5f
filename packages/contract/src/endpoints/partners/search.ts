import { z } from 'zod'
import { endpoint, v1 } from '../../endpoint.ts'
import { OffsetDateTime, requiredText } from '../../fields.ts'
import {
  FilterValues,
  FilterValuesRequest,
  SearchRequest,
  filterValuesFailures,
  searchFailures,
  searchPageOf,
} from '../../search.ts'

const FoundPartner = z.object({
  id: z.string(),
  address: z.string().nullable(),
  contactNo: z.string().nullable(),
  crBy: z.string(),
  crDtimes: OffsetDateTime,
  delDtimes: OffsetDateTime.nullable(),
  emailId: z.string().nullable(),
  isActive: z.boolean(),
  isDeleted: z.boolean().nullable(),
  name: z.string(),
  policyGroupId: z.string().nullable(),
  certificateAlias: z.string().nullable(),
  partnerTypeCode: z.string(),
  approvalStatus: z.string(),
  updBy: z.string().nullable(),
  updDtimes: OffsetDateTime.nullable(),
  userId: z.string(),
  langCode: z.string().nullable(),
})

/** `POST /partners/search` (partner.md 4.2). */
export const searchPartners = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners/search',
  summary: 'Search partners of a type, or all; partners find their own',
  permission: 'partners.search',
  ownership: 'scoped',
  envelope: v1(),
  /** A type code, or `all`. */
  request: SearchRequest.extend({ partnerType: requiredText(36) }),
  response: searchPageOf(FoundPartner),
  failures: ['field_invalid', ...searchFailures, 'column_encrypted'],
})

const FoundPartnerType = z.object({
  code: z.string(),
  crBy: z.string(),
  crDtimes: OffsetDateTime,
  delDtimes: OffsetDateTime.nullable(),
  isActive: z.boolean(),
  isDeleted: z.boolean().nullable(),
  partnerDescription: z.string(),
  updBy: z.string().nullable(),
  updDtimes: OffsetDateTime.nullable(),
  isPolicyRequired: z.boolean(),
})

/** `POST /partners/partnertype/search` (partner.md 4.2). */
export const searchPartnerTypes = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners/partnertype/search',
  summary: 'Search partner types',
  permission: 'partners.searchTypes',
  envelope: v1(),
  request: SearchRequest,
  response: searchPageOf(FoundPartnerType),
  failures: ['field_invalid', ...searchFailures],
})

/** `POST /partners/filtervalues` (partner.md 4.3). */
export const listPartnerValues = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners/filtervalues',
  summary: 'The values of columns of partners, for drop-downs',
  permission: 'partners.filterValues',
  ownership: 'scoped',
  envelope: v1(),
  request: FilterValuesRequest,
  response: FilterValues,
  failures: [...filterValuesFailures, 'column_encrypted'],
})
