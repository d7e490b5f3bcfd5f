import { z } from 'zod'
import { endpoint, v1 } from '../../endpoint.ts'
import { pathText } from '../../fields.ts'
import { PolicyGroup } from '../policy-groups.ts'
import { Policy } from './reading.ts'

/** A policy as the reads of a group give it: itself, without type and group (policy.md 4.4). */
const PolicyOfGroup = Policy.pick({
  policyId: true,
  policyName: true,
  policyDesc: true,
  publishDate: true,
  validTill: true,
  status: true,
  version: true,
  schema: true,
  is_Active: true,
  cr_by: true,
  cr_dtimes: true,
  up_by: true,
  upd_dtimes: true,
  policies: true,
})

const GroupWithPolicies = z.object({
  policyGroup: PolicyGroup,
  policies: z.array(PolicyOfGroup),
})

/** `GET /policies/group/{policygroupId}` (policy.md 4.4). */
export const readPolicyGroup = endpoint({
  service: 'policy',
  method: 'GET',
  path: '/policies/group/:policygroupId',
  summary: 'A policy group with its policies',
  permission: 'policyGroups.read',
  envelope: v1(),
  params: z.object({ policygroupId: pathText }),
  isWhole: true,
  response: GroupWithPolicies,
  failures: ['policy_group_id_not_found'],
})

/** `GET /policies/group/all` (policy.md 4.4). */
export const listPolicyGroups = endpoint({
  service: 'policy',
  method: 'GET',
  path: '/policies/group/all',
  summary: 'Every policy group with its policies',
  permission: 'policyGroups.listAll',
  envelope: v1(),
  isWhole: true,
  response: z.array(GroupWithPolicies),
  failures: [],
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
