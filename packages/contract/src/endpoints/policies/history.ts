import { z } from 'zod'
import { endpoint, v2 } from '../../endpoint.ts'
import { JsonObject, LocalDateTime, pathText, wholeParameterOr } from '../../fields.ts'

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
    limit: wholeParameterOr(20, 1, 50),
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
