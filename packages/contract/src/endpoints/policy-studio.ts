import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { JsonObject, LocalDateTime, pathText, requiredText } from '../fields.ts'
import { contentFailures } from './policies/changes.ts'

/*
 * What the policy studio needs beyond upstream: earlier versions, who is affected by a change, and
 * the next version of a published policy, which stays a draft beside it until it is published.
 */

const PolicyVersion = z.object({
  /** Names the version in the next call: instant of the change, with microseconds. */
  changedAt: z.string(),
  changedBy: z.string(),
  policyName: z.string(),
  policyDesc: z.string(),
  version: z.string(),
  status: z.enum(['draft', 'activated', 'deactivated']),
  /** False for imported rows whose text is no JSON object (database.md 2.8). */
  isReadable: z.boolean(),
  policies: JsonObject.nullable(),
})

/** The history of a policy, newest first (policy.md 3.4). */
export const listPolicyVersions = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/policies/:policyId/versions',
  summary: 'What a policy said at each change, newest first',
  permission: 'policies.read',
  envelope: v2('pmp.policy-versions.get'),
  params: z.object({ policyId: pathText }),
  query: z.object({
    /** Answers versions older than this `changedAt`; absent: the newest. */
    before: z.iso.datetime({ local: true, precision: 6 }).optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  response: z.array(PolicyVersion),
  failures: ['policy_not_found'],
})

/** A partner that a policy reaches: the newest twenty of each kind, counts exact, no key itself. */
const ReachedPartner = z.object({
  partnerId: z.string(),
  orgName: z.string(),
  partnerType: z.string(),
  requestStatus: z.string().nullable(),
  activeApiKeys: z.number().int(),
  apiKeys: z.array(
    z.object({ label: z.string(), isActive: z.boolean(), validTo: LocalDateTime.nullable() }),
  ),
  activeOidcClients: z.number().int(),
  oidcClients: z.array(z.object({ name: z.string(), status: z.string() })),
  activeMispLicences: z.number().int(),
  mispLicences: z.array(
    z.object({
      name: z.string().nullable(),
      isActive: z.boolean(),
      validTo: LocalDateTime.nullable(),
    }),
  ),
})

/** Whom a change of the policy reaches. Lists are bounded, counts are exact. */
export const readPolicyReach = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/policies/:policyId/reach',
  summary: 'Partners, requests and keys that depend on a policy',
  permission: 'policies.read',
  envelope: v2('pmp.policy-reach.get'),
  params: z.object({ policyId: pathText }),
  response: z.object({
    /** What stops a deactivation (policy.md 5.5). */
    approvedRequests: z.number().int(),
    pendingRequests: z.number().int(),
    activeApiKeys: z.number().int(),
    activeOidcClients: z.number().int(),
    activeMispLicences: z.number().int(),
    /** How many partners there are; the list names the first hundred by name. */
    total: z.number().int(),
    partners: z.array(ReachedPartner),
  }),
  failures: ['policy_not_found'],
})

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
