import * as contract from '@pmp/contract'
import { basePaths, exactFilter, type Endpoint } from '@pmp/contract'
import { z } from 'zod'
import { routes } from '../../apps/server/src/app.ts'
import { needle, ownersPartner, someAuthority } from './recipes.ts'

/*
 * What is asked of each list: taken from the contract, so that a new list is measured without a line
 * here.
 */

export const pageSize = 50
/** A column with this many values in a page at most is narrowed by each of them. */
const fewValues = 12
/** Half of the rows are from before. */
const halfway = '2026-06-15T00:00:00Z'

type Row = Readonly<Record<string, unknown>>

/** A page as it was answered. */
export interface Answered {
  total: number
  rows: Row[]
}

/** What is asked, whatever the number of rows; `place` says which page. */
export interface Asked {
  name: string
  endpoint: Endpoint
  place?: 'middle' | 'last'
  /** The number of a page, instead. */
  page?: number
  /** Sort and filters of a V2 list, or members of a V1 search. */
  given: Row
}

const endpoints = routes.map(({ endpoint }) => endpoint)

export const isSearch = ({ request }: Endpoint) =>
  request !== undefined && 'pagination' in request.shape

/** Pages without a total; the next one is there or is not. */
const isWithoutTotal = ({ query }: Endpoint) => query !== undefined && 'pageSize' in query.shape

/** Every endpoint that answers page by page. */
export const lists: readonly Endpoint[] = endpoints.filter(
  (endpoint) => endpoint.list !== undefined || isSearch(endpoint) || isWithoutTotal(endpoint),
)

/** Path and body of a request. */
export function callOf({ endpoint, given, place, page }: Asked, total: number) {
  const pages = Math.max(1, Math.ceil(total / pageSize))
  const pageNo =
    page ?? { first: 0, middle: Math.floor(pages / 2), last: pages - 1 }[place ?? 'first']
  const path = (basePaths[endpoint.service] + endpoint.path).replace(/:(\w+)/, (_, name) =>
    name === 'partnerId' ? ownersPartner : someAuthority,
  )
  if (isSearch(endpoint)) {
    const everything = { policyType: 'ALL', partnerType: 'all', filters: [], sort: [] }
    const pagination = { pageStart: pageNo, pageFetch: pageSize }
    return { path, body: JSON.stringify({ request: { ...everything, ...given, pagination } }) }
  }
  const query = new URLSearchParams({ pageNo: String(pageNo), pageSize: String(pageSize) })
  for (const [name, value] of Object.entries(given)) query.set(name, String(value))
  return { path: `${path}?${query}`, body: undefined }
}

/** @param sample a page of the list */
export function requestsOf(endpoint: Endpoint, sample: readonly Row[]): Asked[] {
  const asked = (name: string, given: Row = {}, place?: 'middle' | 'last'): Asked => ({
    name,
    endpoint,
    given,
    ...(place ? { place } : {}),
  })
  const narrowed = isSearch(endpoint) ? searched(endpoint, sample) : filtered(endpoint, sample)
  const further = [asked('middle page', {}, 'middle'), asked('last page', {}, 'last')]
  return [
    asked('first page'),
    ...(isWithoutTotal(endpoint) ? [] : further),
    ...[...sorted(endpoint), ...narrowed].map(({ name, given }) => asked(name, given)),
  ]
}

type Named = Pick<Asked, 'name' | 'given'>

const directions = ['asc', 'desc'] as const

/** The members of a row, which are what a V1 search can be sorted by. */
function membersOf({ response }: Endpoint): [name: string, schema: z.ZodType][] {
  // Every list answers with pages, whose rows are objects.
  const { data } = (response as z.ZodObject).shape as { data: z.ZodType }
  const many = data instanceof z.ZodNullable ? data.unwrap() : data
  return Object.entries((many as z.ZodArray<z.ZodObject>).element.shape)
}

