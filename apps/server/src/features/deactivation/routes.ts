import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { changePartnerStatus } from './change-partner-status.ts'

export const deactivationRoutes = [route(contract.changePartnerStatus, changePartnerStatus)]
