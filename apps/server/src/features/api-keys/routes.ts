import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { changeApiKey } from './change-api-key.ts'
import { changeApiKeyStatus } from './change-api-key-status.ts'
import { generateApiKey } from './generate-api-key.ts'
import { moveApiKey } from './move-api-key.ts'
import { replaceApiKey } from './replace-api-key.ts'
import { listKeysOfPartner, searchApiKeys } from './read-deprecated.ts'
import { listAllApiKeys, listApiKeys, lookUpPolicyOfApiKey, readApiKey } from './read-api-keys.ts'

export const apiKeyRoutes = [
  route(contract.generateApiKey, generateApiKey),
  route(contract.listApiKeys, listApiKeys),
  route(contract.listAllApiKeys, listAllApiKeys),
  route(contract.readApiKey, readApiKey),
  route(contract.changeApiKeyStatus, changeApiKeyStatus),
  route(contract.changeApiKey, changeApiKey),
  route(contract.moveApiKey, moveApiKey),
  route(contract.replaceApiKey, replaceApiKey),
  route(contract.listKeysOfPartner, listKeysOfPartner),
  route(contract.searchApiKeys, searchApiKeys),
  route(contract.lookUpPolicyOfApiKey, lookUpPolicyOfApiKey),
]