function sorted(endpoint: Endpoint): Named[] {
  const members = isSearch(endpoint) ? membersOf(endpoint) : []
  const fields = endpoint.list?.sortFields ?? members.map(([name]) => name)
  return fields.flatMap((field) =>
    directions.map((direction) => ({
      name: `by ${field}, ${direction}`,
      given: isSearch(endpoint)
        ? { sort: [{ sortField: field, sortType: direction }] }
        : { sortFieldName: field, sortType: direction },
    })),
  )
}

function filtered({ query }: Endpoint, sample: readonly Row[]): Named[] {
  const filters = Object.entries(query?.shape ?? {}).filter(([name]) => !name.startsWith('page'))
  return filters.flatMap(([name, schema]) => {
    const [searched, rest] = name.split('SearchType')
    if (rest !== undefined) return wholly(searched ?? '', name, sample)
    return valuesOf(name, schema, sample).map((value) => ({
      name: `${name} = ${value}`,
      given: { [name]: value },
    }))
  })
}

/** A text that is searched for as a whole. */
function wholly(name: string, how: string, sample: readonly Row[]): Named[] {
  const values = shownValues(name, sample).slice(0, 1)
  return values.map((value) => ({
    name: `${name} is ${value}`,
    given: { [name]: value, [how]: 'equals' },
  }))
}

const takes = (schema: z.ZodType, text: string) => schema.safeParse(text).success

/** What a filter is measured with: each of its words, a value that is there, or the rare word. */
function valuesOf(name: string, schema: z.ZodType, sample: readonly Row[]): string[] {
  if (name === 'above') return [someAuthority]
  if (!takes(schema, needle)) {
    const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema
    if (inner instanceof z.ZodEnum) return inner.options.map(String)
    return ['true', 'false', '30', halfway].filter((value) => takes(schema, value))
  }
  const known = shownValues(name, sample)
  if (known.length > 0 && known.length <= fewValues) return known
  return schema === exactFilter && known[0] !== undefined ? known.slice(0, 1) : [needle]
}

/** The texts of a column that a page shows; a column may be called more than its filter. */
function shownValues(name: string, sample: readonly Row[]): string[] {
  const member = [name, ...Object.keys(sample[0] ?? {}).filter((key) => key.startsWith(name))].find(
    (key) => sample.some((row) => key in row),
  )
  const values = member === undefined ? [] : sample.map((row) => row[member])
  return [...new Set(values.filter((value) => typeof value === 'string'))]
}

/** The filters of a V1 search, and what narrows it besides. */
function searched(endpoint: Endpoint, sample: readonly Row[]): Named[] {
  const scopes = Object.keys(endpoint.request?.shape ?? {})
    .filter((name) => !(name in contract.SearchRequest.shape))
    .flatMap((name) =>
      shownValues(name, sample).map((value) => ({
        name: `${name} = ${value}`,
        given: { [name]: value },
      })),
    )
  const filters = membersOf(endpoint).flatMap(([columnName, schema]) =>
    operationsOn(columnName, schema, sample).map((operation) => ({
      name: `${columnName} ${operation.type} ${Object.values(operation).slice(1).join(' ')}`,
      given: { filters: [{ columnName, ...operation }] },
    })),
  )
  return [...scopes, ...filters]
}

function operationsOn(name: string, schema: z.ZodType, sample: readonly Row[]) {
  const inner = schema instanceof z.ZodNullable ? schema.unwrap() : schema
  if (inner instanceof z.ZodBoolean) {
    return ['true', 'false'].map((value) => ({ type: 'equals', value }))
  }
  if (!(inner instanceof z.ZodString)) {
    return [{ type: 'between', fromValue: halfway, toValue: '2027-01-01T00:00:00Z' }]
  }
  const known = shownValues(name, sample)
  if (known.length === 0 || known.length > fewValues) return [{ type: 'contains', value: needle }]
  return known.map((value) => ({ type: 'equals', value }))
}
