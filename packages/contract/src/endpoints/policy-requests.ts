import { z } from 'zod'
import { endpoint, v1, v2 } from '../endpoint.ts'
import type { FailureName } from '../failures.ts'
import {
  OffsetDateTime,
  exactFilter,
  filter,
  givenText,
  pageOf,
  partnerIdSearchType,
  pathText,
} from '../fields.ts'

/** What a partner asks a policy for. */
export const UseCase = givenText(4000)

/** Why a partner may not ask for a policy, in the order in which it is looked for (auth-services.md 2.1). */
export const policyRefusals = [
  'requested_policy_not_found',
  'policy_outside_partner_group',
  'policy_for_misp_only',
  'policy_not_active',
  'policy_expired',
  'group_of_policy_not_active',
  'policy_request_pending',
  'policy_request_already_granted',
] as const satisfies readonly FailureName[]

/** All of them are about the policy that is named. */
export const policyFields = {
  requested_policy_not_found: 'policyName',
  policy_outside_partner_group: 'policyName',
  policy_for_misp_only: 'policyName',
  policy_not_active: 'policyName',
  policy_expired: 'policyName',
  group_of_policy_not_active: 'policyName',
  policy_request_pending: 'policyName',
  policy_request_already_granted: 'policyName',
} as const

/** `POST /partners/{partnerId}/policy/map` (auth-services.md 2.1). */
export const submitPolicyRequest = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners/:partnerId/policy/map',
  summary: 'Ask for the use of a policy',
  permission: 'policyRequests.submit',
  envelope: v1('request'),
  params: z.object({ partnerId: pathText }),
  request: z.object({ policyName: givenText(128), useCaseDescription: UseCase }),
  response: z.object({ mappingkey: z.string(), message: z.string() }),
  failures: [
    'field_invalid',
    'partner_not_found',
    'caller_not_owner',
    'partner_not_active',
    ...policyRefusals,
  ],
  fields: policyFields,
})

export const PolicyRequest = z.object({
  id: z.string(),
  partnerId: z.string(),
  orgName: z.string(),
  partnerType: z.string(),
  partnerStatus: z.string(),
  policyId: z.string(),
  policyName: z.string(),
  policyDescription: z.string(),
  policyGroupId: z.string(),
  policyGroupName: z.string(),
  policyGroupDescription: z.string(),
  partnerComment: z.string(),
  status: z.string(),
  createdDateTime: OffsetDateTime,
  updatedDateTime: OffsetDateTime.nullable(),
  /** Our addition: why the request was decided so. */
  decisionReason: z.string().nullable(),
  /** Our addition: the last word is an administrator's, who waits for an answer. */
  awaitsAnswer: z.boolean(),
})

/** `GET /partner-policy-requests` (auth-services.md 2.3). */
export const listPolicyRequests = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partner-policy-requests',
  summary: 'Policy requests: all for an administrator, own ones for a partner',
  permission: 'policyRequests.list',
  ownership: 'scoped',
  envelope: v2('mosip.pms.all.partner.policy.mapping.requests.get'),
  query: z.object({
    partnerId: filter,
    partnerIdSearchType,
    partnerComment: filter,
    orgName: filter,
    policyId: filter,
    policyName: filter,
    policyGroupName: filter,
    partnerType: filter,
    status: exactFilter,
  }),
  list: {
    sortFields: [
      'partnerId',
      'partnerType',
      'orgName',
      'policyId',
      'policyGroupName',
      'policyName',
      'status',
      'requestDetail',
      'createdDateTime',
    ],
  },
  response: pageOf(PolicyRequest),
  failures: [
    'partner_id_search_unknown',
    'searched_partner_id_missing',
    'caller_has_no_partner',
    'partner_id_blank',
    'partner_type_blank',
    'partner_without_policy_group',
    'partner_policy_group_row_missing',
  ],
  fields: {
    partner_id_search_unknown: 'partnerIdSearchType',
    searched_partner_id_missing: 'partnerId',
  },
  unexpected: 'policy_request_list_failed',
})
