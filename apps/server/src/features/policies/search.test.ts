/** The V1 search dialect (common.md 8, 9), on policies. */
import * as contract from '@pmp/contract'
import type { z } from 'zod'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
const word = fresh('Findable')
const created = '2026-03-01T10:15:30.123Z'
const ids: Record<string, string> = {}

beforeAll(async () => {
  server = await startTestServer()
  const group = await given(server).policyGroup(`${word} group`)
  for (const name of ['Alpha_1', 'alpha 2', 'Beta']) {
    const { id } = await given(server).draftPolicy(group.name, `${word} ${name}`)
    ids[name] = id
  }
  const { id } = await given(server).publishedPolicy(group, `${word} Gamma`)
  ids['Gamma'] = id
  await server.db
    .updateTable('pms.authPolicy')
    .set({ crDtimes: new Date(created) })
    .where('id', '=', ids['Beta'] ?? '')
    .execute()
})
afterAll(() => server.close())

type Filter = z.output<typeof contract.SearchFilter>
const inGroup: Filter = { columnName: 'policyGroupName', type: 'contains', value: `${word} group` }

async function found(filters: Filter[], rest: object = {}) {
  const page = await server.call(people.policyManager, contract.searchPolicies, {
    policyType: 'ALL',
    filters: [inGroup, ...filters],
    sort: [{ sortField: 'name', sortType: 'asc' }],
    ...rest,
  })
  return page.data?.map(({ name }) => name.slice(word.length + 1)) ?? null
}

describe('operators', () => {
  const name = (type: string, value: string): Filter => ({ columnName: 'name', type, value })
  const all = ['Alpha_1', 'Beta', 'Gamma', 'alpha 2']

  test.each<[string, Filter, string[] | null]>([
    ['contains ignores letter case', name('contains', 'ALPHA'), ['Alpha_1', 'alpha 2']],
    ['contains takes _ literally', name('contains', 'a_'), ['Alpha_1']],
    ['contains takes % literally', name('contains', '%'), null],
    ['*x* contains', name('Contains', '*pha*'), ['Alpha_1', 'alpha 2']],
    ['*x ends with', name('contains', '*TA'), ['Beta']],
    ['a lone * is all', name('contains', '*'), all],
    ['starts with', name('startsWith', `${word} al`.toUpperCase()), ['Alpha_1', 'alpha 2']],
    ['starts with, with a star', name('startswith', `${word} b*`), ['Beta']],
    ['equals ignores letter case', name('equals', `${word} BETA`), ['Beta']],
    ['an unknown operator is ignored', name('resembles', 'x'), all],
    ['a truth value', { columnName: 'isActive', type: 'equals', value: 'TRUE' }, ['Gamma']],
    [
      'in is exact',
      { columnName: 'name', type: 'in', values: [`${word} Beta`, `${word} gamma`] },
      ['Beta'],
    ],
    ['an instant', { columnName: 'crDtimes', type: 'equals', value: created }, ['Beta']],
    [
      'a range of instants',
      {
        columnName: 'validFromDate',
        type: 'between',
        fromValue: '1999-01-01',
        toValue: '1999-12-31',
      },
      null,
    ],
    [
      'a range of SQL timestamps is ignored',
      { columnName: 'crDtimes', type: 'between', fromValue: '1999-01-01', toValue: '1999-12-31' },
      all,
    ],
    [
      'a range of texts',
      {
        columnName: 'name',
        type: 'between',
        fromValue: `${word} Beta`,
        toValue: `${word} Beta`,
      },
      ['Beta'],
    ],
    [
      'a range of truth values is ignored',
      { columnName: 'isActive', type: 'between', fromValue: 'a', toValue: 'b' },
      all,
    ],
  ])('%s', async (_, filter, names) => {
    expect(await found([filter])).toEqual(names)
  })

  test('several filters are all true', async () => {
    const filters = [name('contains', 'alpha'), name('contains', 'a 2')]
    expect(await found(filters)).toEqual(['alpha 2'])
  })

  test('a part of the group’s name counts with its letter case', async () => {
    const page = (value: string) =>
      server.call(people.policyManager, contract.searchPolicies, {
        policyType: 'auth',
        filters: [{ columnName: 'policyGroupName', type: 'equals', value }],
        pagination: { pageStart: 0, pageFetch: 3 },
      })
    expect(await page(`${word} gr`)).toMatchObject({ fromRecord: 1, toRecord: 3, totalRecord: 4 })
    expect(await page(`${word} GR`)).toMatchObject({ totalRecord: 0, data: null })
  })

  test('page numbers may come as text', async () => {
    const pagination = { pageStart: '1', pageFetch: '3' } as never
    expect(await found([], { pagination })).toEqual(['alpha 2'])
  })

  test('the type restricts, whatever its letter case', async () => {
    expect(await found([], { policyType: 'AUTH' })).toHaveLength(4)
    expect(await found([], { policyType: 'DataShare' })).toBeNull()
  })
})

