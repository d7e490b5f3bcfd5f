import { z } from 'zod'
import { endpoint, v2 } from '../../endpoint.ts'
import { givenPathText, optionalBoolean, optionalText } from '../../fields.ts'

/** `PATCH /policies/{policyId}` (policy.md 5.5). */
export const deactivatePolicy = endpoint({
  service: 'policy',
  method: 'PATCH',
  path: '/policies/:policyId',
  summary: 'Deactivate a published policy with what hangs on it',
  description:
    'A policy that requests hold is refused, as upstream does, unless `endsRequests` says that they end, too (DEACTIVATION_CASCADE=full).',
  permission: 'policies.deactivate',
  envelope: v2('mosip.pms.deactivate.policy.patch', { checksRequest: true }),
  missingRequest: 'malformed',
  params: z.object({ policyId: givenPathText }),
  request: z.object({
    status: optionalText(),
    /** Ours: ends also the requests that hold it, where the setting lets it. */
    endsRequests: optionalBoolean,
  }),
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
  fields: {
    deactivation_status_wrong: 'status',
  },
  unexpected: 'policy_deactivation_failed',
})
