import { z } from 'zod'
import { endpoint, v1 } from '../../endpoint.ts'
import {
  JsonObject,
  LocalDateTime,
  OffsetDateTime,
  optionalText,
  pathText,
  requiredText,
} from '../../fields.ts'
import { Policy } from './reading.ts'

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
  /** Upstream: the only date of this answer without zone. */
  upd_dtimes: LocalDateTime.nullable(),
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
  fields: {
    policy_name_taken: 'name',
    policy_id_taken: 'policyId',
    policy_type_not_allowed: 'policyType',
    policy_group_name_not_found: 'policyGroupName',
    policy_group_not_active: 'policyGroupName',
  },
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
  fields: {
    policy_name_taken: 'name',
    policy_group_name_not_found: 'policyGroupName',
    policy_group_not_active: 'policyGroupName',
  },
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

/** `PATCH /policies/{policyId}/group/{policygroupId}`, the old status change (policy.md 5.4). */
export const changePolicyStatus = endpoint({
  service: 'policy',
  method: 'PATCH',
  path: '/policies/:policyId/group/:policygroupId',
  summary: 'Change the status of a draft; kept for old clients',
  permission: 'policies.changeStatus',
  envelope: v1('request'),
  missingRequest: 'leftToOperation',
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
  fields: {
    policy_status_unknown: 'status',
  },
})