describe('order', () => {
  test('follows the entries, text by code point, what has no value first', async () => {
    const sort = [
      { sortField: 'schema', sortType: 'ASC' },
      { sortField: 'name', sortType: 'desc' },
    ]
    expect(await found([], { sort })).toEqual(['alpha 2', 'Beta', 'Alpha_1', 'Gamma'])
    const reversed = [{ sortField: 'schema', sortType: 'desc' }, sort[1]]
    expect((await found([], { sort: reversed }))?.[0]).toBe('Gamma')
  })
})

describe('a schema of more characters than an index takes', () => {
  test('is stored, found as a whole, and sorted by how it begins', async () => {
    const schema = `${fresh('https://schemas.example/')}${'ű'.repeat(4000)}`
    const asked = { columnName: 'schema', type: 'equals', value: schema }
    await server.db
      .updateTable('pms.authPolicy')
      .set({ policySchema: schema })
      .where('id', '=', ids['Gamma'] ?? '')
      .execute()
    expect(await found([asked])).toEqual(['Gamma'])
    expect(await found([{ ...asked, value: schema.slice(0, -1) }])).toBeNull()
    const sort = [{ sortField: 'schema', sortType: 'desc' }]
    expect((await found([], { sort }))?.[0]).toBe('Gamma')
  })
})

