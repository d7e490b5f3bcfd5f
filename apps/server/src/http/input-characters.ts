import { Failure, type Endpoint } from '@pmp/contract'
import type { Config } from '../config.ts'

/**
 * Upstream's free-text check INPUT (additions-1.3.0.md 1.1): path variables, query parameters and
 * the declared members of the request of its V2 endpoints have only characters that are allowed.
 * @throws {Failure} characters_not_allowed
 */
export function checkCharacters(
  endpoint: Endpoint,
  input: Record<string, unknown>,
  config: Config,
): void {
  if (endpoint.envelope.generation === 1 || endpoint.service === 'portal') return
  const allowed = new RegExp(config.INPUT_PATTERN, 'u')
  const { sortFieldName } = (input['listParameters'] ?? {}) as { sortFieldName?: string }
  const checked = { ...pick(input, endpoint), ...(sortFieldName ? { sortFieldName } : {}) }
  for (const [field, value] of Object.entries(checked)) {
    if (typeof value !== 'string' || value.trim() === '') continue
    if (!allowed.test(value)) throw new Failure('characters_not_allowed', { field })
  }
}

/** Ids with a format of their own are left to the check of that format. */
function pick(input: Record<string, unknown>, endpoint: Endpoint) {
  const { params, query, failures, freeText = [] } = endpoint
  const ids = failures.includes('path_id_malformed') ? [] : Object.keys(params?.shape ?? {})
  const names = [...ids, ...Object.keys(query?.shape ?? {}), ...freeText]
  return Object.fromEntries(names.map((name) => [name, input[name]]))
}
