import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { LocalDateTime, pageOf, pathText, requiredText } from '../fields.ts'
import { RequestedExtractor, WantedExtractors } from './credential-requests.ts'

const longestReason = 500

const changeStatuses = ['InProgress', 'approved', 'rejected'] as const

/** Extractors and credential types of a partner under a policy. */
export const MappingInForce = z.object({
  extractors: z.array(RequestedExtractor),
  credentialTypes: z.array(z.string()),
})

export const MappingChange = z.object({
  changeId: z.string(),
  requestId: z.string(),
  reason: z.string(),
  status: z.enum(changeStatuses),
  /** What was in force when it was asked for, and what is to be in force instead. */
  previous: MappingInForce,
  wanted: MappingInForce,
  requestedBy: z.string(),
  requestedAt: LocalDateTime,
  decidedBy: z.string().nullable(),
  decidedAt: LocalDateTime.nullable(),
  decisionReason: z.string().nullable(),
})

/** Asks for other extractors and credential types than an approved request gave; all of them are named. */
export const requestMappingChange = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/policy-requests/:requestId/changes',
  summary: 'Ask for other bio extractors and credential types than an approved request gave',
  permission: 'policyRequests.submit',
  ownership: 'hidden',
  envelope: v2('pmp.mapping-changes.post'),
  params: z.object({ requestId: pathText }),
  request: z.object({
    reason: requiredText(longestReason),
    extractors: WantedExtractors,
    credentialTypes: z.array(requiredText(128)).max(20),
  }),
  response: z.object({ changeId: z.string() }),
  failures: [
    'field_invalid',
    'policy_request_not_found',
    'policy_request_not_approved',
    'mapping_change_open',
    'partner_not_active',
    'credential_partner_type_wrong',
    'extractors_missing',
    'credential_type_missing',
    'extractor_twice',
    'extractor_modality_twice',
    'mandatory_value_missing',
    'modality_unknown',
    'extractor_attribute_wrong',
    'credential_type_unknown',
    'credential_type_requested',
    'mapping_unchanged',
  ],
  fields: {
    extractors_missing: 'extractors',
    credential_type_missing: 'credentialTypes',
    extractor_twice: 'extractors',
    extractor_modality_twice: 'extractors',
    modality_unknown: 'extractors',
    extractor_attribute_wrong: 'extractors',
    credential_type_unknown: 'credentialTypes',
    credential_type_requested: 'credentialTypes',
  },
})

/** The changes of every partner. */
export const listMappingChanges = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/mapping-changes',
  summary: 'Changes of bio extractors and credential types that partners ask for',
  permission: 'policyRequests.decide',
  envelope: v2('pmp.mapping-changes.get'),
  query: z.object({ status: z.enum(changeStatuses).optional() }),
  list: { sortFields: ['requestedAt'], defaultPage: { pageNo: 0, pageSize: 20 } },
  response: pageOf(
    MappingChange.extend({
      partnerId: z.string(),
      orgName: z.string(),
      policyId: z.string(),
      policyName: z.string(),
    }),
  ),
  failures: [],
})

/** Puts a change into force in place of what there is, or refuses it with a reason. */
export const decideMappingChange = endpoint({
  service: 'portal',
  method: 'PUT',
  path: '/mapping-changes/:changeId',
  summary: 'Approve or reject a change of bio extractors and credential types',
  permission: 'policyRequests.decide',
  envelope: v2('pmp.mapping-changes.put'),
  params: z.object({ changeId: pathText }),
  request: z.object({
    status: z.enum(['approved', 'rejected']),
    reason: requiredText(longestReason).nullish(),
  }),
  response: z.object({ changeId: z.string() }),
  failures: [
    'field_invalid',
    'rejection_reason_missing',
    'mapping_change_not_found',
    'mapping_change_closed',
    'partner_not_active',
    'request_policy_not_found',
    'policy_not_active',
    'request_policy_group_not_found',
    'group_of_policy_not_active',
    'policy_expired',
    'mapping_change_outdated',
    'credential_type_requested',
    'no_free_id',
  ],
  fields: { rejection_reason_missing: 'reason' },
})
