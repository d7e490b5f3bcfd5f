import { z } from 'zod'
import { endpoint, v1, v2 } from '../endpoint.ts'
import { LocalDateTime, filter, flagParameter, pageOf, pathText, requiredText } from '../fields.ts'
import {
  FilterValuesRequest,
  FilterValues,
  SearchRequest,
  searchFailures,
  searchPageOf,
} from '../search.ts'

/** A policy group as it is after a change. */
export const SavedPolicyGroup = z.object({
  id: z.string(),
  name: z.string(),
  desc: z.string(),
  is_Active: z.boolean(),
  cr_by: z.string(),
  cr_dtimes: LocalDateTime,
  up_by: z.string().nullable(),
  upd_dtimes: LocalDateTime.nullable(),
})

/** A policy group as V1 reads give it (policy.md 4.4). */
export const PolicyGroup = z.object({
  id: z.string(),
  crBy: z.string(),
  crDtimes: LocalDateTime,
  delDtimes: LocalDateTime.nullable(),
  desc: z.string(),
  isActive: z.boolean(),
  isDeleted: z.boolean().nullable(),
  name: z.string(),
  updBy: z.string().nullable(),
  updDtimes: LocalDateTime.nullable(),
  userId: z.string(),
})

/** `POST /policies/group/new` (policy.md 4.1). */
export const createPolicyGroup = endpoint({
  service: 'policy',
  method: 'POST',
  path: '/policies/group/new',
  summary: 'Create a policy group',
  permission: 'policyGroups.create',
  envelope: v1('request', { checksRequestTime: true }),
  request: z.object({ name: requiredText(128), desc: requiredText(256) }),
  response: SavedPolicyGroup,
  failures: [
    'field_invalid',
    'request_time_missing',
    'request_time_not_today',
    'policy_group_name_taken',
  ],
  fields: {
    policy_group_name_taken: 'name',
  },
})

/** `POST /policies/group/search` (policy.md 4.6). */
export const searchPolicyGroups = endpoint({
  service: 'policy',
  method: 'POST',
  path: '/policies/group/search',
  summary: 'Search policy groups',
  permission: 'policyGroups.search',
  envelope: v1(),
  request: SearchRequest,
  response: searchPageOf(PolicyGroup),
  failures: searchFailures,
})

/** `GET /policies/policy-groups` (policy.md 4.5). */
export const listActivePolicyGroups = endpoint({
  service: 'policy',
  method: 'GET',
  path: '/policies/policy-groups',
  summary: 'The active policy groups',
  permission: 'policyGroups.list',
  envelope: v2('mosip.pms.policy.groups.get'),
  response: z.array(z.object({ id: z.string(), description: z.string(), name: z.string() })),
  failures: ['no_active_policy_group'],
  unexpected: 'policy_group_list_failed',
})

/** `POST /policies/group/filtervalues` (policy.md 4.7). */
export const listPolicyGroupValues = endpoint({
  service: 'policy',
  method: 'POST',
  path: '/policies/group/filtervalues',
  summary: 'The values of columns of policy groups, for drop-downs',
  permission: 'policyGroups.filterValues',
  envelope: v1(),
  request: FilterValuesRequest,
  response: FilterValues,
  failures: ['field_invalid', 'unexpected', 'filter_type_unknown', ...searchFailures],
})

/** A policy group as the portal shows it, without its policies. */
const GroupSummary = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  isActive: z.boolean(),
  createdBy: z.string(),
  createdDateTime: LocalDateTime,
  updatedBy: z.string().nullable(),
  updatedDateTime: LocalDateTime.nullable(),
})

/** Policy groups page by page; upstream has only the V1 search (policy.md 4.6). */
export const listPolicyGroupPage = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/policy-groups',
  summary: 'Policy groups page by page',
  permission: 'policyGroups.read',
  envelope: v2('pmp.policy-groups.get'),
  query: z.object({
    id: filter,
    name: filter,
    description: filter,
    isActive: flagParameter,
    /** Text in the id, the name or the description. */
    search: filter,
  }),
  list: {
    sortFields: ['id', 'name', 'description', 'isActive', 'createdDateTime'],
    defaultPage: { pageNo: 0, pageSize: 8 },
    isLenient: true,
  },
  response: pageOf(GroupSummary),
  failures: [],
})

/** One policy group; its policies are a filter of the policy list, page by page. */
export const readPolicyGroupSummary = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/policy-groups/:policyGroupId',
  summary: 'One policy group, without its policies',
  permission: 'policyGroups.read',
  envelope: v2('pmp.policy-group.get'),
  params: z.object({ policyGroupId: pathText }),
  response: GroupSummary,
  failures: ['policy_group_id_not_found'],
})
