import { z } from 'zod'
import { endpoint, v1, v2 } from '../../endpoint.ts'
import {
  JsonObject,
  LocalDateTime,
  OffsetDateTime,
  exactFilter,
  filter,
  pageOf,
  pathText,
} from '../../fields.ts'

/** A policy with its group as V1 reads give it (policy.md 3.3). */
export const Policy = z.object({
  policyGroupId: z.string(),
  policyGroupName: z.string(),
  policyGroupDesc: z.string(),
  policyGroupStatus: z.boolean(),
  policyGroup_cr_by: z.string(),
  policyGroup_cr_dtimes: LocalDateTime,
  policyGroup_up_by: z.string().nullable(),
  policyGroup_upd_dtimes: LocalDateTime.nullable(),
  policyId: z.string(),
  policyName: z.string(),
  policyDesc: z.string(),
  policyType: z.string(),
  publishDate: LocalDateTime,
  validTill: LocalDateTime,
  status: z.enum(['PUBLISHED', 'DRAFTED']),
  version: z.string(),
  schema: z.string().nullable(),
  is_Active: z.boolean(),
  cr_by: z.string(),
  cr_dtimes: LocalDateTime,
  up_by: z.string().nullable(),
  upd_dtimes: LocalDateTime.nullable(),
  policies: JsonObject,
})

/** `GET /policies/{policyId}` (policy.md 5.6). */
export const readPolicy = endpoint({
  service: 'policy',
  method: 'GET',
  path: '/policies/:policyId',
  summary: 'One policy with its group',
  permission: 'policies.read',
  envelope: v1(),
  params: z.object({ policyId: pathText }),
  response: Policy,
  failures: ['policy_not_found', 'policy_text_unreadable'],
})

/** `GET /policies/{policyId}/partner/{partnerId}` (policy.md 5.6, additions-1.3.0.md 8). */
export const readPolicyOfPartner = endpoint({
  service: 'policy',
  method: 'GET',
  path: '/policies/:policyId/partner/:partnerId',
  summary: 'A policy, if the partner may use it; for Datashare and other modules',
  permission: 'policies.read',
  envelope: v1(),
  params: z.object({ policyId: pathText, partnerId: pathText }),
  response: Policy,
  failures: ['no_active_key_for_policy', 'policy_not_found', 'policy_text_unreadable'],
})

/** `GET /policies` (policy.md 5.6). */
export const listAllPolicies = endpoint({
  service: 'policy',
  method: 'GET',
  path: '/policies',
  summary: 'Every policy with its group',
  permission: 'policies.listAll',
  envelope: v1(),
  isWhole: true,
  response: z.array(Policy),
  failures: [],
})

/** `GET /policies/v2` (policy.md 5.8). */
export const listPolicies = endpoint({
  service: 'policy',
  method: 'GET',
  path: '/policies/v2',
  summary: 'Policies page by page',
  permission: 'policies.list',
  envelope: v2('mosip.pms.policies.get'),
  query: z.object({
    policyType: filter,
    policyId: filter,
    policyName: filter,
    policyDescription: filter,
    /** Beyond upstream: the policies of one group, by its whole id. */
    policyGroupId: exactFilter,
    policyGroupName: filter,
    status: exactFilter,
    /** Beyond upstream: text in the id, the name, the description or the name of the group. */
    search: filter,
  }),
  list: {
    sortFields: [
      'policyId',
      'policyName',
      'policyDescription',
      'policyGroupId',
      'policyGroupName',
      'status',
      'createdDateTime',
    ],
    defaultPage: { pageNo: 0, pageSize: 8 },
    isLenient: true,
  },
  response: pageOf(
    z.object({
      policyId: z.string(),
      policyType: z.string(),
      policyName: z.string(),
      policyDescription: z.string(),
      policyGroupId: z.string(),
      policyGroupName: z.string(),
      status: z.enum(['activated', 'deactivated', 'draft']),
      createdDateTime: OffsetDateTime,
    }),
  ),
  failures: [],
  unexpected: 'policy_list_failed',
})

/** `GET /policies/config/{key}` (policy.md 5.11); only keys of an allow-list have a value. */
export const readPolicyConfig = endpoint({
  service: 'policy',
  method: 'GET',
  path: '/policies/config/:key',
  summary: 'A configuration value for policy clients',
  permission: 'policies.readConfig',
  envelope: v1(),
  params: z.object({ key: pathText }),
  response: z.object({ key: z.string(), value: z.union([z.string(), JsonObject]).nullable() }),
  failures: [],
})
