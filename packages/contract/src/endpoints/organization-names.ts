import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { LocalDateTime, organizationText, pageOf, pathText, requiredText } from '../fields.ts'

const longestNameReason = 500

const nameRequestStatuses = ['InProgress', 'approved', 'rejected', 'withdrawn'] as const

const NameRequest = z.object({
  requestId: z.string(),
  partnerId: z.string(),
  partnerType: z.string(),
  /** The name that the partner has today. */
  organizationName: z.string(),
  previousName: z.string(),
  newName: z.string(),
  reason: z.string(),
  status: z.enum(nameRequestStatuses),
  requestedBy: z.string(),
  requestedAt: LocalDateTime,
  decidedBy: z.string().nullable(),
  decidedAt: LocalDateTime.nullable(),
  /** Why it was rejected, for the partner to read. */
  decisionReason: z.string().nullable(),
})

/** What a partner asked for, newest first, beside the name that it has. */
export const listNameRequestsOfPartner = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/partners/:partnerId/name-requests',
  summary: 'The name of a partner and its requests for another one, newest first',
  permission: 'organizationNames.request',
  ownership: 'hidden',
  envelope: v2('pmp.name-requests-of-partner.get'),
  params: z.object({ partnerId: pathText }),
  list: { sortFields: [], defaultPage: { pageNo: 0, pageSize: 20 } },
  response: pageOf(NameRequest).extend({
    partner: z.object({
      partnerId: z.string(),
      organizationName: z.string(),
      isDeactivated: z.boolean(),
      /** O of the certificate in use; the next one must carry the partner's name. */
      certificateOrganization: z.string().nullable(),
    }),
  }),
  failures: ['partner_not_found'],
})

export const requestOrganizationName = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/partners/:partnerId/name-requests',
  summary: 'Ask for another organisation name',
  permission: 'organizationNames.request',
  ownership: 'hidden',
  envelope: v2('pmp.name-requests.post'),
  params: z.object({ partnerId: pathText }),
  request: z.object({
    newName: organizationText(),
    reason: requiredText(longestNameReason),
  }),
  response: z.object({ requestId: z.string() }),
  failures: [
    'field_invalid',
    'partner_not_found',
    'partner_not_active',
    'organization_name_unchanged',
    'name_request_open',
  ],
  fields: {
    organization_name_unchanged: 'newName',
  },
})

export const withdrawNameRequest = endpoint({
  service: 'portal',
  method: 'DELETE',
  path: '/partners/:partnerId/name-requests/:requestId',
  summary: 'Withdraw the request for another organisation name',
  permission: 'organizationNames.request',
  ownership: 'hidden',
  envelope: v2('pmp.name-requests.delete'),
  params: z.object({ partnerId: pathText, requestId: pathText }),
  response: z.object({ requestId: z.string() }),
  failures: ['partner_not_found', 'name_request_not_found', 'name_request_closed'],
})

/** The requests of every partner. */
export const listNameRequests = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/name-requests',
  summary: 'Requests of all partners for another organisation name',
  permission: 'organizationNames.decide',
  envelope: v2('pmp.name-requests.get'),
  query: z.object({ status: z.enum(nameRequestStatuses).optional() }),
  list: { sortFields: ['requestedAt'], defaultPage: { pageNo: 0, pageSize: 20 } },
  response: pageOf(NameRequest),
  failures: [],
})

/** Approves, which renames the partner and all that carries its name, or rejects with a reason. */
export const decideNameRequest = endpoint({
  service: 'portal',
  method: 'PUT',
  path: '/name-requests/:requestId',
  summary: 'Approve or reject the request of a partner for another organisation name',
  permission: 'organizationNames.decide',
  envelope: v2('pmp.name-requests.put'),
  params: z.object({ requestId: pathText }),
  request: z.object({
    status: z.enum(['approved', 'rejected']),
    reason: requiredText(longestNameReason).nullish(),
  }),
  response: z.object({ requestId: z.string() }),
  failures: [
    'field_invalid',
    'name_request_not_found',
    'name_request_closed',
    'rejection_reason_missing',
    'partner_not_active',
  ],
  fields: {
    rejection_reason_missing: 'reason',
  },
})
