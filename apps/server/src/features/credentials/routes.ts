import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { addExtractors } from './add-extractors.ts'
import { mapCredentialType } from './map-credential-type.ts'
import { readCredentialPolicy, readExtractors } from './read-credentials.ts'

export const credentialRoutes = [
  route(contract.addExtractors, addExtractors),
  route(contract.readExtractors, readExtractors),
  route(contract.mapCredentialType, mapCredentialType),
  route(contract.readCredentialPolicy, readCredentialPolicy),
]
