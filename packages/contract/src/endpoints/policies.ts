import { z } from 'zod'
import { endpoint, v1, v2 } from '../endpoint.ts'
import {
  JsonObject,
  LocalDateTime,
  OffsetDateTime,
  filter,
  givenPathText,
  optionalText,
  pageOf,
  pathText,
  requiredText,
} from '../fields.ts'

/** What a document that breaks its schema is refused with (policy.md 2.2). */
export const contentFailures = [
  'policy_schema_missing',
  'policy_value_not_allowed',
  'policy_property_missing',
  'policy_value_wrong_type',
  'policy_array_too_short',
  'policy_string_too_short',
] as const

const SavedPolicy = z.object({
  id: z.string(),
  policyGroupName: z.string(),
  name: z.string(),
  desc: z.string(),
  is_Active: z.boolean(),
  cr_by: z.string(),
  cr_dtimes: OffsetDateTime,
  up_by: z.string().nullable(),
  upd_dtimes: OffsetDateTime.nullable(),
})

/** `POST /policies` (policy.md 5.1). */
export const createPolicy = endpoint({
  service: 'policy',
  method: 'POST',
  path: '/policies',
  summary: 'Create a policy as draft',
  permission: 'policies.create',
  envelope: v1('request'),
  request: z.object({
    policyId: optionalText(36),
    policyGroupName: requiredText(128),
    policyType: requiredText(128),
    name: requiredText(128),
    desc: requiredText(256),
    version: requiredText(8),
    policies: JsonObject.nullish(),
  }),
  response: SavedPolicy,
  failures: [
    'field_invalid',
    'unexpected',
    'policy_type_not_allowed',
    'policy_group_name_not_found',
    'policy_group_not_active',
    'policy_name_taken',
    'policy_id_taken',
    ...contentFailures,
  ],
})

/** `PUT /policies/{policyId}` (policy.md 5.2). */
export const updatePolicy = endpoint({
  service: 'policy',
  method: 'PUT',
  path: '/policies/:policyId',
  summary: 'Change a draft',
  permission: 'policies.edit',
  envelope: v1('request'),
  params: z.object({ policyId: pathText }),
  request: z.object({
    policyGroupName: requiredText(128),
    name: requiredText(128),
    desc: requiredText(256),
    version: requiredText(8),
    policies: JsonObject.nullish(),
    /**
     * Beyond upstream: the `upd_dtimes` (of a never changed draft `cr_dtimes`) that was read. When
     * the draft is newer, the save is refused instead of overwriting it.
     */
    basedOn: optionalText(32),
  }),
  response: SavedPolicy,
  failures: [
    'field_invalid',
    'unexpected',
    'policy_draft_changed',
    'policy_group_name_not_found',
    'policy_group_not_active',
    'policy_not_found',
    'policy_not_in_group',
    'published_policy_not_editable',
    'policy_name_taken',
    ...contentFailures,
  ],
})

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

/** `POST /policies/{policyId}/group/{policygroupId}/publish` (policy.md 5.3). */
export const publishPolicy = endpoint({
  service: 'policy',
  method: 'POST',
  path: '/policies/:policyId/group/:policygroupId/publish',
  summary: 'Publish a draft',
  permission: 'policies.publish',
  envelope: v1(),
  params: z.object({ policyId: pathText, policygroupId: pathText }),
  response: Policy,
  failures: [
    'policy_group_id_not_found',
    'policy_group_not_active',
    'policy_not_found',
    'policy_not_in_group',
    'policy_already_published',
  ],
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

/** `GET /policies/active/group/{groupName}` (policy.md 5.7). */
export const listActivePoliciesOfGroup = endpoint({
  service: 'policy',
  method: 'GET',
  path: '/policies/active/group/:groupName',
  summary: 'The active policies of a group',
  permission: 'policies.listActive',
  envelope: v1(),
  params: z.object({ groupName: pathText }),
  response: z.array(
    z.object({
      policyGroupId: z.string(),
      policyGroupName: z.string(),
      id: z.string(),
      name: z.string(),
      descr: z.string(),
      policyType: z.string(),
    }),
  ),
  failures: ['policy_group_name_not_found', 'policy_group_not_active'],
})

/** `GET /policies` (policy.md 5.6). */
export const listAllPolicies = endpoint({
  service: 'policy',
  method: 'GET',
  path: '/policies',
  summary: 'Every policy with its group',
  permission: 'policies.listAll',
  envelope: v1(),
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
    policyGroupId: filter,
    policyGroupName: filter,
    status: filter,
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

/** `PATCH /policies/{policyId}` (policy.md 5.5). */
export const deactivatePolicy = endpoint({
  service: 'policy',
  method: 'PATCH',
  path: '/policies/:policyId',
  summary: 'Deactivate a published policy that no request holds',
  permission: 'policies.deactivate',
  envelope: v2('mosip.pms.deactivate.policy.patch', { checksRequest: true }),
  params: z.object({ policyId: givenPathText }),
  request: z.object({ status: optionalText() }),
  freeText: ['status'],
  response: z.object({ policyId: z.string(), isActive: z.boolean() }),
  failures: [
    'deactivation_status_wrong',
    'policy_to_deactivate_not_found',
    'draft_not_deactivatable',
    'policy_already_deactivated',
    'policy_has_approved_requests',
    'policy_has_pending_requests',
  ],
  unexpected: 'policy_deactivation_failed',
})

/** `PATCH /policies/{policyId}/group/{policygroupId}`, the old status change (policy.md 5.4). */
export const changePolicyStatus = endpoint({
  service: 'policy',
  method: 'PATCH',
  path: '/policies/:policyId/group/:policygroupId',
  summary: 'Change the status of a draft; kept for old clients',
  permission: 'policies.changeStatus',
  envelope: v1('request'),
  params: z.object({ policyId: pathText, policygroupId: pathText }),
  request: z.object({ status: optionalText() }),
  response: z.object({ message: z.string() }),
  failures: [
    'unexpected',
    'policy_status_unknown',
    'policy_group_id_not_found',
    'policy_group_not_active',
    'policy_not_found',
    'policy_not_in_group',
    'published_policy_status_fixed',
    'draft_not_activatable',
    'policy_has_active_keys',
  ],
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
