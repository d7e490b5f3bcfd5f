import { z } from 'zod'
import { endpoint, v1, v2 } from '../../endpoint.ts'
import {
  givenPathText,
  optionalBoolean,
  optionalText,
  pathText,
  requiredText,
} from '../../fields.ts'
import { SavedPolicyGroup } from '../policy-groups.ts'

/** `PUT /policies/group/{policygroupId}` (policy.md 4.2). */
export const updatePolicyGroup = endpoint({
  service: 'policy',
  method: 'PUT',
  path: '/policies/group/:policygroupId',
  summary: 'Change a policy group, or switch it on or off',
  permission: 'policyGroups.edit',
  envelope: v1('request'),
  params: z.object({ policygroupId: pathText }),
  request: z.object({
    name: requiredText(128),
    desc: requiredText(256),
    isActive: optionalBoolean,
  }),
  response: SavedPolicyGroup,
  failures: [
    'field_invalid',
    'policy_group_to_edit_not_found',
    'policy_group_name_taken',
    'group_has_active_policies',
    'unexpected',
  ],
  fields: {
    policy_group_name_taken: 'name',
  },
})

/** `PATCH /policies/group/{policyGroupId}` (policy.md 4.3). */
export const deactivatePolicyGroup = endpoint({
  service: 'policy',
  method: 'PATCH',
  path: '/policies/group/:policygroupId',
  summary: 'Deactivate a policy group that has no active policy and no draft',
  permission: 'policyGroups.deactivate',
  envelope: v2('mosip.pms.deactivate.policy.group.patch', { checksRequest: true }),
  missingRequest: 'malformed',
  params: z.object({ policygroupId: givenPathText }),
  request: z.object({ status: optionalText() }),
  freeText: ['status'],
  response: z.object({ policyGroupId: z.string(), isActive: z.boolean() }),
  failures: [
    'deactivation_status_wrong',
    'policy_group_to_deactivate_not_found',
    'policy_group_already_deactivated',
    'group_has_active_and_draft_policies',
    'group_has_active_policies',
    'group_has_draft_policies',
  ],
  fields: {
    deactivation_status_wrong: 'status',
  },
  unexpected: 'policy_group_deactivation_failed',
})
