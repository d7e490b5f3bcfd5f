import { z } from 'zod'
import { endpoint, v1, v2 } from '../../endpoint.ts'
import {
  LocalDateTime,
  OffsetDateTime,
  endOfValidity,
  givenText,
  optionalText,
  pathText,
  requestFailures,
  requiredText,
} from '../../fields.ts'

/** What a label may have at most (database.md 16). */
export const apiKeyLabelLength = 36

/** `PATCH /partners/{partnerId}/generate/apikey` (auth-services.md 3.1, additions-1.3.0.md 6.2). */
export const generateApiKey = endpoint({
  service: 'partner',
  method: 'PATCH',
  path: '/partners/:partnerId/generate/apikey',
  summary: 'Generate an API key; the answer is the only place that shows it',
  permission: 'apiKeys.generate',
  envelope: v1('request', { checksRequestTime: true }),
  params: z.object({ partnerId: pathText }),
  request: z.object({ policyName: requiredText(128), label: requiredText(apiKeyLabelLength) }),
  response: z.object({
    apiKey: z.string(),
    label: z.string(),
    policyId: z.string(),
    partnerId: z.string(),
  }),
  failures: [
    'field_invalid',
    'request_time_missing',
    'request_time_not_today',
    'caller_not_owner',
    'key_partner_not_found',
    'partner_not_active',
    'policy_not_in_partner_group',
    'api_key_label_taken',
    'policy_not_approved_for_partner',
    'policy_not_active',
    'policy_expired',
    'group_of_policy_not_active',
    'certificate_not_uploaded',
  ],
  fields: {
    api_key_label_taken: 'label',
    policy_not_in_partner_group: 'policyName',
    policy_not_approved_for_partner: 'policyName',
    policy_not_active: 'policyName',
    policy_expired: 'policyName',
    group_of_policy_not_active: 'policyName',
  },
})

/** `PATCH /partners/{partnerId}/policy/{policyId}/apiKey/status` (auth-services.md 3.3). */
export const changeApiKeyStatus = endpoint({
  service: 'partner',
  method: 'PATCH',
  path: '/partners/:partnerId/policy/:policyId/apiKey/status',
  summary: 'Activate or deactivate an API key',
  permission: 'apiKeys.changeStatus',
  envelope: v1('request'),
  params: z.object({ partnerId: pathText, policyId: pathText }),
  request: z.object({ label: requiredText(apiKeyLabelLength), status: requiredText() }),
  response: z.string(),
  failures: [
    'field_invalid',
    'api_key_label_not_found',
    'caller_not_owner',
    'partner_not_active',
    'policy_not_active',
    'api_key_not_active',
    'api_key_status_unknown',
  ],
  fields: {
    api_key_label_not_found: 'label',
    api_key_status_unknown: 'status',
  },
})

/** `PATCH /partners/{partnerId}/policies/{policyId}/api-keys/{apiKeyName}` (additions-1.3.0.md 6.1). */
export const changeApiKey = endpoint({
  service: 'partner',
  method: 'PATCH',
  path: '/partners/:partnerId/policies/:policyId/api-keys/:apiKeyName',
  summary: 'Deactivate an API key for good, or let an administrator change when it ends',
  permission: 'apiKeys.change',
  envelope: v2('mosip.pms.update.api.key.patch', { checksRequest: true }),
  params: z.object({ partnerId: pathText, policyId: pathText, apiKeyName: pathText }),
  request: z.object({
    /** `De-active` or `INACTIVE`, letter case ignored. */
    status: optionalText(),
    expiryDateTime: endOfValidity,
  }),
  response: z.object({
    partnerId: z.string(),
    policyId: z.string(),
    apiKeyName: z.string(),
    apiKeyExpiryDateTime: OffsetDateTime.nullable(),
    status: z.enum(['active', 'De-active']),
  }),
  failures: [
    ...requestFailures,
    'characters_not_allowed',
    'api_key_path_blank',
    'api_key_change_empty',
    'key_partner_not_found',
    'policy_not_in_partner_group',
    'api_key_label_not_found',
    'caller_not_owner',
    'api_key_not_own',
    'partner_not_active',
    'api_key_ended',
    'api_key_expiry_not_yours',
    'api_key_expiry_past',
    'api_key_deactivation_unknown',
  ],
  fields: {
    api_key_expiry_not_yours: 'expiryDateTime',
    api_key_expiry_past: 'expiryDateTime',
    api_key_deactivation_unknown: 'status',
  },
  unexpected: 'api_key_change_failed',
})

