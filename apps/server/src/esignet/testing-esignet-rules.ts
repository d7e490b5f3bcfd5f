import { z } from 'zod'

/*
 * What eSignet's client management takes and refuses, as recorded from the running service: the codes,
 * which field they name, and where versions differ.
 */

export type EsignetVersion = '1.5.1' | '1.6.2' | '1.8.0'
export type Family = 'oidc-client' | 'oauth-client' | 'client'
export type Members = Readonly<Record<string, unknown>>

export interface Refusal {
  errorCode: string
  errorMessage: string
}

/** The call whose members are judged. */
export interface Call {
  version: EsignetVersion
  family: Family
  isUpdate: boolean
}

const shared = [
  'clientName',
  'userClaims',
  'authContextRefs',
  'logoUri',
  'redirectUris',
  'grantTypes',
  'clientAuthMethods',
]
const ofFamily: Record<Family, string[]> = {
  'oidc-client': [],
  'oauth-client': ['clientNameLangMap'],
  client: ['clientNameLangMap', 'additionalConfig'],
}

/** The members that a call may have; any other is a JSON parse error. */
export function membersOf({ family, isUpdate }: Call): ReadonlySet<string> {
  const own = isUpdate ? ['status'] : ['clientId', 'publicKey', 'relyingPartyId']
  return new Set([...own, ...shared, ...ofFamily[family]])
}

export const claimsSupported = [
  'name',
  'address',
  'gender',
  'birthdate',
  'picture',
  'email',
  'phone_number',
  'individual_id',
  'phone_number_verified',
  'registration_type',
  'updated_at',
]
const acrs = new Set(
  'knowledge password static-code generated-code linked-wallet biometrics id-token'
    .split(' ')
    .map((word) => `mosip:idp:acr:${word}`),
)
const languages = new Set('eng fra ara hin kan tam khm amh sin fil spa por deu'.split(' '))
const topLevelDomains = new Set('com org net edu gov io app de fr in ph ma et'.split(' '))

const isText = (value: unknown): value is string => typeof value === 'string'
const isBlank = (value: unknown) => !isText(value) || value.trim() === ''

type Rule = (value: unknown, call: Call) => string[]

/** A list of so many items; each wrong item is named by its place. */
function listOf(
  code: string,
  [least, most]: [number, number],
  isWrong: (item: unknown) => number,
): Rule {
  return (value) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return [code]
    return value.flatMap((item, index) =>
      Array.from({ length: isWrong(item) }, () => `[${index}] ${code}`),
    )
  }
}

const text =
  (code: string, fits: (value: string) => boolean): Rule =>
  (value) =>
    isText(value) && fits(value) ? [] : [code]

const grantType = ({ version }: Call) =>
  version === '1.8.0' ? 'unsupported_grant_type' : 'invalid_grant_type'

/** What the first stage checks, all of it at once. `[1] code` is about the second item. */
const rules: Record<string, Rule> = {
  clientId: (value) =>
    /^\S{1,100}$/.test(isText(value) || typeof value === 'number' ? String(value) : '')
      ? []
      : ['invalid_client_id'],
  relyingPartyId: text('invalid_rp_id', (id) => /^\S{1,100}$/.test(id)),
  clientName: text('invalid_client_name', (name) => name.trim() !== '' && name.length <= 256),
  publicKey: (key) =>
    z.object({}).safeParse(key).success && Object.keys(key as object).length > 0
      ? []
      : ['invalid_public_key'],
  userClaims: (value, call) =>
    listOf('invalid_claim', [call.isUpdate && call.version !== '1.8.0' ? 1 : 0, 30], (item) =>
      isText(item) && claimsSupported.includes(item) ? 0 : 1,
    )(value, call),
  authContextRefs: listOf('invalid_acr', [1, 30], (item) =>
    item === null || (isText(item) && item !== '' && item.split(' ').every((one) => acrs.has(one)))
      ? 0
      : 1,
  ),
  logoUri: text('invalid_uri', (uri) => /^(https?|ftp):\/\/[^\s/]+/.test(uri)),
  redirectUris: listOf('invalid_redirect_uri', [1, 5], (item) =>
    isBlank(item) ? 2 : isRedirectUri(String(item)) ? 0 : 1,
  ),
  grantTypes: (value, call) =>
    listOf(grantType(call), [1, 3], (item) => (item === 'authorization_code' ? 0 : 1))(value, call),
  clientAuthMethods: listOf('invalid_client_auth', [1, 3], (item) =>
    item === 'private_key_jwt' ? 0 : 1,
  ),
  clientNameLangMap: (value, { version }) => namesIn(value, version),
  status: (value) => (value === 'ACTIVE' || value === 'INACTIVE' ? [] : ['invalid_status']),
  additionalConfig: (value) =>
    value === undefined || value === null || AdditionalConfig.safeParse(value).success
      ? []
      : ['invalid_additional_config'],
}

