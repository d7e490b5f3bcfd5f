import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { giveConsent, readConsent } from './consent.ts'
import { readSession } from './read-session.ts'
import { listRoles, readSystemConfig } from './system-config.ts'

export const sessionRoutes = [
  route(contract.readSession, readSession),
  route(contract.readConsent, readConsent),
  route(contract.giveConsent, giveConsent),
  route(contract.readSystemConfig, readSystemConfig),
  route(contract.listRoles, listRoles),
]
