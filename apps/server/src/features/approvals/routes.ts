import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { decidePolicyRequest } from './decide-policy-request.ts'
import { readPolicyRequest } from './read-policy-request.ts'

export const approvalRoutes = [
  route(contract.decidePolicyRequest, decidePolicyRequest),
  route(contract.readPolicyRequest, readPolicyRequest),
]
