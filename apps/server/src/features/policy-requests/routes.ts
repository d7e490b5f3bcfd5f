import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import {
  listKeyRequests,
  listKeyRequestValues,
  readKeyRequest,
  searchKeyRequests,
} from './read-key-requests.ts'
import { listPolicyRequests } from './read-policy-requests.ts'
import { submitPolicyRequest } from './submit-policy-request.ts'

export const policyRequestRoutes = [
  route(contract.submitPolicyRequest, submitPolicyRequest),
  route(contract.listPolicyRequests, listPolicyRequests),
  route(contract.listKeyRequests, listKeyRequests),
  route(contract.readKeyRequest, readKeyRequest),
  route(contract.searchKeyRequests, searchKeyRequests),
  route(contract.listKeyRequestValues, listKeyRequestValues),
]
