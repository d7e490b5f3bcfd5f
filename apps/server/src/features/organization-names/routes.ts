import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { decideNameRequest } from './decide-name-request.ts'
import { listNameRequests, listNameRequestsOfPartner } from './read-name-requests.ts'
import { requestOrganizationName, withdrawNameRequest } from './request-name.ts'

export const organizationNameRoutes = [
  route(contract.listNameRequestsOfPartner, listNameRequestsOfPartner),
  route(contract.requestOrganizationName, requestOrganizationName),
  route(contract.withdrawNameRequest, withdrawNameRequest),
  route(contract.listNameRequests, listNameRequests),
  route(contract.decideNameRequest, decideNameRequest),
]
