import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { listOwnPartners } from './list-own-partners.ts'
import { registerPartner } from './register-partner.ts'
import { verifyEmail } from './verify-email.ts'

export const partnerRoutes = [
  route(contract.registerPartner, registerPartner),
  route(contract.verifyEmail, verifyEmail),
  route(contract.listOwnPartners, listOwnPartners),
]