/** `PUT /partners/{partnerId}/apikey/{apikey}/policies` (auth-services.md 3.4). */
export const moveApiKey = endpoint({
  service: 'partner',
  method: 'PUT',
  path: '/partners/:partnerId/apikey/:apikey/policies',
  summary:
    'Give an API key another policy; consumers may keep the old one, so replace the key instead',
  permission: 'apiKeys.move',
  envelope: v1('request'),
  params: z.object({ partnerId: pathText, apikey: pathText }),
  request: z.object({ oldPolicyID: givenText(36), newPolicyID: givenText(36) }),
  response: z.object({ message: z.string() }),
  failures: [
    'field_invalid',
    'api_key_policy_same',
    'api_key_of_policy_not_found',
    'api_key_not_active',
    'policy_not_in_partner_group',
    'policy_not_active',
    'policy_expired',
    'group_of_policy_not_active',
    'policy_not_approved_for_partner',
  ],
  fields: {
    api_key_policy_same: 'newPolicyID',
    api_key_of_policy_not_found: 'oldPolicyID',
    policy_not_in_partner_group: 'newPolicyID',
    policy_not_active: 'newPolicyID',
    policy_expired: 'newPolicyID',
    group_of_policy_not_active: 'newPolicyID',
    policy_not_approved_for_partner: 'newPolicyID',
  },
})

/** A new key in the place of another one, for a change-over without a gap. */
export const replaceApiKey = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/partners/:partnerId/policies/:policyId/api-keys/:apiKeyName/replacement',
  summary:
    'Replace an API key by a new one, which only this answer shows; the old one ends when asked',
  permission: 'apiKeys.replace',
  ownership: 'hidden',
  envelope: v2('pmp.api-keys.replacement.post'),
  params: z.object({ partnerId: pathText, policyId: pathText, apiKeyName: pathText }),
  request: z.object({
    /** The label of the new key. */
    label: requiredText(apiKeyLabelLength),
    /** Absent: the new key is for the same policy. */
    newPolicyId: optionalText(36),
    /** Until then both work. Absent: the old key ends at once. */
    oldKeyEndsAt: endOfValidity,
  }),
  response: z.object({
    apiKey: z.string(),
    label: z.string(),
    policyId: z.string(),
    partnerId: z.string(),
    oldKeyEndsAt: LocalDateTime,
  }),
  failures: [
    'field_invalid',
    'partner_not_found',
    'partner_not_active',
    'api_key_label_not_found',
    'api_key_not_active',
    'api_key_expiry_past',
    'api_key_end_later',
    'api_key_label_taken',
    'policy_not_in_partner_group',
    'policy_not_active',
    'policy_expired',
    'group_of_policy_not_active',
    'policy_not_approved_for_partner',
    'certificate_not_uploaded',
  ],
  fields: {
    api_key_label_taken: 'label',
    api_key_expiry_past: 'oldKeyEndsAt',
    api_key_end_later: 'oldKeyEndsAt',
    policy_not_in_partner_group: 'newPolicyId',
    policy_not_active: 'newPolicyId',
    policy_expired: 'newPolicyId',
    group_of_policy_not_active: 'newPolicyId',
    policy_not_approved_for_partner: 'newPolicyId',
  },
})
