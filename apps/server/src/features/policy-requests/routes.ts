import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { decidePolicyRequest } from './decide-policy-request.ts'
import { listPolicyRequests, readPolicyRequest } from './read-policy-requests.ts'
import { submitPolicyRequest } from './submit-policy-request.ts'

export const policyRequestRoutes = [
  route(contract.submitPolicyRequest, submitPolicyRequest),
  route(contract.decidePolicyRequest, decidePolicyRequest),
  route(contract.listPolicyRequests, listPolicyRequests),
  route(contract.readPolicyRequest, readPolicyRequest),
]
