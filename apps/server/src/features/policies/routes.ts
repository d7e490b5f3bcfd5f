import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { createPolicyGroup } from './create-policy-group.ts'
import { publishPolicy } from './publish-policy.ts'
import {
  listActivePoliciesOfGroup,
  listActivePolicyGroups,
  listPolicies,
  readPolicy,
  readPolicyOfPartner,
} from './read-policies.ts'
import { createPolicy, updatePolicy } from './save-policy.ts'
import { updatePolicyGroup } from './update-policy-group.ts'

export const policyRoutes = [
  route(contract.createPolicyGroup, createPolicyGroup),
  route(contract.updatePolicyGroup, updatePolicyGroup),
  route(contract.listActivePolicyGroups, listActivePolicyGroups),
  route(contract.createPolicy, createPolicy),
  route(contract.updatePolicy, updatePolicy),
  route(contract.publishPolicy, publishPolicy),
  route(contract.readPolicy, readPolicy),
  route(contract.readPolicyOfPartner, readPolicyOfPartner),
  route(contract.listActivePoliciesOfGroup, listActivePoliciesOfGroup),
  route(contract.listPolicies, listPolicies),
]
