import { Failure, roles, rolesExemptFromOwnership } from '@pmp/contract'
import type { Actor } from '../context.ts'

/** What belongs to somebody: a partner, or what hangs on one. */
interface Owned {
  userId: string
}

export function isAdministrator(actor: Actor): boolean {
  return actor.roles.includes(roles.partnerAdmin)
}

/** Administrators of partners or policies need no partner row (additions-1.3.0.md 1.5). */
export function needsNoPartner(actor: Actor): boolean {
  return isAdministrator(actor) || actor.roles.includes(roles.policyManager)
}

/** Keycloak lower-cases user names, so letter case does not count (partner.md 1.3, "Right"). */
export function isOwner(actor: Actor, partner: Owned): boolean {
  return partner.userId.toLowerCase() === actor.userName.toLowerCase()
}

/** Administrators and service accounts, who may act for every partner. */
export function mayActForAll(actor: Actor): boolean {
  return actor.roles.some((role) => rolesExemptFromOwnership.includes(role))
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
