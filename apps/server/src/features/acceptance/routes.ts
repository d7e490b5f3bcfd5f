import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { checkAcceptance } from './check-acceptance.ts'

export const acceptanceRoutes = [route(contract.checkAcceptance, checkAcceptance)]
