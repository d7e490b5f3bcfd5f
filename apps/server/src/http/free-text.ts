import { isObject, Failure, type Endpoint } from '@pmp/contract'
import type { Config } from '../config.ts'

/**
 * Free text of V2 endpoints may hold letters, digits and ordinary punctuation only; none and blank
 * text is for the operation to judge (additions-1.3.0.md 1.1).
 * @throws {Failure} characters_not_allowed, with the name of the field
 */
export function checkFreeText(config: Config, values: Record<string, unknown>): void {
  const given = textsOf(values)
  if (given.length === 0) return
  const allowed = new RegExp(config.FREE_TEXT_PATTERN, 'u')
  for (const [field, value] of given) {
    if (value.trim() !== '' && !allowed.test(value)) {
      throw new Failure('characters_not_allowed', { field })
    }
  }
}

/** Texts by the name of their field, also those of objects in a list. */
function textsOf(values: object): [field: string, value: string][] {
  return Object.entries(values).flatMap(([field, value]: [string, unknown]) => {
    if (typeof value === 'string') return [[field, value]]
    return Array.isArray(value) ? value.filter(isObject).flatMap(textsOf) : []
  })
}

const nothing = Object.freeze({})

/**
 * What the check looks at: path variables, query parameters and the declared members of the request
 * of upstream's V2 endpoints. Ids with a format of their own are left to the check of that format.
 */
export function freeTextOf(
  endpoint: Endpoint,
  input: Record<string, unknown>,
): Record<string, unknown> {
  const { envelope, service, params, query, failures, freeText = [] } = endpoint
  if (envelope.generation === 1 || service === 'portal') return nothing
  const ids = failures.includes('path_id_malformed') ? [] : Object.keys(params?.shape ?? {})
  const names = [...ids, ...Object.keys(query?.shape ?? {}), ...freeText]
  const { listParameters } = input
  const { sortFieldName, sortType } = isObject(listParameters) ? listParameters : {}
  return {
    ...Object.fromEntries(names.map((name) => [name, input[name]])),
    sortFieldName,
    sortType,
  }
}
