import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { changePartnerStatus } from './change-partner-status.ts'
import { deactivatePolicyGroup } from './deactivate-policy-group.ts'
import { deactivatePolicy } from './deactivate-policy.ts'
import { previewDeactivation } from './preview-deactivation.ts'
import { updatePolicyGroup } from './update-policy-group.ts'

export const deactivationRoutes = [
  route(contract.changePartnerStatus, changePartnerStatus),
  route(contract.deactivatePolicy, deactivatePolicy),
  route(contract.updatePolicyGroup, updatePolicyGroup),
  route(contract.deactivatePolicyGroup, deactivatePolicyGroup),
  route(contract.previewDeactivation, previewDeactivation),
]
