import { Failure, failures, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { isAdministrator, isOwner } from '../../identity/ownership.ts'
import { findPartner } from '../partners/queries.ts'
import { findPolicy } from '../policies/queries.ts'
import { findRequestStates } from '../policy-requests/queries.ts'
import { checkPolicyUsable } from '../policy-requests/rules.ts'
import { readClientKey } from './client-key.ts'
import { esignetTakes, wordsOf } from './esignet-rules.ts'
import { readGrants } from './grants.ts'
import { findClient } from './queries.ts'
import { checkClientPolicy, checkRequested } from './rules.ts'

/** What clients may be here, for the form that asks for one. */
export async function readClientRules({
  config,
}: Context): Promise<ResponseOf<typeof contract.readClientRules>> {
  return {
    ...esignetTakes(config.ESIGNET_VERSION),
    grantTypes: wordsOf(config.GRANT_TYPES),
    clientAuthMethods: wordsOf(config.CLIENT_AUTH_METHODS),
    languages: config.OIDC_LANGUAGES,
    isConfigurable: config.OIDC_ADDITIONAL_INFO,
  }
}

type Grants = typeof contract.readClientGrants

/**
 * What a policy would give to a client of a partner. A policy that the partner never asked for is not
 * there: whoever has no request for it need not know what it grants.
 * @throws {Failure} each failure that the contract lists
 */
export async function readClientGrants(
  context: Context,
  { partnerId, policyId }: InputOf<Grants>,
): Promise<ResponseOf<Grants>> {
  const { db, actor, now } = context
  const partner = await findPartner(db, partnerId)
  if (!partner || !(isAdministrator(actor) || isOwner(actor, partner))) {
    throw new Failure('client_partner_not_found')
  }
  const states = await findRequestStates(db, partner.id, policyId)
  if (states.length === 0) throw new Failure('requested_policy_not_found')
  const policy = checkClientPolicy(await findPolicy(db, policyId))
  checkRequested(states)
  checkPolicyUsable(policy, now)
  const { refusal, ...granted } = await readGrants(context, policy)
  return { ...granted, refusal: refusal && failures[refusal].code }
}

type Check = typeof contract.checkClientKey

/**
 * Judges a key as a creation would, and tells whether a client has it.
 * @throws {Failure} client_key_unusable · public_key_refused
 */
export async function checkClientKey(
  { db, config }: Context,
  { publicKey }: InputOf<Check>,
): Promise<ResponseOf<Check>> {
  const { clientId } = await readClientKey(publicKey, config.ESIGNET_VERSION)
  return { clientId, isTaken: Boolean(await findClient(db, clientId)) }
}
