import * as contract from '@pmp/contract'
import { LocalDateTime, OffsetDateTime, type Endpoint } from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { routes } from '../../app.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const endpoints = routes.map(({ endpoint }) => endpoint)
const searches = endpoints
  .filter(({ request }) => request && 'pagination' in request.shape)
  .map((endpoint) => [endpoint.path, endpoint] as const)
const values = endpoints
  .filter(({ request }) => request && 'optionalFilters' in request.shape)
  .map((endpoint) => [endpoint.path, endpoint] as const)

async function ask({ service, method, path }: Endpoint, request: Record<string, unknown>) {
  const everybody = { ...people.admin, roles: Object.values(contract.roles) }
  const scope = { partnerType: 'all', policyType: 'ALL' }
  const body = { request: { ...scope, ...request } }
  const reply = await server.send(everybody, method, contract.basePaths[service] + path, body)
  const { errors, response } = reply.body as { errors?: contract.ReplyError[]; response?: unknown }
  return errors?.[0]?.errorCode ?? response
}

/** Columns of a search that are shown and are no text. */
function typedColumns({ response }: Endpoint): string[] {
  const { data } = (response as z.ZodObject).shape
  const row = (data as z.ZodNullable<z.ZodArray<z.ZodObject>>).unwrap().element
  return Object.entries(row.shape).flatMap(([name, member]) => {
    const inner = member instanceof z.ZodNullable ? member.unwrap() : member
    const isTyped =
      inner === LocalDateTime || inner === OffsetDateTime || inner instanceof z.ZodBoolean
    return isTyped ? [name] : []
  })
}

test('every search and every call for values is tried', () => {
  expect(searches.map(([path]) => path).toSorted()).toEqual([
    '/ftpchipdetail/search',
    '/misps/search',
    '/partners/apikey/request/search',
    '/partners/apikey/search',
    '/partners/partnertype/search',
    '/partners/search',
    '/policies/group/search',
    '/policies/search',
  ])
  expect(values).toHaveLength(5)
})

describe.each(searches)('%s', (path, endpoint) => {
  test.each(typedColumns(endpoint))('knows no part of %s', async (columnName) => {
    for (const type of ['contains', 'startsWith', 'STARTSWITH']) {
      for (const value of ['true', '2026-11-30', '*1*']) {
        expect(await ask(endpoint, { filters: [{ columnName, type, value }] })).toBe('PMS-MSD-310')
      }
    }
  })

  test('knows no column without a name, and misses one that is not given', async () => {
    const filters = (columnName?: string | null) => ({
      filters: [
        { type: 'contains', value: 'x', ...(columnName === undefined ? {} : { columnName }) },
      ],
    })
    const missing = path === '/policies/search' ? 'PMS_COR_003' : 'PMS-MSD-311'
    for (const name of ['', ' ']) expect(await ask(endpoint, filters(name))).toBe('PMS-MSD-310')
    for (const none of [undefined, null]) expect(await ask(endpoint, filters(none))).toBe(missing)
  })

  test('ignores a type that is none, whatever it is called', async () => {
    const [columnName] = typedColumns(endpoint)
    const all = await ask(endpoint, {})
    for (const type of ['constructor', '__proto__', 'valueOf', 'sounds like']) {
      expect(await ask(endpoint, { filters: [{ columnName, type, value: 'true' }] })).toEqual(all)
    }
  })

  test('reads a number that is null as zero and cuts off what is behind the point', async () => {
    const at = (pageStart: unknown, pageFetch: unknown) =>
      ask(endpoint, { pagination: { pageStart, pageFetch } })
    expect(await at(null, null)).toBe('PMS-MSD-313')
    expect(await at(0, '')).toBe('PMS-MSD-313')
    expect(await at(null, 2)).toEqual(await at(0, 2))
    expect(await at(0.5, 2.9)).toEqual(await at(0, 2))
    expect(await at('0', ' 2 ')).toEqual(await at(0, 2))
    expect(await at(-1, 2)).toBe('PMS-MSD-313')
    expect(await at(0, 2_147_483_648)).toBeUndefined()
  })

  test('begins with the first page unless it is told, but where upstream asks for one', async () => {
    const first = await ask(endpoint, { pagination: { pageStart: 0, pageFetch: 10 } })
    const expected = path === '/misps/search' ? 'PMS-MSD-356' : first
    for (const none of [null, undefined]) {
      expect(await ask(endpoint, { pagination: none })).toEqual(expected)
    }
  })
})

test('a search for policies without a type has a wrong value', async () => {
  for (const policyType of ['', ' ']) {
    expect(await ask(contract.searchPolicies, { policyType })).toBe('PMS-MSD-390')
  }
})

/** A column with values and one of dates, where there is no name or upstream calls them otherwise. */
const valueColumns: Readonly<Record<string, readonly [string, string]>> = {
  '/misps/filtervalues': ['mispId', 'createdDateTime'],
  '/partners/apikey/request/filtervalues': ['requestDetail', 'crDtimes'],
}

describe.each(values)('%s', (path, endpoint) => {
  const [columnName, date] = valueColumns[path] ?? ['name', 'crDtimes']
  const name = { columnName, type: 'all', text: '' }
  test('has no values of a column of dates', async () => {
    for (const type of ['all', 'unique']) {
      const filters = [{ columnName: date, type, text: '' }]
      expect(await ask(endpoint, { filters })).toBe('PMS-MSD-324')
    }
  })

  test('tells what is wrong with an optional filter', async () => {
    const narrowed = (filter: object) =>
      ask(endpoint, { filters: [name], optionalFilters: [filter] })
    const unknown = { columnName: 'bogus', type: 'contains', value: 'x' }
    expect(await narrowed(unknown)).toBe('PMS-MSD-310')
    expect(await narrowed({ columnName, type: 'in' })).toBe('PMS-MSD-391')
  })
})
