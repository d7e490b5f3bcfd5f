import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { decideMappingChange } from './decide-change.ts'
import { listMappingChanges } from './list-changes.ts'
import { requestMappingChange } from './request-change.ts'

export const mappingChangeRoutes = [
  route(contract.requestMappingChange, requestMappingChange),
  route(contract.listMappingChanges, listMappingChanges),
  route(contract.decideMappingChange, decideMappingChange),
]
