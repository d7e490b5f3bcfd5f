import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { findRegistrations } from '../../esignet/queries.ts'
import { isAdministrator, isOwner } from '../../identity/ownership.ts'
import { ownAuthPartnerIds, ownPartnersOf } from '../partners/list-own-partners.ts'
import { findClients, findClientSurroundings } from './client-lists.ts'
import { publicKeyText } from './client-key.ts'
import { contentOf, findClient, type StoredClient } from './queries.ts'
import { checkClientId } from './rules.ts'

/**
 * A client as the older reads give it (auth-services.md 8.5).
 * @throws {Failure} client_not_found · caller_has_no_partner · client_not_own
 */
export async function readClient(
  context: Context,
  { clientId }: InputOf<typeof contract.readNamedClient>,
): Promise<ResponseOf<typeof contract.readNamedClient>> {
  const { client, policyName } = await findOwnClient(context, clientId)
  return { ...asRead(client), policyName }
}

/**
 * A client with its names read and what surrounds it (additions-1.3.0.md 7.5).
 * @throws {Failure} path_id_malformed · client_not_found · caller_has_no_partner · client_not_own
 */
export async function readOidcClient(
  context: Context,
  { clientId }: InputOf<typeof contract.readOidcClient>,
): Promise<ResponseOf<typeof contract.readOidcClient>> {
  checkClientId(clientId)
  const { client, ...surroundings } = await findOwnClient(context, clientId)
  return { ...surroundings, ...detailsOf(client) }
}

/**
 * The same with how its registration at eSignet stands.
 * @throws {Failure} client_not_found, also for what is somebody else's
 */
export async function readClientRegistration(
  context: Context,
  { clientId }: InputOf<typeof contract.readClientRegistration>,
): Promise<ResponseOf<typeof contract.readClientRegistration>> {
  const { actor } = context
  const { client, ...surroundings } = await findWithSurroundings(context, clientId)
  if (!isAdministrator(actor) && !isOwner(actor, surroundings)) {
    throw new Failure('client_not_found')
  }
  const registrations = await findRegistrations(context, [client.id])
  return {
    ...surroundings,
    ...detailsOf(client),
    registration: registrations.get(client.id) ?? null,
  }
}

/**
 * All clients for an administrator, those of the own authentication partners for others
 * (auth-services.md 8.6).
 * @throws {Failure} caller_has_no_partner · partner_without_policy_group
 */
export async function listClients(
  context: Context,
  { list, ...filters }: InputOf<typeof contract.listNamedClients>,
): Promise<ResponseOf<typeof contract.listNamedClients>> {
  const partnerIds = isAdministrator(context.actor) ? 'all' : await ownAuthPartnerIds(context)
  return findClients(context.db, { filters, partnerIds }, list)
}

/** The same with how their registrations at eSignet stand. */
export async function listOidcClients(
  context: Context,
  asked: InputOf<typeof contract.listOidcClients>,
): Promise<ResponseOf<typeof contract.listOidcClients>> {
  const page = await listClients(context, asked)
  const ids = page.data.map(({ clientId }) => clientId)
  const registrations = await findRegistrations(context, ids)
  const data = page.data.map((row) => ({
    ...row,
    registration: registrations.get(row.clientId)?.state ?? null,
  }))
  return { ...page, data }
}

async function findWithSurroundings({ db }: Context, clientId: string) {
  const client = await findClient(db, clientId)
  const surroundings = await findClientSurroundings(db, clientId)
  if (!client || !surroundings) throw new Failure('client_not_found')
  return { ...surroundings, client }
}

async function findOwnClient(context: Context, clientId: string) {
  const { db, actor } = context
  const found = await findWithSurroundings(context, clientId)
  if (!isAdministrator(actor)) {
    const own = await ownPartnersOf(db, actor)
    if (!own.some(({ id }) => id === found.client.rpId)) throw new Failure('client_not_own')
  }
  return found
}

function asRead(client: StoredClient) {
  const content = contentOf(client)
  return {
    id: client.id,
    name: client.name,
    policyId: client.policyId,
    relyingPartyId: client.rpId,
    logoUri: client.logoUri,
    redirectUris: content.redirectUris,
    publicKey: publicKeyText(client.publicKey),
    claims: content.userClaims,
    acrValues: content.authContextRefs,
    status: client.status,
    grantTypes: content.grantTypes,
    clientAuthMethods: content.clientAuthMethods,
  }
}

function detailsOf(client: StoredClient) {
  const { name, nameLangMap: clientNameLangMap, additionalConfig } = contentOf(client)
  return { ...asRead(client), name, clientNameLangMap, additionalConfig }
}
