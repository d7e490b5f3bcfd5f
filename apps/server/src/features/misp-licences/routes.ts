import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { changeMispKeyStatus } from './change-key-status.ts'
import { deactivateMispLicence } from './deactivate-licence.ts'
import { generateMispKey } from './generate-key.ts'
import { generateMispLicence, regenerateMispLicence } from './generate-licence.ts'
import { readMispKey } from './read-key.ts'
import { listMispKeyValues, listMispKeys, searchMispKeys } from './read-keys.ts'
import { listMispLicences, readMispLicence } from './read-licences.ts'

export const mispLicenceRoutes = [
  route(contract.generateMispKey, generateMispKey),
  route(contract.changeMispKeyStatus, changeMispKeyStatus),
  route(contract.listMispKeys, listMispKeys),
  route(contract.readMispKey, readMispKey),
  route(contract.searchMispKeys, searchMispKeys),
  route(contract.listMispKeyValues, listMispKeyValues),
  route(contract.generateMispLicence, generateMispLicence),
  route(contract.listMispLicences, listMispLicences),
  route(contract.readMispLicence, readMispLicence),
  route(contract.deactivateMispLicence, deactivateMispLicence),
  route(contract.regenerateMispLicence, regenerateMispLicence),
]
