import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { resubmitPolicyRequest } from './resubmit-request.ts'
import { writeRequestMessage } from './write-message.ts'

export const conversationRoutes = [
  route(contract.writeRequestMessage, writeRequestMessage),
  route(contract.resubmitPolicyRequest, resubmitPolicyRequest),
]
