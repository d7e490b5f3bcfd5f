import { Failure } from '@pmp/contract'

/** `^[a-zA-Z0-9_-]{1,100}$` (common.md 3.4). @throws {Failure} path_id_malformed */
export function checkClientId(clientId: string): void {
  if (!/^[a-zA-Z0-9_-]{1,100}$/.test(clientId)) {
    throw new Failure('path_id_malformed', { field: 'clientId' })
  }
}

/**
 * The partner that a client is made for.
 * @throws {Failure} client_partner_not_found · client_partner_type_wrong · partner_not_active
 */
export function checkClientPartner<P extends { partnerTypeCode: string; isActive: boolean }>(
  partner: P | undefined,
): P {
  if (!partner) throw new Failure('client_partner_not_found')
  if (partner.partnerTypeCode.toLowerCase() !== 'auth_partner') {
    throw new Failure('client_partner_type_wrong')
  }
  if (!partner.isActive) throw new Failure('partner_not_active')
  return partner
}

/**
 * The policy that a client is made for; letter case counts in its type.
 * @throws {Failure} requested_policy_not_found · policy_not_for_clients
 */
export function checkClientPolicy<P extends { policyType: string }>(policy: P | undefined): P {
  if (!policy) throw new Failure('requested_policy_not_found')
  if (policy.policyType !== 'Auth') throw new Failure('policy_not_for_clients')
  return policy
}

/**
 * @param states those of every request of the partner for the policy
 * @throws {Failure} policy_not_requested · client_policy_not_approved
 */
export function checkRequested(states: readonly string[]): void {
  if (states.length === 0) throw new Failure('policy_not_requested')
  if (!states.includes('approved')) throw new Failure('client_policy_not_approved')
}

/**
 * A client that can still change; INACTIVE is for good (auth-services.md 8.4).
 * @throws {Failure} client_not_found · client_not_active
 */
export function checkChangeable<C extends { status: string }>(client: C | undefined): C {
  if (!client) throw new Failure('client_not_found')
  if (client.status.toUpperCase() === 'INACTIVE') throw new Failure('client_not_active')
  return client
}

/**
 * @param isExempt administrators may deactivate clients of partners that are not active
 * @throws {Failure} partner_not_active
 */
export function checkPartnerActive(
  { partnerIsActive }: { partnerIsActive: boolean },
  isExempt: boolean,
): void {
  if (!partnerIsActive && !isExempt) throw new Failure('partner_not_active')
}

/** Nothing in a list counts as an empty text, which no list of a client may hold. */
export function withoutNothing(items: readonly (string | null | undefined)[]): string[] {
  return items.map((item) => item ?? '')
}
