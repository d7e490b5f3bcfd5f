import {
  Failure,
  isTooDeep,
  partnerTypes,
  registersItself,
  roles,
  stateOf,
  typeWithoutRegistration,
} from '@pmp/contract'
import type { Config } from '../../config.ts'
import type { Actor } from '../../context.ts'
import { checkNewId } from '../../identity/new-ids.ts'
import { isAdministrator } from '../../identity/ownership.ts'
import { isSameUserId } from '../../identity/user-ids.ts'

/** What the rules need to know of a partner. */
export interface PartnerState {
  userId: string
  approvalStatus: string
  isActive: boolean
}

/** Approved once and switched off since: a terminal state (partner.md 1.8). */
export function isDeactivated(partner: Omit<PartnerState, 'userId'>): boolean {
  return partner.approvalStatus !== 'InProgress' && !partner.isActive
}

/** `InProgress` · `activated` · `deactivated` · `rejected`, as lists show it (auth-services.md 2.3). */
export function statusOf(partner: Omit<PartnerState, 'userId'>): string {
  if (partner.isActive) return 'activated'
  const state = stateOf(partner.approvalStatus)
  return state === 'approved' ? 'deactivated' : state
}

/** @throws {Failure} email_malformed */
export function checkEmail(email: string, config: Config): void {
  if (!new RegExp(config.EMAIL_PATTERN).test(email)) throw new Failure('email_malformed')
}

/** @throws {Failure} partner_id_has_space · partner_id_too_long · field_invalid */
export function checkPartnerId(partnerId: string, config: Config): void {
  if (/\s/.test(partnerId)) throw new Failure('partner_id_has_space')
  if (partnerId.length > config.PARTNER_ID_MAX_LENGTH) throw new Failure('partner_id_too_long')
  checkNewId(partnerId, 'partnerId')
}

/**
 * The language of a partner; the first configured one when none is asked for.
 * @throws {Failure} language_not_supported
 */
export function languageOf(asked: string | null | undefined, config: Config): string {
  if (asked == null) return config.LANGUAGES[0] ?? 'eng'
  if (!config.LANGUAGES.includes(asked)) throw new Failure('language_not_supported')
  return asked
}

/** Whether somebody registers the partner that is, or becomes, their own: the one of their name. */
export function isOwnRegistration(actor: Actor, partnerId: string): boolean {
  return isSameUserId(partnerId, actor.userId ?? actor.userName)
}

/**
 * Only administrators register somebody else; the id of a partner is the name of its user.
 * @throws {Failure} caller_not_owner
 */
export function checkMayRegisterId(actor: Actor, partnerId: string): void {
  if (isAdministrator(actor) || isOwnRegistration(actor, partnerId)) return
  throw new Failure('caller_not_owner')
}

/** Roles from before there was one for each partner type; their holders choose the type. */
const generalPartnerRoles: readonly string[] = [roles.partner, roles.pmsUser]

/**
 * A user registers as the type that their role names, unless only administrators create partners
 * of that type (additions-1.3.0.md 2.1, "Right"). Nobody needs an SDK partner.
 * @throws {Failure} partner_type_needs_no_registration · caller_not_owner
 */
export function checkMayRegisterType(actor: Actor, typeCode: string): void {
  if (typeCode === typeWithoutRegistration) throw new Failure('partner_type_needs_no_registration')
  if (isAdministrator(actor)) return
  const type = partnerTypes.find((one) => registersItself(one) && one.code === typeCode)
  const isOwnType = actor.roles.some(
    (role) => role === type?.role || (type?.isSelfService && generalPartnerRoles.includes(role)),
  )
  if (!type || !isOwnType) throw new Failure('caller_not_owner')
}

/** Types whose partners only administrators create and list (additions-1.3.0.md 2.4). */
export function isAdministeredType(typeCode: string): boolean {
  return partnerTypes.some(({ code, isSelfService }) => !isSelfService && code === typeCode)
}

/** @throws {Failure} policy_group_unknown_for_partner · group_of_policy_not_active */
export function checkUsableGroup<Group extends { isActive: boolean }>(
  group: Group | undefined,
): Group {
  if (!group) throw new Failure('policy_group_unknown_for_partner')
  if (!group.isActive) throw new Failure('group_of_policy_not_active')
  return group
}

/** How V1 reads say whether a partner is active (partner.md 1.5). */
export function statusWord(isActive: boolean): string {
  return isActive ? 'active' : 'De-active'
}

/**
 * The stored additional information as the JSON value that it is; none, and what cannot be read,
 * reads as null, so that one odd row hides no list.
 */
export function readAdditionalInfo(stored: string | null): unknown {
  if (stored === null) return null
  try {
    const value: unknown = JSON.parse(stored)
    return isTooDeep(value) ? null : value
  } catch {
    return null
  }
}