function isRedirectUri(uri: string): boolean {
  const [, host] =
    /^[a-z][a-z0-9+.-]*:\/\/(?:[^\s/@]*@)?(\[[0-9a-f:]+\]|[^\s/:?#[\]]+)\S*$/i.exec(uri) ?? []
  if (host === undefined) return false
  const isPlain = host.startsWith('[') || !host.includes('.') || /^[\d.]+$/.test(host)
  if (isPlain) return true
  return !host.includes('*') && topLevelDomains.has(host.split('.').at(-1) ?? '')
}

function namesIn(value: unknown, version: EsignetVersion): string[] {
  const isEmpty = value === undefined || value === null || Object.keys(value).length === 0
  if (isEmpty) return version === '1.5.1' ? ['invalid_client_name'] : []
  return Object.entries(value).flatMap(([language, name]: [string, unknown]) => {
    const codes = []
    if (language !== '' && !languages.has(language)) codes.push('invalid_language_code')
    if (isBlank(name)) codes.push('invalid_client_name_value')
    else if (version !== '1.5.1' && String(name).length > 50)
      codes.push('invalid_client_name_length')
    return codes.map((code) => `[${language}] ${code}`)
  })
}

const Texts = z.looseObject({ '@none': z.string() }).catchall(z.string()).nullish()
const AdditionalConfig = z.strictObject({
  userinfo_response_type: z.enum(['JWS', 'JWE']).optional(),
  purpose: z
    .strictObject({
      type: z.enum(['none', 'verify', 'link', 'login']),
      title: Texts,
      subTitle: Texts,
    })
    .nullish(),
  signup_banner_required: z.boolean().optional(),
  forgot_pwd_link_required: z.boolean().optional(),
  consent_expire_in_mins: z.number().min(10).optional(),
  require_pushed_authorization_requests: z.boolean().optional(),
  dpop_bound_access_tokens: z.boolean().optional(),
  require_pkce: z.boolean().optional(),
})

/** Every refusal of the first stage, in an order that no two calls agree on. */
export function refusalsOf(members: Members, call: Call): Refusal[] {
  return [...membersOf(call)]
    .flatMap((name) =>
      (rules[name]?.(members[name], call) ?? []).map((said) => {
        const [place, code = place] = said.split(' ')
        const where = place === code ? name : `${name}${place}`
        return { errorCode: String(code), errorMessage: `request.${where}: ${code}` }
      }),
    )
    .toSorted(() => Math.random() - 0.5)
}

const isBase64Url = (value: unknown) => isText(value) && /^[\w-]+$/.test(value.trim())

/** The second stage reads the key; it names no field. */
export function isKeyTaken(key: Members, version: EsignetVersion): boolean {
  if (key['kty'] === 'EC') return version === '1.8.0'
  const isRsa = key['kty'] === 'RSA' || (key['kty'] === undefined && version !== '1.8.0')
  return isRsa && isBase64Url(key['n']) && isBase64Url(key['e'])
}

/** What the columns hold at most, in characters. */
export function isTooLong(members: Members, { version, family }: Call): boolean {
  const lengthOf = (value: unknown) => (isText(value) ? value : JSON.stringify(value ?? '')).length
  const names = JSON.stringify({
    '@none': members['clientName'],
    ...Object(members['clientNameLangMap']),
  })
  const mostNames = version === '1.5.1' ? 256 : 600
  if (
    lengthOf(members['logoUri']) > 2048 ||
    (family !== 'oidc-client' && names.length > mostNames)
  ) {
    return true
  }
  return (
    version === '1.8.0' &&
    (lengthOf(members['redirectUris']) > 2048 || lengthOf(members['publicKey']) > 1024)
  )
}
