import { z } from 'zod'
import { endpoint, v2 } from '../../endpoint.ts'
import { JsonObject, LocalDateTime, pathText, requiredText } from '../../fields.ts'
import { contentFailures } from './changes.ts'

/** A draft beside a published policy. */
const NextVersion = z.object({
  policyId: z.string(),
  name: z.string(),
  desc: z.string(),
  version: z.string(),
  policies: JsonObject,
  /** Names this save and no other, ever; a save or publication names the one that it has read. */
  revision: z.number().int(),
  savedBy: z.string(),
  savedAt: LocalDateTime,
})

export const readNextVersion = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/policies/:policyId/next-version',
  summary: 'The draft of a published policy’s next version, or null',
  permission: 'policies.read',
  envelope: v2('pmp.policy-next-version.get'),
  params: z.object({ policyId: pathText }),
  response: NextVersion.nullable(),
  failures: ['policy_not_found'],
})

/**
 * The last change of the active policy that was read: its `upd_dtimes`, else its `cr_dtimes`. When
 * the policy is newer, a publication by someone else came between.
 */
const basedOn = requiredText(32)

/** Begins a next version (revision 0) or changes it; the active policy stays as it is. */
export const saveNextVersion = endpoint({
  service: 'portal',
  method: 'PUT',
  path: '/policies/:policyId/next-version',
  summary: 'Save the draft of a published policy’s next version',
  permission: 'policies.edit',
  envelope: v2('pmp.policy-next-version.put', { checksRequest: true }),
  params: z.object({ policyId: pathText }),
  request: z.object({
    name: requiredText(128),
    desc: requiredText(256),
    version: requiredText(8),
    policies: JsonObject.nullish(),
    /** The revision that was read; 0 begins a next version. */
    revision: z.number().int().min(0),
    basedOn,
  }),
  response: NextVersion,
  failures: [
    'field_invalid',
    'unexpected',
    'policy_not_found',
    'policy_not_published',
    'policy_already_deactivated',
    'policy_draft_changed',
    'policy_name_taken',
    ...contentFailures,
  ],
  fields: { policy_name_taken: 'name' },
})

/** Puts the next version in the place of the active one, with its event (policy.md 3.5). */
export const publishNextVersion = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/policies/:policyId/next-version/publish',
  summary: 'Publish the next version of a policy',
  permission: 'policies.publish',
  envelope: v2('pmp.policy-next-version.publish.post', { checksRequest: true }),
  params: z.object({ policyId: pathText }),
  request: z.object({ revision: z.number().int().min(1), basedOn }),
  response: z.object({ policyId: z.string(), version: z.string() }),
  failures: [
    'field_invalid',
    'policy_not_found',
    'policy_already_deactivated',
    'policy_group_not_active',
    'next_version_not_found',
    'policy_draft_changed',
    'policy_name_taken',
    ...contentFailures,
  ],
})

export const discardNextVersion = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/policies/:policyId/next-version/discard',
  summary: 'Throw the draft of a next version away',
  permission: 'policies.edit',
  envelope: v2('pmp.policy-next-version.discard.post', { checksRequest: true }),
  params: z.object({ policyId: pathText }),
  request: z.object({ revision: z.number().int().min(1) }),
  response: z.object({ policyId: z.string() }),
  failures: ['policy_not_found', 'next_version_not_found', 'policy_draft_changed'],
})