describe('refused searches', () => {
  const good: Filter = { columnName: 'name', type: 'contains', value: 'x' }
  test.each<[string, object, string]>([
    ['no column', { filters: [{ type: 'equals', value: 'x' }] }, 'PMS_COR_003'],
    ['a blank column', { filters: [{ ...good, columnName: ' ' }] }, 'PMS-MSD-310'],
    ['an unknown column', { filters: [{ ...good, columnName: 'colour' }] }, 'PMS-MSD-310'],
    ['a column in other letters', { filters: [{ ...good, columnName: 'NAME' }] }, 'PMS-MSD-310'],
    ['a member of every object', { filters: [{ ...good, columnName: 'toString' }] }, 'PMS-MSD-310'],
    ['no type', { filters: [{ ...good, type: null }] }, 'PMS-MSD-312'],
    ['value and values', { filters: [{ ...good, values: ['x'] }] }, 'PMS-MSD-392'],
    ['no value', { filters: [{ ...good, value: ' ' }] }, 'PMS-MSD-390'],
    [
      'an unknown type without value',
      { filters: [{ columnName: 'name', type: 'x' }] },
      'PMS-MSD-390',
    ],
    [
      'a word for a truth value',
      { filters: [{ columnName: 'isActive', type: 'equals', value: 'yes' }] },
      'PMS-MSD-390',
    ],
    [
      'an unreadable instant',
      { filters: [{ columnName: 'crDtimes', type: 'equals', value: 'now' }] },
      'PMS-MSD-390',
    ],
    [
      'a day that does not exist',
      { filters: [{ columnName: 'crDtimes', type: 'equals', value: '2026-13-45' }] },
      'PMS-MSD-390',
    ],
    [
      'a prefix of an instant',
      { filters: [{ columnName: 'crDtimes', type: 'startsWith', value: '2026' }] },
      'PMS-MSD-310',
    ],
    [
      'in without values',
      { filters: [{ columnName: 'name', type: 'in', values: [] }] },
      'PMS-MSD-391',
    ],
    [
      'half a range',
      { filters: [{ columnName: 'name', type: 'between', fromValue: 'a' }] },
      'PMS-MSD-315',
    ],
    ['a sort without type', { sort: [{ sortField: 'name' }] }, 'PMS-MSD-314'],
    ['an unknown sort field', { sort: [{ sortField: 'x', sortType: 'asc' }] }, 'PMS-MSD-357'],
    [
      'a sort field that is not shown',
      { sort: [{ sortField: 'descr', sortType: 'asc' }] },
      'PMS-MSD-357',
    ],
    ['an unknown sort type', { sort: [{ sortField: 'name', sortType: 'up' }] }, 'PMS-MSD-358'],
    ['a page below zero', { pagination: { pageStart: -1, pageFetch: 1 } }, 'PMS-MSD-313'],
    ['an empty page', { pagination: { pageStart: 0, pageFetch: 0 } }, 'PMS-MSD-313'],
    ['no policy type', { policyType: null }, 'PMS_COR_001'],
  ])('%s', async (_, changes, code) => {
    const search = { policyType: 'ALL', ...changes }
    const call = server.call(people.policyManager, contract.searchPolicies, search)
    expect(await refusalOf(call)).toBe(code)
  })

  test('nobody and partners', async () => {
    const search = (user: typeof people.bank | null) =>
      refusalOf(server.call(user, contract.searchPolicies, { policyType: 'ALL' }))
    expect(await search(people.bank)).toBe('KER-ATH-403')
    expect(await search(null)).toBe('KER-ATH-401')
  })

  test('a page far behind the end is empty, not an error', async () => {
    const far = { pagination: { pageStart: 1_000_000, pageFetch: 10_000_000 } }
    expect(await found([], far)).toBeNull()
  })
})

describe('values of policies', () => {
  const values = (columnName: string, type: string, rest: object = {}) =>
    server.call(people.policyManager, contract.listPolicyValues, {
      policyType: 'ALL',
      filters: [{ columnName, type, text: word }],
      ...rest,
    })

  test('come with the id of their policy, restricted by further filters', async () => {
    const optionalFilters = [{ columnName: 'isActive', type: 'equals', value: 'true' }]
    expect((await values('name', 'unique', { optionalFilters })).filters).toEqual([
      { fieldID: 'name', fieldValue: `${word} Gamma`, fieldCode: ids['Gamma'] },
    ])
    expect((await values('name', 'all')).filters).toHaveLength(4)
    expect((await values('name', 'all', { policyType: 'MISP' })).filters).toEqual([])
  })

  test('are refused for unknown columns and types', async () => {
    expect(await refusalOf(values('colour', 'all'))).toBe('PMS_COR_003')
    expect(await refusalOf(values('name', 'none'))).toBe('PMS_COR_003')
    expect(await refusalOf(values('', 'all'))).toBe('PMS_COR_001')
    const optionalFilters = [{ columnName: 'colour', type: 'equals', value: 'red' }]
    expect(await refusalOf(values('name', 'all', { optionalFilters }))).toBe('PMS-MSD-310')
    const call = { policyType: 'ALL', filters: [] }
    const by = (user: typeof people.bank | null) =>
      refusalOf(server.call(user, contract.listPolicyValues, call))
    expect(await by(people.visitor as never)).toBe('KER-ATH-403')
    expect(await by(null)).toBe('KER-ATH-401')
  })
})
