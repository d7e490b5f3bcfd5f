import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import { record } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import { isAdministrator } from '../../identity/ownership.ts'
import { ownPartnersOf } from '../partners/list-own-partners.ts'
import { partnerData } from '../partners/partner-event.ts'
import { lockPartner, type Partner } from '../partners/queries.ts'
import { policyData } from '../policies/policy-event.ts'
import { findPolicy, holdPolicy } from '../policies/queries.ts'
import { findRequestStates } from '../policy-requests/queries.ts'
import { checkPolicyUsable } from '../policy-requests/rules.ts'
import { checkNameLanguages, readAdditionalConfig } from './additional-config.ts'
import { announceClient } from './announce-client.ts'
import { readClientKey } from './client-key.ts'
import { readStoredName, storedName, type ClientNames } from '@pmp/contract'
import { checkEsignetTakes, checkEsignetTakesDerived } from './esignet-rules.ts'
import { readGrants } from './grants.ts'
import { findClient, insertClient } from './queries.ts'
import { checkClientPartner, checkClientPolicy, checkRequested, withoutNothing } from './rules.ts'

type Asked = InputOf<typeof contract.createPlainClient>

/** Creates a client without names by language, but for those in its name (auth-services.md 8.1). */
export async function createPlainClient(
  context: Context,
  asked: Asked,
): Promise<ResponseOf<typeof contract.createPlainClient>> {
  const { name, nameLangMap } = readStoredName(asked.name)
  return create(context, { ...asked, name }, () => ({ nameLangMap, additionalConfig: null }))
}

/** Creates a client with names by language (auth-services.md 8.1). */
export async function createNamedClient(
  context: Context,
  asked: InputOf<typeof contract.createNamedClient>,
): Promise<ResponseOf<typeof contract.createNamedClient>> {
  const { clientNameLangMap: nameLangMap } = asked
  return create(context, asked, () => ({ nameLangMap, additionalConfig: null }))
}

/** Creates a client with names by language and additional configuration (additions-1.3.0.md 7.2). */
export async function createOidcClient(
  context: Context,
  asked: InputOf<typeof contract.createOidcClient>,
): Promise<ResponseOf<typeof contract.createOidcClient>> {
  const { OIDC_LANGUAGES: languages } = context.config
  return create(context, asked, () => {
    const additionalConfig = readAdditionalConfig(asked.additionalConfig, languages)
    checkNameLanguages(asked.clientNameLangMap, languages)
    return { nameLangMap: asked.clientNameLangMap, additionalConfig }
  })
}

/** What the newer forms ask for besides; judged after everything else. */
interface Extras extends Pick<ClientNames, 'nameLangMap'> {
  additionalConfig: Record<string, unknown> | null
}

/**
 * The one way in which clients come to be, whatever form asks for it.
 * @throws {Failure} each failure that the contract lists, in its order
 */
async function create(context: Context, asked: Asked, readExtras: () => Extras) {
  const { db, config, actor, now } = context
  const { jwk, clientId, hadPrivateMembers } = await readClientKey(
    asked.publicKey,
    config.ESIGNET_VERSION,
  )
  if (await findClient(db, clientId)) throw new Failure('client_key_taken')
  const partner = await lockOwnPartner(context, asked.authPartnerId)
  const policy = await findGrantedPolicy(context, partner, asked.policyId)
  const derived = await derive(context, policy)
  checkEsignetTakesDerived({ ...derived, partnerId: partner.id })
  const { nameLangMap, additionalConfig } = readExtras()
  const contents = { ...contentsOf(asked), nameLangMap }
  checkEsignetTakes(contents, config)
  const others = { partnerData: await partnerData(db, partner), policyData: policyData(policy) }

  const isNew = await insertClient(db, {
    ...contents,
    ...derived,
    id: clientId,
    name: storedName({ name: asked.name, nameLangMap }),
    logoUri: asked.logoUri,
    partnerId: partner.id,
    policyId: policy.id,
    publicKey: jwk,
    additionalConfig,
    actor: actor.userName,
    now,
  })
  if (!isNew) throw new Failure('client_key_taken')
  const { publicKey: _, ...after } = await announceClient(context, clientId, others)
  await record(context, 'oidcClient.created', {
    subjectType: 'oidcClient',
    subjectId: clientId,
    after,
    details: { hadPrivateMembers },
  })
  return { clientId, status: after.status }
}

function contentsOf({ redirectUris, grantTypes, clientAuthMethods }: Asked) {
  return {
    redirectUris: withoutNothing(redirectUris),
    grantTypes: withoutNothing(grantTypes),
    clientAuthMethods: withoutNothing(clientAuthMethods),
  }
}

async function lockOwnPartner(context: Context, partnerId: string): Promise<Partner> {
  const { db, actor } = context
  if (!isAdministrator(actor)) {
    const own = await ownPartnersOf(db, actor)
    if (!own.some(({ id }) => id === partnerId)) throw new Failure('client_not_own_to_create')
  }
  return checkClientPartner(await lockPartner(db, partnerId))
}

/** Upstream: looks for the request by the partner's user, and whether the policy is usable nowhere. */
async function findGrantedPolicy({ db, now }: Context, partner: Partner, policyId: string) {
  await holdPolicy(db, policyId)
  const policy = checkClientPolicy(await findPolicy(db, policyId))
  checkRequested(await findRequestStates(db, partner.id, policy.id))
  checkPolicyUsable(policy, now)
  return policy
}

async function derive(context: Context, policy: { policyFileId: string }) {
  const { refusal, ...granted } = await readGrants(context, policy)
  if (refusal) throw new Failure(refusal)
  return granted
}
