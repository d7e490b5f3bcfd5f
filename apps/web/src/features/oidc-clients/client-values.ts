import type { ResponseOf, readClientRegistration, readClientRules } from '@pmp/contract'
import { knownLanguages, mostMethods, type ClientJwk } from '@pmp/contract/client-rules'

export type ClientRules = ResponseOf<typeof readClientRules>
type Languages = Pick<ClientRules, 'languages'>
export type Client = ResponseOf<typeof readClientRegistration>

/** Texts by language; `@none` holds the one for every other language. */
export type TextsByLanguage = Record<string, string>

/** Yes, no, or nothing said. */
type Said = '' | 'yes' | 'no'

/** What the form of a client asks for, in the order in which it is shown. */
export type ClientValues = {
  name: string
  requestId: string
  names: TextsByLanguage
  logoUri: string
  keyText: string
  redirectUris: string[]
  grantTypes: string[]
  responseType: string
  purpose: string
  title: TextsByLanguage
  subTitle: TextsByLanguage
  signUpBanner: Said
  forgotPassword: Said
  consentMinutes: string
}

const usualGrant = 'authorization_code'

/** The grant types that a new client begins with. */
function usualGrants({ grantTypes }: ClientRules): string[] {
  return grantTypes.includes(usualGrant) ? [usualGrant] : grantTypes.slice(0, 1)
}

export function blankValues(rules: ClientRules, requestId: string): ClientValues {
  return {
    name: '',
    requestId,
    names: byLanguage(rules, {}),
    logoUri: '',
    keyText: '',
    redirectUris: [''],
    grantTypes: usualGrants(rules),
    ...configValues(rules, {}),
  }
}

/** A stored client in the form; its key, policy and partner never change. */
export function valuesOf(client: Client, rules: Languages): ClientValues {
  return {
    name: client.name,
    requestId: '',
    names: byLanguage(rules, client.clientNameLangMap ?? {}),
    logoUri: client.logoUri,
    keyText: '',
    redirectUris: client.redirectUris,
    grantTypes: client.grantTypes,
    ...configValues(rules, client.additionalConfig ?? {}),
  }
}

function byLanguage({ languages }: Languages, texts: TextsByLanguage): TextsByLanguage {
  const all = new Set([...languages, ...Object.keys(texts)])
  return Object.fromEntries([...all].map((language) => [language, texts[language] ?? '']))
}

function configValues(rules: Languages, config: Readonly<Record<string, unknown>>) {
  const purpose = objectAt(config, 'purpose')
  return {
    responseType: textAt(config, 'userinfo_response_type'),
    purpose: textAt(purpose, 'type'),
    title: withDefault(rules, textsAt(purpose, 'title')),
    subTitle: withDefault(rules, textsAt(purpose, 'subTitle')),
    signUpBanner: saidAt(config, 'signup_banner_required'),
    forgotPassword: saidAt(config, 'forgot_pwd_link_required'),
    consentMinutes: textAt(config, 'consent_expire_in_mins'),
  }
}

function withDefault(rules: Languages, texts: TextsByLanguage): TextsByLanguage {
  return { '@none': texts['@none'] ?? '', ...byLanguage(rules, texts) }
}

type Members = Readonly<Record<string, unknown>>

function textAt(members: Members, name: string): string {
  const value = members[name]
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : ''
}

function objectAt(members: Members, name: string): Members {
  const value = members[name]
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function textsAt(members: Members, name: string): TextsByLanguage {
  const texts = objectAt(members, name)
  return Object.fromEntries(
    Object.keys(texts).map((language) => [language, textAt(texts, language)]),
  )
}

function saidAt(members: Members, name: string): Said {
  const value = members[name]
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : ''
}

/** What of texts by language is filled; undefined where nothing is. */
export function filled(texts: TextsByLanguage): TextsByLanguage | undefined {
  const entries = Object.entries(texts).flatMap(([language, text]) =>
    text.trim() === '' ? [] : [[language, text.trim()] as const],
  )
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

/** Names by language as they are sent: eSignet wants one at least, so the plain name is the first's. */
export function namesToSend({ name, names }: ClientValues, { languages }: ClientRules) {
  const first = languages.find((language) => knownLanguages.has(language)) ?? 'eng'
  return filled(names) ?? { [first]: name.trim() }
}

/** Addresses as they are sent: rows that were left blank are none. */
export function urisToSend({ redirectUris }: ClientValues): string[] {
  return redirectUris.map((uri) => uri.trim()).filter((uri) => uri !== '')
}

/** The additional configuration as it is sent; undefined where nothing is said. */
export function configToSend(values: ClientValues) {
  const { responseType, purpose, consentMinutes } = values
  const texts = { title: filled(values.title), subTitle: filled(values.subTitle) }
  const hasPurpose = purpose !== '' || texts.title || texts.subTitle
  const config = {
    ...(responseType === '' ? {} : { userinfo_response_type: responseType }),
    ...(hasPurpose ? { purpose: { ...(purpose === '' ? {} : { type: purpose }), ...texts } } : {}),
    ...said('signup_banner_required', values.signUpBanner),
    ...said('forgot_pwd_link_required', values.forgotPassword),
    ...(consentMinutes.trim() === '' ? {} : { consent_expire_in_mins: Number(consentMinutes) }),
  }
  return Object.keys(config).length > 0 ? config : undefined
}

function said(name: string, value: Said): Record<string, boolean> {
  return value === '' ? {} : { [name]: value === 'yes' }
}

/** What a creation is told besides the values of its form. */
interface CreationParts {
  request: { policyId: string; partnerId: string } | undefined
  jwk: ClientJwk | undefined
  rules: ClientRules
}

/** The call that makes a client. */
export function creationOf(values: ClientValues, { request, jwk, rules }: CreationParts) {
  return {
    name: values.name,
    policyId: request?.policyId ?? '',
    authPartnerId: request?.partnerId ?? '',
    publicKey: jwk ? { ...jwk } : null,
    logoUri: values.logoUri.trim(),
    redirectUris: urisToSend(values),
    grantTypes: values.grantTypes,
    clientAuthMethods: rules.clientAuthMethods.slice(0, mostMethods),
    clientNameLangMap: namesToSend(values, rules),
    ...(rules.isConfigurable ? { additionalConfig: configToSend(values) } : {}),
  }
}
