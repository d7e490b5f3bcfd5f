import { Failure } from '@pmp/contract'
import {
  accept,
  judge,
  type AcceptanceRule,
  type JudgedRule,
} from '../../certificate-engine/acceptance.ts'
import type { Context } from '../../context.ts'
import { findPartnerType, type Partner } from './queries.ts'
import { isDeactivated } from './rules.ts'

/** What decides whether a partner may get a certificate at all. */
interface Readiness {
  partner: Pick<Partner, 'userId' | 'approvalStatus' | 'isActive' | 'policyGroupId'>
  type: { isPolicyRequired: boolean } | undefined
}

/** certificates.md A3 steps 3 to 5, in that order. */
const readinessRules: readonly AcceptanceRule<Readiness>[] = [
  { rule: 'partner_active', check: checkIsActive },
  { rule: 'partner_type_known', check: checkTypeIsKnown },
  { rule: 'policy_group_chosen', check: checkHasPolicyGroup },
]

/**
 * A deactivated partner stays so; one that waits for its first certificate is fine.
 * @throws {Failure} partner_not_active
 */
function checkIsActive({ partner }: Readiness): void {
  if (isDeactivated(partner)) throw new Failure('partner_not_active')
}

/** @throws {Failure} partner_type_not_found */
function checkTypeIsKnown({ type }: Readiness): void {
  if (!type) throw new Failure('partner_type_not_found')
}

/** @throws {Failure} certificate_group_missing */
function checkHasPolicyGroup({ partner, type }: Readiness): void {
  if (type?.isPolicyRequired && !partner.policyGroupId) {
    throw new Failure('certificate_group_missing')
  }
}

/**
 * Whether a partner may get a certificate.
 * @throws {Failure} partner_not_active · partner_type_not_found · certificate_group_missing
 */
export async function acceptReadiness(context: Context, partner: Partner): Promise<void> {
  accept(readinessRules, await gatherReadiness(context, partner))
}

/** The same, told instead of refused. */
export async function judgeReadiness(context: Context, partner: Partner): Promise<JudgedRule[]> {
  return judge(readinessRules, await gatherReadiness(context, partner))
}

async function gatherReadiness({ db }: Context, partner: Partner): Promise<Readiness> {
  return { partner, type: await findPartnerType(db, partner.partnerTypeCode) }
}
