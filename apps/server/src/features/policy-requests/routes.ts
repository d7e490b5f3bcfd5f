import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { listPolicyRequests } from './read-policy-requests.ts'
import { decidePolicyRequest } from './decide-policy-request.ts'
import {
  listKeyRequests,
  listKeyRequestValues,
  readKeyRequest,
  searchKeyRequests,
} from './read-key-requests.ts'
import { listPolicyRequests, readPolicyRequest } from './read-policy-requests.ts'
import { submitPolicyRequest } from './submit-policy-request.ts'

export const policyRequestRoutes = [
  route(contract.submitPolicyRequest, submitPolicyRequest),
  route(contract.listPolicyRequests, listPolicyRequests),
  route(contract.readPolicyRequest, readPolicyRequest),
  route(contract.listKeyRequests, listKeyRequests),
  route(contract.readKeyRequest, readKeyRequest),
  route(contract.searchKeyRequests, searchKeyRequests),
  route(contract.listKeyRequestValues, listKeyRequestValues),
]
