import { Failure, roles, rolesExemptFromOwnership } from '@pmp/contract'
import type { Config } from '../../config.ts'
import type { Actor } from '../../context.ts'

/** What the rules need to know of a partner. */
export interface PartnerState {
  userId: string
  approvalStatus: string
  isActive: boolean
}

export function isAdministrator(actor: Actor): boolean {
  return actor.roles.includes(roles.partnerAdmin)
}

/** Administrators of partners or policies need no partner row (additions-1.3.0.md 1.5). */
export function needsNoPartner(actor: Actor): boolean {
  return isAdministrator(actor) || actor.roles.includes(roles.policyManager)
}

/** Keycloak lower-cases user names, so letter case does not count (partner.md 1.3, "Right"). */
export function isOwner(actor: Actor, partner: Pick<PartnerState, 'userId'>): boolean {
  return partner.userId.toLowerCase() === actor.userName.toLowerCase()
}

/**
 * Ownership of V1 endpoints: administrators and service accounts may act for everybody, others
 * for their own partners only.
 * @throws {Failure} caller_not_owner
 */
export function checkMayActFor(actor: Actor, partner: Pick<PartnerState, 'userId'>): void {
  const isExempt = actor.roles.some((role) => rolesExemptFromOwnership.includes(role))
  if (!isExempt && !isOwner(actor, partner)) throw new Failure('caller_not_owner')
}

/** Approved once and switched off since: a terminal state (partner.md 1.8). */
export function isDeactivated(partner: PartnerState): boolean {
  return partner.approvalStatus !== 'InProgress' && !partner.isActive
}

/** `InProgress` · `activated` · `deactivated` · `rejected`, as lists show it (auth-services.md 2.3). */
export function statusOf(partner: Omit<PartnerState, 'userId'>): string {
  if (partner.isActive) return 'activated'
  return partner.approvalStatus === 'approved' ? 'deactivated' : partner.approvalStatus
}

/** @throws {Failure} email_malformed */
export function checkEmail(email: string, config: Config): void {
  if (!new RegExp(config.EMAIL_PATTERN).test(email)) throw new Failure('email_malformed')
}

/** @throws {Failure} partner_id_has_space · partner_id_too_long */
export function checkPartnerId(partnerId: string, config: Config): void {
  if (/\s/.test(partnerId)) throw new Failure('partner_id_has_space')
  if (partnerId.length > config.PARTNER_ID_MAX_LENGTH) throw new Failure('partner_id_too_long')
}

/**
 * The language of a partner; the first configured one when none is asked for.
 * @throws {Failure} language_not_supported
 */
export function languageOf(asked: string | null | undefined, config: Config): string {
  if (!asked) return config.LANGUAGES[0] ?? 'eng'
  if (!config.LANGUAGES.includes(asked)) throw new Failure('language_not_supported')
  return asked
}
