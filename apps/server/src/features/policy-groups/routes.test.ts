import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const { policyManager, bank } = people
const deactivate = (policygroupId: string, status = 'De-Activate') =>
  server.call(policyManager, contract.deactivatePolicyGroup, { policygroupId, status })

describe('deactivating a group', () => {
  test('is possible while it is empty or holds only deactivated policies', async () => {
    const group = await given(server).policyGroup()
    const policy = await given(server).publishedPolicy(group)
    await server.call(policyManager, contract.deactivatePolicy, {
      policyId: policy.id,
      status: 'De-Activate',
    })
    expect(await deactivate(group.id)).toEqual({ policyGroupId: group.id, isActive: false })
    expect(await refusalOf(deactivate(group.id))).toBe('PMS_POL_067')
    const draft = given(server).draftPolicy(group.name)
    expect(await refusalOf(draft)).toBe('PMS_POL_053')
    const asked = { subjectId: group.id, action: 'policyGroup.deactivated' }
    expect(await seen(server).audit(asked)).toEqual([
      expect.objectContaining({ before: { isActive: true }, after: { isActive: false } }),
    ])
  })

  test('is refused with what it holds', async () => {
    const group = await given(server).policyGroup()
    await given(server).draftPolicy(group.name)
    expect(await refusalOf(deactivate(group.id))).toBe('PMS_POL_070')
    await given(server).publishedPolicy(group)
    expect(await refusalOf(deactivate(group.id))).toBe('PMS_POL_069')
    const active = await given(server).policyGroup()
    await given(server).publishedPolicy(active)
    expect(await refusalOf(deactivate(active.id))).toBe('PMS_POL_056')
  })

  test('refuses unknown groups, other words, and who may not', async () => {
    const group = await given(server).policyGroup()
    expect(await refusalOf(deactivate('nothing'))).toBe('PMS_POL_068')
    expect(await refusalOf(deactivate(group.id, 'off'))).toBe('PMS_POL_073')
    const call = { policygroupId: group.id, status: 'De-Activate' }
    const by = (user: typeof bank | null) =>
      refusalOf(server.call(user, contract.deactivatePolicyGroup, call))
    expect(await by(bank)).toBe('KER-ATH-403')
    expect(await by(null)).toBe('KER-ATH-401')
    const blank = await server.send(
      policyManager,
      'PATCH',
      '/v1/policymanager/policies/group/%20',
      {},
    )
    expect(blank.status).toBe(400)
  })

  test('and a draft in it at once: the group never ends up inactive with a draft', async () => {
    const group = await given(server).policyGroup()
    const results = await Promise.allSettled([
      deactivate(group.id),
      given(server).draftPolicy(group.name),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('is undone by editing it', async () => {
    const group = await given(server).policyGroup()
    await deactivate(group.id)
    const edited = await server.call(policyManager, contract.updatePolicyGroup, {
      policygroupId: group.id,
      name: group.name,
      desc: 'again',
      isActive: true,
    })
    expect(edited.is_Active).toBe(true)
  })
})

describe('names of groups', () => {
  test('are unique, surrounding space and letter case ignored, also when two are created at once', async () => {
    const name = fresh('Telecoms')
    const create = (wanted: string) => given(server).policyGroup(wanted)
    const results = await Promise.allSettled([create(name), create(` ${name}`)])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const near of [`${name} `, `\t${name}`, `${name}\u00a0`, name.toLowerCase()]) {
      expect(await refusalOf(create(near))).toBe('PMS_POL_014')
    }
  })
})

describe('searching groups', () => {
  test('finds, sorts and pages; nothing found is null', async () => {
    const word = fresh('Searched')
    for (const name of ['b', 'A', 'c']) await given(server).policyGroup(`${word} ${name}`)
    const search = (pageStart: number) =>
      server.call(bank, contract.searchPolicyGroups, {
        filters: [{ columnName: 'name', type: 'contains', value: word.toLowerCase() }],
        sort: [{ sortField: 'name', sortType: 'desc' }],
        pagination: { pageStart, pageFetch: 2 },
      })
    const first = await search(0)
    // By code point: capitals before small letters.
    expect(first.data?.map(({ name }) => name.at(-1))).toEqual(['c', 'b'])
    expect(first).toMatchObject({ fromRecord: 1, toRecord: 2, totalRecord: 3 })
    const second = await search(1)
    expect(second).toMatchObject({ fromRecord: 3, toRecord: 3, totalRecord: 3 })
    expect(await search(2)).toEqual({ fromRecord: 0, toRecord: 0, totalRecord: 0, data: null })
  })

  test('is for those who may', async () => {
    const search = (user: typeof bank | null) =>
      refusalOf(server.call(user, contract.searchPolicyGroups, {}))
    expect(await search(people.visitor as never)).toBe('KER-ATH-403')
    expect(await search(null)).toBe('KER-ATH-401')
    const missing = server.call(bank, contract.searchPolicyGroups, { filters: [{ type: 'in' }] })
    expect(await refusalOf(missing)).toBe('PMS-MSD-311')
  })
})

describe('values of groups', () => {
  const values = (columnName: string, type?: string | null, text = '') =>
    server.call(policyManager, contract.listPolicyGroupValues, {
      filters: [{ columnName, type: type as string, text }],
      optionalFilters: [],
    })

  test('are those of the column, with the name of the group as code', async () => {
    const word = fresh('Valued')
    for (const name of ['two', 'one']) await given(server).policyGroup(`${word} ${name}`)
    const { filters } = await values('name', 'ALL', word.toUpperCase())
    expect(filters).toEqual(
      [`${word} one`, `${word} two`].map((name) => ({
        fieldID: 'name',
        fieldValue: name,
        fieldCode: name,
      })),
    )
    expect((await values('isActive', 'unique')).filters).toEqual([
      { fieldID: 'isActive', fieldValue: 'true', fieldCode: '' },
      { fieldID: 'isActive', fieldValue: 'false', fieldCode: '' },
    ])
  })

  test.each([
    ['a blank column', ' ', 'all', 'PMS_COR_001'],
    ['an unknown column', 'colour', 'all', 'PMS_COR_003'],
    ['a blank type', 'name', ' ', 'PMS_COR_003'],
    ['an unknown type', 'name', 'some', 'PMS_COR_003'],
    ['a column of dates', 'crDtimes', 'all', 'PMS-MSD-324'],
  ])('are refused for %s', async (_, column, type, code) => {
    expect(await refusalOf(values(column, type))).toBe(code)
  })

  test('are for those who may', async () => {
    const call = { filters: [] }
    const by = (user: typeof bank | null) =>
      refusalOf(server.call(user, contract.listPolicyGroupValues, call))
    expect(await by(people.visitor as never)).toBe('KER-ATH-403')
    expect(await by(null)).toBe('KER-ATH-401')
  })
})
