import { Failure } from '@pmp/contract'
import { flawOfRedirectUri, knownLanguages, type KeyKind } from '@pmp/contract/client-rules'
import { isEsignetSince } from '../../esignet/esignet-version.ts'

/** The settings that say what eSignet takes. */
interface EsignetTakes {
  ESIGNET_VERSION?: string | undefined
  GRANT_TYPES: string
  CLIENT_AUTH_METHODS: string
}

/** Contents of a client that its form gives. */
interface ClientContents {
  redirectUris: readonly string[]
  grantTypes: readonly string[]
  clientAuthMethods: readonly string[]
  nameLangMap: Readonly<Record<string, string>> | null
}

const mostDerived = 30

/** What differs by the version of eSignet; `null`: no limit of its own. */
interface VersionTakes {
  keyKinds: KeyKind[]
  /** Characters of a name in a language. */
  longestName: number | null
  /** eSignet keeps the addresses of a client as JSON in a column of this width. */
  longestUris: number | null
}

/** @param version that of the settings */
export function esignetTakes(version: string | undefined): VersionTakes {
  return {
    keyKinds: isEsignetSince(version, [1, 7]) ? ['RSA', 'EC'] : ['RSA'],
    longestName: isEsignetSince(version, [1, 6]) ? 50 : null,
    longestUris: isEsignetSince(version, [1, 8]) ? 2048 : null,
  }
}

/**
 * What eSignet would refuse of a client is refused before anything is stored, with its own codes
 * (esignet.md, "Fields, limits, codes").
 * @throws {Failure} redirect_uri_refused · grant_type_refused · grant_type_unsupported ·
 *   client_auth_refused · language_code_refused · client_name_too_long
 */
export function checkEsignetTakes(contents: ClientContents, takes: EsignetTakes): void {
  const { ESIGNET_VERSION: version, GRANT_TYPES, CLIENT_AUTH_METHODS } = takes
  checkRedirectUris(contents.redirectUris, esignetTakes(version))
  if (!areAmong(contents.grantTypes, GRANT_TYPES)) {
    throw new Failure(
      isEsignetSince(version, [1, 7]) ? 'grant_type_unsupported' : 'grant_type_refused',
    )
  }
  if (!areAmong(contents.clientAuthMethods, CLIENT_AUTH_METHODS)) {
    throw new Failure('client_auth_refused')
  }
  checkNames(contents.nameLangMap ?? {}, esignetTakes(version))
}

function checkRedirectUris(uris: readonly string[], { longestUris }: VersionTakes): void {
  const wrong = uris.find((uri) => flawOfRedirectUri(uri) !== undefined)
  if (wrong !== undefined) throw new Failure('redirect_uri_refused', { uri: wrong.slice(0, 200) })
  if (longestUris !== null && JSON.stringify(uris).length > longestUris) {
    throw new Failure('redirect_uri_refused', { uri: uris.at(-1)?.slice(0, 200) ?? '' })
  }
}

function areAmong(words: readonly string[], setting: string): boolean {
  return words.every((word) => wordsOf(setting).includes(word))
}

/** The words of a setting that lists them with commas between. */
export function wordsOf(setting: string): string[] {
  return setting.split(',').map((word) => word.trim())
}

function checkNames(names: Readonly<Record<string, string>>, { longestName }: VersionTakes): void {
  const unknown = Object.keys(names).find((language) => !knownLanguages.has(language))
  if (unknown !== undefined) throw new Failure('language_code_refused', { language: unknown })
  if (longestName === null) return
  if (Object.values(names).some((name) => name.length > longestName)) {
    throw new Failure('client_name_too_long', { most: longestName })
  }
}

/**
 * The same of what is derived for a new client.
 * @throws {Failure} claims_refused · acr_refused · relying_party_refused
 */
export function checkEsignetTakesDerived(derived: {
  claims: readonly string[]
  acrValues: readonly string[]
  partnerId: string
}): void {
  if (derived.claims.length > mostDerived)
    throw new Failure('claims_refused', { most: mostDerived })
  if (derived.acrValues.length > mostDerived)
    throw new Failure('acr_refused', { most: mostDerived })
  if (/\s/.test(derived.partnerId)) throw new Failure('relying_party_refused')
}
