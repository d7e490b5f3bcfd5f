import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { createPolicyGroup } from './create-policy-group.ts'
import {
  listActivePolicyGroups,
  listPolicyGroupPage,
  listPolicyGroupValues,
  readPolicyGroupSummary,
  searchPolicyGroups,
} from './read-policy-groups.ts'

export const policyGroupRoutes = [
  route(contract.createPolicyGroup, createPolicyGroup),
  route(contract.listActivePolicyGroups, listActivePolicyGroups),
  route(contract.searchPolicyGroups, searchPolicyGroups),
  route(contract.listPolicyGroupValues, listPolicyGroupValues),
  route(contract.listPolicyGroupPage, listPolicyGroupPage),
  route(contract.readPolicyGroupSummary, readPolicyGroupSummary),
]
