import { isObject, Failure, type Endpoint } from '@pmp/contract'
import type { Config } from '../config.ts'

type Values = Readonly<Record<string, unknown>>

/** What names, texts and filters may hold (additions-1.3.0.md 1.1). */
function plainText({ FREE_TEXT_PATTERN }: Pick<Config, 'FREE_TEXT_PATTERN'>): RegExp {
  return new RegExp(FREE_TEXT_PATTERN, 'u')
}

/**
 * Free text of V2 endpoints may hold letters, digits and ordinary punctuation only; none and blank
 * text is for the operation to judge (additions-1.3.0.md 1.1).
 * @throws {Failure} characters_not_allowed, with the name of the field
 */
function checkFreeText(allowed: RegExp, values: Values): void {
  for (const [field, value] of Object.entries(values)) {
    if (Array.isArray(value)) checkTextsIn(allowed, value)
    if (typeof value === 'string' && value.trim() !== '' && !allowed.test(value)) {
      throw new Failure('characters_not_allowed', { field })
    }
  }
}

/** The texts of objects in a list. */
function checkTextsIn(allowed: RegExp, list: readonly unknown[]): void {
  for (const one of list.filter(isObject)) checkFreeText(allowed, one)
}

/**
 * The check of an endpoint. It looks at path variables, query parameters and the declared members of
 * the request of upstream's V2 endpoints. Ids with a format of their own are left to the check of that
 * format.
 */
export function freeTextCheck(config: Config, endpoint: Endpoint): (input: Values) => void {
  const { envelope, service, params, query, failures, freeText = [] } = endpoint
  if (envelope.generation === 1 || service === 'portal') return () => {}
  const allowed = plainText(config)
  const ids = failures.includes('path_id_malformed') ? [] : Object.keys(params?.shape ?? {})
  const names = [...ids, ...Object.keys(query?.shape ?? {}), ...freeText]
  return (input) => {
    const { listParameters } = input
    const { sortFieldName, sortType } = isObject(listParameters) ? listParameters : {}
    const given = Object.fromEntries(names.map((name) => [name, input[name]]))
    checkFreeText(allowed, { ...given, sortFieldName, sortType })
  }
}
