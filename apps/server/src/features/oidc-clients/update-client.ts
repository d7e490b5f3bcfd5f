import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import { record } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import type { ClientContent } from '../../esignet/client-content.ts'
import { isAdministrator } from '../../identity/ownership.ts'
import { ownPartnersOf } from '../partners/list-own-partners.ts'
import { lockPartner } from '../partners/queries.ts'
import { checkNameLanguages, readAdditionalConfig } from './additional-config.ts'
import { announceClient } from './announce-client.ts'
import { readStoredName, storedName } from '@pmp/contract'
import { checkEsignetTakes } from './esignet-rules.ts'
import {
  changeStatus,
  contentOf,
  findClient,
  lockClient,
  replaceParts,
  type StoredClient,
} from './queries.ts'
import { checkChangeable, checkClientId, checkPartnerActive, withoutNothing } from './rules.ts'

type Asked = InputOf<typeof contract.updatePlainClient>

/** Changes a client, whose names by language are lost with it unless they are sent in its name (auth-services.md 8.4). */
export async function updatePlainClient(
  context: Context,
  asked: Asked,
): Promise<ResponseOf<typeof contract.updatePlainClient>> {
  const { name: clientName, nameLangMap } = readStoredName(asked.clientName)
  return update(context, { ...asked, clientName }, nameLangMap)
}

/** Changes a client together with its names by language (auth-services.md 8.4). */
export async function updateNamedClient(
  context: Context,
  asked: InputOf<typeof contract.updateNamedClient>,
): Promise<ResponseOf<typeof contract.updateNamedClient>> {
  return update(context, asked, asked.clientNameLangMap)
}

/**
 * Either the status or everything else: another status than the stored one leaves the rest alone.
 * @throws {Failure} each failure that the contract lists, in its order
 */
async function update(
  context: Context,
  asked: Asked,
  nameLangMap: Record<string, string> | null,
): Promise<{ clientId: string; status: string }> {
  const { actor } = context
  const client = await lockOwnClient(context, asked.clientId, isAdministrator(actor))
  const status = asked.status.toUpperCase() === 'INACTIVE' ? 'INACTIVE' : 'ACTIVE'
  const isOther = status !== client.status.toUpperCase()
  checkPartnerActive(client, isOther && isAdministrator(actor))
  if (isOther) return switchClient(context, client, status)
  const { additionalConfig } = contentOf(client)
  return replace(context, client, { ...asked, nameLangMap, additionalConfig })
}

/**
 * Changes everything of a client but its status; without additional configuration the stored one
 * stays (additions-1.3.0.md 7.3).
 * @throws {Failure} each failure that the contract lists, in its order
 */
export async function updateOidcClient(
  context: Context,
  asked: InputOf<typeof contract.updateOidcClient>,
): Promise<ResponseOf<typeof contract.updateOidcClient>> {
  const { OIDC_LANGUAGES: languages } = context.config
  const client = await lockOwnClient(context, asked.clientId, false)
  checkPartnerActive(client, false)
  const given = readAdditionalConfig(asked.additionalConfig, languages)
  checkNameLanguages(asked.clientNameLangMap, languages)
  return replace(context, client, {
    ...asked,
    nameLangMap: asked.clientNameLangMap,
    additionalConfig: given ?? contentOf(client).additionalConfig,
  })
}

/**
 * Deactivates a client for good (additions-1.3.0.md 7.4).
 * @throws {Failure} each failure that the contract lists, in its order
 */
export async function deactivateOidcClient(
  context: Context,
  { clientId, status }: InputOf<typeof contract.deactivateOidcClient>,
): Promise<ResponseOf<typeof contract.deactivateOidcClient>> {
  checkClientId(clientId)
  if (status?.toUpperCase() !== 'INACTIVE') throw new Failure('client_status_wrong')
  const isExempt = isAdministrator(context.actor)
  const client = await lockOwnClient(context, clientId, isExempt)
  checkPartnerActive(client, isExempt)
  return switchClient(context, client, 'INACTIVE')
}

async function lockOwnClient(
  context: Context,
  clientId: string,
  isExempt: boolean,
): Promise<StoredClient & { partnerIsActive: boolean }> {
  checkClientId(clientId)
  const { db, actor } = context
  const known = checkChangeable(await findClient(db, clientId))
  // The partner is held before what belongs to it everywhere, so that nobody waits in a circle.
  const partner = await lockPartner(db, known.rpId)
  const client = checkChangeable(await lockClient(db, clientId))
  if (!partner) throw new Failure('client_partner_not_found')
  if (!isExempt) {
    const own = await ownPartnersOf(db, actor)
    if (!own.some(({ id }) => id === partner.id)) throw new Failure('client_not_own_to_update')
  }
  return { ...client, partnerIsActive: partner.isActive }
}

/** Upstream, older form: another status changes the name all the same. */
async function switchClient(
  context: Context,
  { id, status: before }: StoredClient,
  status: 'ACTIVE' | 'INACTIVE',
) {
  const { db, actor, now } = context
  await changeStatus(db, { id, actor: actor.userName, now }, status)
  await announceClient(context, id)
  await record(context, status === 'INACTIVE' ? 'oidcClient.deactivated' : 'oidcClient.updated', {
    subjectType: 'oidcClient',
    subjectId: id,
    before: { status: before },
    after: { status },
  })
  return { clientId: id, status }
}

interface Replacement extends Omit<Asked, 'status'> {
  nameLangMap: Record<string, string> | null
  additionalConfig: Record<string, unknown> | null
}

async function replace(context: Context, stored: StoredClient, wanted: Replacement) {
  const { db, config, actor, now } = context
  const { logoUri, redirectUris, nameLangMap, additionalConfig } = wanted
  const contents = {
    redirectUris,
    grantTypes: withoutNothing(wanted.grantTypes),
    clientAuthMethods: withoutNothing(wanted.clientAuthMethods),
  }
  checkEsignetTakes({ ...contents, nameLangMap }, config)
  const { id } = stored
  await replaceParts(
    db,
    { id, actor: actor.userName, now },
    {
      ...contents,
      logoUri,
      additionalConfig,
      name: storedName({ name: wanted.clientName, nameLangMap }),
    },
  )
  const after = partsOf(await announceClient(context, id))
  await record(context, 'oidcClient.updated', {
    subjectType: 'oidcClient',
    subjectId: id,
    before: partsOf(contentOf(stored)),
    after,
  })
  return { clientId: id, status: stored.status }
}

/** What of a client a change can touch, for the audit. */
function partsOf(content: ClientContent) {
  const { name, nameLangMap, logoUri, redirectUris, grantTypes, clientAuthMethods } = content
  const { additionalConfig } = content
  return {
    name,
    nameLangMap,
    logoUri,
    redirectUris,
    grantTypes,
    clientAuthMethods,
    additionalConfig,
  }
}
