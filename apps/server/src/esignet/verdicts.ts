import type { RegistrationRefusal } from '@pmp/contract'
import { z } from 'zod'
import type { Answer } from './ask.ts'

export type Refusal = z.output<typeof RegistrationRefusal>

/** Why a try came to nothing and another one may not. */
type RetryReason =
  | 'esignet_unreachable'
  /** Our token is not taken, or there is none to be had. */
  | 'esignet_sign_in'
  /** The token lacks a scope. */
  | 'esignet_forbidden'
  /** The clocks differ by more than two minutes. */
  | 'esignet_clock'
  /** Nothing that eSignet is known to say: a proxy's page, half an answer, somebody else's client. */
  | 'esignet_odd_answer'

/** What an answer of eSignet means. HTTP 200 means nothing. */
export type Verdict =
  | { kind: 'done' }
  /** An update of a client that it does not have. */
  | { kind: 'unknown' }
  /** A create of a client that it has: ours, because the id is the hash of the key. */
  | { kind: 'there' }
  /** A create with a key that some client has: ours, if it then can be updated. */
  | { kind: 'keyUsed' }
  | { kind: 'refused'; refusals: Refusal[] }
  | { kind: 'signIn' }
  /** It has no such call. */
  | { kind: 'noCall' }
  | { kind: 'retry'; reason: RetryReason }

const Wrapper = z.object({
  response: z.object({ clientId: z.string(), status: z.string() }).nullish(),
  errors: z
    .array(z.object({ errorCode: z.string(), errorMessage: z.string().nullish() }))
    .nullish(),
})

type Told = NonNullable<z.output<typeof Wrapper>['errors']>[number]

const odd: Verdict = { kind: 'retry', reason: 'esignet_odd_answer' }

/** Judges the answer to a call that was to make a client so. */
export function judge(
  { status, body }: Answer,
  wanted: { clientId: string; status: string },
): Verdict {
  if (status === 401) return { kind: 'signIn' }
  if (status === 403) return { kind: 'retry', reason: 'esignet_forbidden' }
  if (status === 404) return { kind: 'noCall' }
  const wrapper = Wrapper.safeParse(body)
  if (!wrapper.success || (status !== 200 && status !== 400)) return odd
  const { response, errors } = wrapper.data
  if (response) {
    const isWanted = response.clientId === wanted.clientId && response.status === wanted.status
    return isWanted && status === 200 ? { kind: 'done' } : odd
  }
  return errors?.length ? judgeErrors(errors) : odd
}

/** Codes that are about the whole call; the message of a refused member begins with `request.`. */
function judgeErrors(errors: readonly Told[]): Verdict {
  for (const { errorCode, errorMessage } of errors) {
    const text = errorMessage ?? ''
    const verdict = errorCode === 'unknown_error' ? judgeText(text) : judgeWhole(errorCode, text)
    if (verdict) return verdict
  }
  return { kind: 'refused', refusals: refusalsIn(errors) }
}

function judgeWhole(code: string, text: string): Verdict | undefined {
  if (code === 'duplicate_client_id') return { kind: 'there' }
  if (code === 'duplicate_public_key') return { kind: 'keyUsed' }
  if (code === 'invalid_client_id' && !text.startsWith('request.')) return { kind: 'unknown' }
  if (code !== 'invalid_request') return Object.hasOwn(fieldOfCode, code) ? undefined : odd
  return text.startsWith('requestTime')
    ? { kind: 'retry', reason: 'esignet_clock' }
    : refusedAs('request_not_understood')
}

/** `unknown_error` says in its text what it is. The text goes no further: it holds SQL. */
const texts: readonly (readonly [RegExp, Verdict])[] = [
  [/^Full authentication is required/, { kind: 'signIn' }],
  [/constraint \[unique_n_value\]|uk_clntdtl_public_key_hash/, { kind: 'keyUsed' }],
  [/DataException|value too long/, refusedAs('too_long')],
  [/^JSON parse error|^Required request body/, refusedAs('request_not_understood')],
]

function judgeText(text: string): Verdict {
  return texts.find(([pattern]) => pattern.test(text))?.[1] ?? odd
}

function refusedAs(code: string): Verdict {
  return { kind: 'refused', refusals: [{ field: null, index: null, code }] }
}

/** Fields of our form by eSignet's members. Claims and ACR come from the policy, the id from the key. */
const fieldOfMember = new Map<string, Refusal['field']>(
  Object.entries({
    clientName: 'name',
    clientId: 'publicKey',
    relyingPartyId: 'authPartnerId',
    userClaims: 'policyId',
    authContextRefs: 'policyId',
    publicKey: 'publicKey',
    logoUri: 'logoUri',
    redirectUris: 'redirectUris',
    grantTypes: 'grantTypes',
    clientAuthMethods: 'clientAuthMethods',
    clientNameLangMap: 'clientNameLangMap',
    additionalConfig: 'additionalConfig',
    status: null,
  } as const),
)

/** The same by code, for messages that name no member; in the order in which they are told. */
const fieldOfCode: Readonly<Record<string, Refusal['field']>> = {
  invalid_client_name: 'name',
  invalid_client_name_value: 'clientNameLangMap',
  invalid_client_name_length: 'clientNameLangMap',
  invalid_language_code: 'clientNameLangMap',
  invalid_claim: 'policyId',
  invalid_acr: 'policyId',
  invalid_public_key: 'publicKey',
  duplicate_public_key: 'publicKey',
  invalid_client_id: 'publicKey',
  invalid_rp_id: 'authPartnerId',
  invalid_uri: 'logoUri',
  invalid_redirect_uri: 'redirectUris',
  invalid_grant_type: 'grantTypes',
  unsupported_grant_type: 'grantTypes',
  invalid_client_auth: 'clientAuthMethods',
  invalid_additional_config: 'additionalConfig',
  invalid_status: null,
}

const codesInOrder = Object.keys(fieldOfCode)

/** eSignet tells its refusals in any order and some of them twice; we tell them as the form goes. */
function refusalsIn(errors: readonly Told[]): Refusal[] {
  const refusals = errors.map(({ errorCode: code, errorMessage }) => {
    const [, member, place] = /^request\.(\w+)(?:\[([^\]]*)\])?:/.exec(errorMessage ?? '') ?? []
    const known = member === undefined ? undefined : fieldOfMember.get(member)
    const index = place !== undefined && /^\d{1,3}$/.test(place) ? Number(place) : null
    return { field: known ?? fieldOfCode[code] ?? null, index, code }
  })
  const different = new Map(refusals.map((one) => [JSON.stringify(one), one]))
  return [...different.values()].toSorted(
    (one, other) =>
      codesInOrder.indexOf(one.code) - codesInOrder.indexOf(other.code) ||
      (one.index ?? 0) - (other.index ?? 0),
  )
}

/** The members of ours that a refusal of eSignet is about. */
export function membersRefused(refusals: readonly Refusal[]): string[] {
  return refusals.flatMap(({ code }) => memberOfCode[code] ?? [])
}

const memberOfCode: Readonly<Record<string, string>> = {
  invalid_client_name: 'name',
  invalid_client_name_value: 'nameLangMap',
  invalid_client_name_length: 'nameLangMap',
  invalid_language_code: 'nameLangMap',
  invalid_claim: 'userClaims',
  invalid_acr: 'authContextRefs',
  invalid_uri: 'logoUri',
  invalid_redirect_uri: 'redirectUris',
  invalid_grant_type: 'grantTypes',
  unsupported_grant_type: 'grantTypes',
  invalid_client_auth: 'clientAuthMethods',
  invalid_additional_config: 'additionalConfig',
}
