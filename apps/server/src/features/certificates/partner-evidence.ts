import { Failure } from '@pmp/contract'
import type { Certificate } from '@pmp/x509'
import type { Context } from '../../context.ts'
import { findPartnerType, type Partner } from '../partners/queries.ts'
import { isDeactivated } from '../partners/rules.ts'
import { holdRevocations } from '../revocations/queries.ts'
import { findChain, type TrustChain } from '../../certificate-engine/chain.ts'
import { acceptanceRules } from '../../certificate-engine/path-rules.ts'
import type { AcceptanceRule } from '../../certificate-engine/acceptance.ts'
import type { PartnerEvidence } from '../../certificate-engine/rules.ts'

/** What decides whether a partner may get a certificate at all. */
export interface Readiness {
  partner: Pick<Partner, 'userId' | 'approvalStatus' | 'isActive' | 'policyGroupId'>
  type: { isPolicyRequired: boolean } | undefined
}

/** A3 steps 3 to 5, in that order. */
export const readinessRules: readonly AcceptanceRule<Readiness>[] = [
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

/** Gathers what the readiness rules look at. */
export async function gatherReadiness({ db }: Context, partner: Partner): Promise<Readiness> {
  return { partner, type: await findPartnerType(db, partner.partnerTypeCode) }
}

/**
 * Gathers what the rules for the certificate itself look at.
 * @param listsAt when revocation lists must be in date: today, also for what is to come
 */
export async function gatherPartnerEvidence(
  { db, config, now }: Context,
  certificate: Certificate,
  partner: Pick<Partner, 'name'>,
  domain: string,
  listsAt: Date = now,
): Promise<{ evidence: PartnerEvidence; chain: TrustChain }> {
  await holdRevocations(db, domain, 'to_accept')
  const rules = acceptanceRules(config)
  const chain = await findChain(db, { certificate, domain, at: now, rules, listsAt })
  const evidence = {
    certificate,
    now,
    path: chain.path,
    isRevoked: chain.revoked.length > 0,
    organizationName: partner.name,
    years: config.PARTNER_CERTIFICATE_YEARS,
    graceDays: config.PARTNER_CERTIFICATE_GRACE_DAYS,
    signatureAlgorithms: config.CERTIFICATE_SIGNATURE_ALGORITHMS,
  }
  return { evidence, chain }
}
