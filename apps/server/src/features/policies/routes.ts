import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { changePolicyStatus, deactivatePolicy } from './deactivate-policy.ts'
import { publishPolicy } from './publish-policy.ts'
import {
  listActivePoliciesOfGroup,
  listAllPolicies,
  listPolicies,
  listPolicyValues,
  readPolicy,
  readPolicyConfig,
  readPolicyOfPartner,
  searchPolicies,
} from './read-policies.ts'
import { createPolicy, updatePolicy } from './save-policy.ts'

export const policyRoutes = [
  route(contract.createPolicy, createPolicy),
  route(contract.updatePolicy, updatePolicy),
  route(contract.publishPolicy, publishPolicy),
  route(contract.deactivatePolicy, deactivatePolicy),
  route(contract.changePolicyStatus, changePolicyStatus),
  route(contract.readPolicy, readPolicy),
  route(contract.readPolicyOfPartner, readPolicyOfPartner),
  route(contract.listActivePoliciesOfGroup, listActivePoliciesOfGroup),
  route(contract.listAllPolicies, listAllPolicies),
  route(contract.listPolicies, listPolicies),
  route(contract.searchPolicies, searchPolicies),
  route(contract.listPolicyValues, listPolicyValues),
  route(contract.readPolicyConfig, readPolicyConfig),
]
