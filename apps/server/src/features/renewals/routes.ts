import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { cancelRenewal } from './cancel-renewal.ts'
import { scheduleRenewal } from './schedule-renewal.ts'

export const renewalRoutes = [
  route(contract.scheduleRenewal, scheduleRenewal),
  route(contract.cancelRenewal, cancelRenewal),
]
