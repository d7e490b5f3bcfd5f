import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import {
  discardNextVersion,
  publishNextVersion,
  readNextVersion,
  saveNextVersion,
} from './next-version.ts'
import { listPolicyVersions, readPolicyReach } from './read-policy-history.ts'

export const policyStudioRoutes = [
  route(contract.listPolicyVersions, listPolicyVersions),
  route(contract.readPolicyReach, readPolicyReach),
  route(contract.readNextVersion, readNextVersion),
  route(contract.saveNextVersion, saveNextVersion),
  route(contract.publishNextVersion, publishNextVersion),
  route(contract.discardNextVersion, discardNextVersion),
]
