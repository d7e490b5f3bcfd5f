import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { readRequestedCredentialType, readRequestedExtractors } from './read-requested.ts'
import { requestCredentialType, requestCredentialTypeOfPartner } from './request-credential-type.ts'
import { requestExtractors, requestExtractorsOfPartner } from './request-extractors.ts'

export const credentialRequestRoutes = [
  route(contract.requestExtractors, requestExtractors),
  route(contract.requestExtractorsOfPartner, requestExtractorsOfPartner),
  route(contract.readRequestedExtractors, readRequestedExtractors),
  route(contract.requestCredentialType, requestCredentialType),
  route(contract.requestCredentialTypeOfPartner, requestCredentialTypeOfPartner),
  route(contract.readRequestedCredentialType, readRequestedCredentialType),
]
