import {
  basePaths,
  failures,
  filterValuesFailures,
  permissions,
  searchFailures,
  type Endpoint,
  type FailureName,
  type Permission,
} from '@pmp/contract'
import { appendFileSync } from 'node:fs'
import { endpoints } from '../endpoints.ts'

/** What the tests of an endpoint must show (CONTRIBUTING, "Add an endpoint"). */
export type EndpointCase = 'works' | 'bad input' | 'nobody' | 'without the role' | "someone else's"

/** A call as a test made it, and how it was answered. */
export interface NotedCall {
  method: string
  path: string
  isNobody: boolean
  /** By a user to whom nothing belongs that the call is about; the test says so. */
  isStranger: boolean
  status: number
  body: unknown
}

/** Where the calls of a whole run are noted; set by `tests/architecture/endpoint-cases.ts`. */
export const notesVariable = 'PMP_ENDPOINT_CASES'

/** Failures that refuse a caller because the thing is somebody else's. */
const ownershipFailures: readonly FailureName[] = [
  'caller_not_owner',
  'api_key_not_own',
  'certificate_not_own',
  'ftm_chip_not_own',
  'ftm_chip_of_other_provider',
  'client_not_own',
  'client_not_own_to_create',
  'client_not_own_to_update',
]

/** Those that refuse the input whatever is stored, besides what an endpoint's `fields` name. */
const inputFailures: readonly FailureName[] = [
  'field_invalid',
  'parameter_blank',
  'request_id_wrong',
  'request_version_wrong',
  'request_time_missing',
  'request_time_not_today',
  'request_missing',
  'characters_not_allowed',
  'path_id_malformed',
  'sort_field_unknown',
  'sort_type_unknown',
  'sort_pair_incomplete',
  'sort_without_page',
  'page_number_malformed',
  'page_number_negative',
  'page_size_too_small',
  'page_pair_incomplete',
  ...searchFailures,
  ...filterValuesFailures,
]

/**
 * Which cases can exist, by the declaration alone: open endpoints know no nobody, without
 * parameters there is no bad input, and where no failure speaks of an owner a missing role takes its
 * place, besides it where the declaration says that what others own is hidden or left out.
 */
export function casesOf(endpoint: Endpoint): EndpointCase[] {
  const { roles }: Permission = permissions[endpoint.permission]
  const hasInput = endpoint.params ?? endpoint.query ?? endpoint.request ?? endpoint.list
  const isOwned = endpoint.failures.some((name) => ownershipFailures.includes(name))
  return [
    'works',
    ...(hasInput ? ['bad input' as const] : []),
    ...(roles === 'open' ? [] : ['nobody' as const]),
    ...(isOwned || endpoint.ownership ? ["someone else's" as const] : []),
    ...(!isOwned && Array.isArray(roles) ? ['without the role' as const] : []),
  ]
}

/** Which case a call was; undefined for one that is none, such as a refusal by what is stored. */
export function caseOf(endpoint: Endpoint, call: NotedCall): EndpointCase | undefined {
  const code = errorCodeOf(call.body)
  const isCode = (name: FailureName) => failures[name].code === code
  if (code === undefined && call.status === 200) {
    return call.isStranger && endpoint.ownership === 'scoped' ? "someone else's" : 'works'
  }
  if (isCode('token_invalid')) return call.isNobody ? 'nobody' : undefined
  if (isCode('role_missing')) return 'without the role'
  const owned = endpoint.failures.filter((name) => ownershipFailures.includes(name))
  const hidden = call.isStranger && endpoint.ownership === 'hidden' ? endpoint.failures : []
  if ([...owned, ...hidden].some(isCode)) return "someone else's"
  const isAboutInput =
    inputFailures.some(isCode) ||
    endpoint.failures.some((name) => endpoint.fields?.[name] !== undefined && isCode(name))
  return isAboutInput || [400, 415].includes(call.status) ? 'bad input' : undefined
}

const noted = new Set<string>()

/** Notes a call for the check at the end of a whole run; without one nothing is noted. */
export function noteCall(call: NotedCall): void {
  const file = process.env[notesVariable]
  if (!file) return
  const [name, endpoint] = findEndpoint(call) ?? []
  const shown = endpoint && caseOf(endpoint, call)
  if (!shown) return
  const note = `${name}\t${shown}\n`
  if (noted.has(note)) return
  noted.add(note)
  appendFileSync(file, note)
}

/** The endpoint of an address; one without path variables goes first, as in the server. */
function findEndpoint({ method, path }: NotedCall) {
  const address = path.split('?')[0] ?? ''
  return addresses.find(
    ({ endpoint: [, { method: own }], pattern }) => own === method && pattern.test(address),
  )?.endpoint
}

const addresses = endpoints
  .map((endpoint) => {
    const [, { service, path }] = endpoint
    const variables = path.split('/').map((part) => (part.startsWith(':') ? '1' : '0'))
    const pattern = new RegExp(`^${basePaths[service]}${path.replaceAll(/:\w+/g, '[^/]+')}$`)
    return { endpoint, pattern, order: variables.join('') }
  })
  .toSorted((left, right) => (left.order < right.order ? -1 : 1))

function errorCodeOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('errors' in body)) return undefined
  const [first]: unknown[] = Array.isArray(body.errors) ? body.errors : []
  if (typeof first !== 'object' || first === null || !('errorCode' in first)) return undefined
  return String(first.errorCode)
}
