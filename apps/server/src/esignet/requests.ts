import { isObject } from '@pmp/contract'
import type { ClientContent } from './client-content.ts'

/**
 * The families of calls that manage clients. They differ in what they know of a client, and each
 * refuses what it does not know.
 */
export type Family = 'client' | 'oauth-client' | 'oidc-client'

type Members = Readonly<Record<string, unknown>>

/** Members of a public key that eSignet stores and needs; 2.0 refuses what is no text. */
const keyMembers = ['kty', 'n', 'e', 'crv', 'x', 'y', 'use', 'alg', 'kid']

/** The members of a create call, no more and no fewer: an unknown one is a parse error. */
export function createMembers(content: ClientContent, family: Family): Members {
  const { clientId, publicKey, relyingPartyId } = content
  return {
    clientId,
    publicKey: Object.fromEntries(
      keyMembers.flatMap((name) =>
        publicKey[name] === undefined ? [] : [[name, publicKey[name]]],
      ),
    ),
    relyingPartyId,
    ...sharedMembers(content, family),
  }
}

/** The members of an update call. It replaces everything but the key and the relying party. */
export function updateMembers(content: ClientContent, family: Family): Members {
  return { ...sharedMembers(content, family), status: content.status }
}

function sharedMembers(content: ClientContent, family: Family): Members {
  const { name, userClaims, authContextRefs, logoUri, redirectUris } = content
  const { grantTypes, clientAuthMethods } = content
  const names = namesOf(content)
  return {
    clientName: name,
    userClaims,
    authContextRefs,
    logoUri,
    redirectUris,
    grantTypes,
    clientAuthMethods,
    ...(family !== 'oidc-client' && names && { clientNameLangMap: names }),
    ...(family === 'client' &&
      content.additionalConfig && { additionalConfig: configOf(content.additionalConfig) }),
  }
}

/** Upstream keeps the plain name beside the others as `@none`, which eSignet refuses. */
function namesOf({ nameLangMap }: ClientContent): Members | undefined {
  const names = Object.entries(nameLangMap ?? {}).filter(([language]) => language !== '@none')
  return names.length > 0 ? Object.fromEntries(names) : undefined
}

/** eSignet takes types of purpose in lower case only, and no member without a value. */
function configOf(config: Members): Members {
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null))
  const { purpose } = given
  if (!isObject(purpose) || typeof purpose['type'] !== 'string') return given
  return { ...given, purpose: { ...purpose, type: purpose['type'].toLowerCase() } }
}

/** Before 1.6 there was no `client`, and 1.5 demands names by language in `oauth-client`. */
export function olderFamilyFor(content: ClientContent): Family {
  return namesOf(content) ? 'oauth-client' : 'oidc-client'
}

/** What eSignet takes in any version, for a client that is to be of no more use. */
const harmless: Partial<ClientContent> = {
  name: 'inactive',
  nameLangMap: null,
  userClaims: ['name'],
  authContextRefs: ['mosip:idp:acr:generated-code'],
  logoUri: 'https://localhost/',
  redirectUris: ['https://localhost/'],
  grantTypes: ['authorization_code'],
  clientAuthMethods: ['private_key_jwt'],
  additionalConfig: null,
}

const isHarmless = (name: string): name is keyof typeof harmless => Object.hasOwn(harmless, name)

/**
 * A client that is to be inactive, with something that eSignet takes in place of these members. Nobody
 * can use an inactive client, so what it holds means nothing; that it stays active would.
 */
export function withHarmless(content: ClientContent, names: Iterable<string>): ClientContent {
  const replaced = [...names].filter(isHarmless).map((name) => [name, harmless[name]])
  return { ...content, ...Object.fromEntries(replaced) }
}

/** Lists that older clients may have empty, and that no update may. */
export function emptyLists(content: ClientContent): string[] {
  const { userClaims, authContextRefs } = content
  return Object.entries({ userClaims, authContextRefs }).flatMap(([name, values]) =>
    values.length === 0 ? [name] : [],
  )
}
