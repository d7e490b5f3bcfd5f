import { Failure, roles, rolesExemptFromOwnership } from '@pmp/contract'
import type { Actor, Caller } from '../context.ts'
import { isSameUserId } from './user-ids.ts'

/** What belongs to somebody: a partner, or what hangs on one. */
interface Owned {
  userId: string
}

export function isAdministrator(actor: Caller): boolean {
  return actor.roles.includes(roles.partnerAdmin)
}

/** Administrators of partners or policies need no partner row (additions-1.3.0.md 1.5). */
export function needsNoPartner(actor: Caller): boolean {
  return isAdministrator(actor) || actor.roles.includes(roles.policyManager)
}

/** A partner is theirs whose issuer and `sub` are bound to its user id; a name alone owns nothing. */
export function isOwner(actor: Actor, partner: Owned): boolean {
  return actor.userId !== null && isSameUserId(partner.userId, actor.userId)
}

/** Administrators and service accounts, who may act for every partner. */
export function mayActForAll(actor: Caller): boolean {
  return actor.roles.some((role) => rolesExemptFromOwnership.includes(role))
}

/**
 * Refuses who carries the name of somebody else: whatever hangs on a name is not theirs.
 * @throws {Failure} name_of_another_person
 */
export function checkName(actor: Actor): void {
  if (actor.standing === 'taken') throw new Failure('name_of_another_person')
}

/**
 * Ownership of V1 endpoints: administrators and service accounts may act for everybody, others
 * for their own partners only.
 * @throws {Failure} caller_not_owner
 */
export function checkMayActFor(actor: Actor, partner: Owned): void {
  if (!mayActForAll(actor) && !isOwner(actor, partner)) throw new Failure('caller_not_owner')
}

/**
 * As `checkMayActFor`, for endpoints of our own: "not yours" and "not there" look alike.
 * @throws {Failure} partner_not_found
 */
export function checkMayActForKnown<Partner extends Owned>(
  actor: Actor,
  partner: Partner | undefined,
): Partner {
  if (!partner || !(mayActForAll(actor) || isOwner(actor, partner))) {
    throw new Failure('partner_not_found')
  }
  return partner
}

/**
 * For pages of our own: owners and administrators see a partner; "not yours" and "not there" look
 * alike to others.
 * @throws {Failure} partner_not_found
 */
export function checkKnownTo<Partner extends Owned>(
  actor: Actor,
  partner: Partner | undefined,
): Partner {
  if (!partner || !(isAdministrator(actor) || isOwner(actor, partner))) {
    throw new Failure('partner_not_found')
  }
  return partner
}
