import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { changePolicyStatus } from './change-policy-status.ts'
import { listPolicyVersions } from './list-policy-versions.ts'
import {
  discardNextVersion,
  publishNextVersion,
  readNextVersion,
  saveNextVersion,
} from './next-version.ts'
import { publishPolicy } from './publish-policy.ts'
import {
  listAllPolicies,
  listPolicies,
  listPolicyValues,
  readPolicy,
  readPolicyConfig,
  readPolicyOfPartner,
  searchPolicies,
} from './read-policies.ts'
import {
  listActivePoliciesOfGroup,
  listPolicyGroups,
  readPolicyGroup,
} from './read-policies-of-groups.ts'
import { readPolicyReach } from './read-policy-reach.ts'
import { createPolicy, updatePolicy } from './save-policy.ts'

export const policyRoutes = [
  route(contract.createPolicy, createPolicy),
  route(contract.updatePolicy, updatePolicy),
  route(contract.publishPolicy, publishPolicy),
  route(contract.changePolicyStatus, changePolicyStatus),
  route(contract.readPolicy, readPolicy),
  route(contract.readPolicyOfPartner, readPolicyOfPartner),
  route(contract.listActivePoliciesOfGroup, listActivePoliciesOfGroup),
  route(contract.readPolicyGroup, readPolicyGroup),
  route(contract.listPolicyGroups, listPolicyGroups),
  route(contract.listAllPolicies, listAllPolicies),
  route(contract.listPolicies, listPolicies),
  route(contract.searchPolicies, searchPolicies),
  route(contract.listPolicyValues, listPolicyValues),
  route(contract.readPolicyConfig, readPolicyConfig),
  route(contract.listPolicyVersions, listPolicyVersions),
  route(contract.readPolicyReach, readPolicyReach),
  route(contract.readNextVersion, readNextVersion),
  route(contract.saveNextVersion, saveNextVersion),
  route(contract.publishNextVersion, publishNextVersion),
  route(contract.discardNextVersion, discardNextVersion),
]
