import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, freshUser, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { givenMisps, mispKeyCalls } from './testing.ts'

let server: TestServer
let misps: Awaited<ReturnType<typeof givenMisps>>
beforeAll(async () => {
  server = await startTestServer()
  misps = await givenMisps(server)
})
afterAll(() => server.close())

const misp = () => misps.misp()

const { generate, read, change } = mispKeyCalls(() => server)

describe('lists of keys', () => {
  const search = (user: TestUser | null, request: Record<string, unknown> = {}) =>
    server.call(user, contract.searchMispKeys, {
      filters: [],
      sort: [],
      pagination: { pageStart: 0, pageFetch: 10 },
      ...request,
    })
  const values = (user: TestUser | null, filter: Record<string, unknown>, others?: object) =>
    server.call(user, contract.listMispKeyValues, {
      filters: [{ columnName: 'isActive', type: 'unique', ...filter }],
      ...others,
    })

  test('show all to administrators, own ones to a MISP, none to a stranger', async () => {
    const { id, user } = await misp()
    const { id: otherId, user: other } = await misp()
    const { licenseKey, licenseKeyExpiry } = await generate(user, id)
    await generate(other, otherId)
    const own = {
      mispId: id,
      policyId: null,
      licenseKey,
      validFromDate: server.clock.now,
      validToDate: licenseKeyExpiry,
      isActive: true,
      createdBy: id,
      createdDateTime: server.clock.now,
      updatedBy: null,
      updatedDateTime: null,
      isDeleted: false,
      deletedDateTime: null,
    }
    const list = (caller: TestUser | null) => server.call(caller, contract.listMispKeys, {})
    expect(await list(user)).toEqual([own])
    const all = await list(people.admin)
    expect(all.map(({ mispId }) => mispId)).toEqual(expect.arrayContaining([id, otherId]))
    expect(await search(user)).toEqual({ fromRecord: 1, toRecord: 1, totalRecord: 1, data: [own] })
    const mispId = { columnName: 'mispId', text: '' }
    expect(await values(user, mispId)).toEqual({
      filters: [{ fieldID: 'mispId', fieldValue: id, fieldCode: id }],
    })

    const stranger = asStranger(freshUser(contract.roles.mispPartner))
    const none = { fromRecord: 0, toRecord: 0, totalRecord: 0, data: null }
    expect(await list(stranger)).toEqual([])
    expect(await search(stranger)).toEqual(none)
    expect(await values(stranger, mispId)).toEqual({ filters: [] })
    for (const [caller, code] of [
      [people.bank, 'KER-ATH-403'],
      [null, 'KER-ATH-401'],
    ] as const) {
      expect(await refusalOf(list(caller))).toBe(code)
      expect(await refusalOf(search(caller))).toBe(code)
      expect(await refusalOf(values(caller, {}))).toBe(code)
    }
  })

  test('leave out what is marked as deleted', async () => {
    const { id, user } = await misp()
    await generate(user, id)
    await server.db
      .updateTable('pms.mispLicense')
      .set({ isDeleted: true })
      .where('mispId', '=', id)
      .execute()
    expect(await server.call(user, contract.listMispKeys, {})).toEqual([])
    expect(await search(user)).toMatchObject({ totalRecord: 0 })
  })

  test('are searched by the names of their own fields, in pages', async () => {
    const { id, user, policy } = await misps.mispWithPolicy()
    const { licenseKey } = await generate(user, id)
    await change(user, [id, licenseKey], 'de-active')
    misps.later()
    const { licenseKey: newer } = await read(people.admin, id)
    const found = async (filter: Record<string, unknown>) => {
      const onMisp = { columnName: 'mispId', type: 'equals', value: id }
      const sort = [{ sortField: 'createdDateTime', sortType: 'ASC' }]
      const { data } = await search(people.admin, { filters: [onMisp, filter], sort })
      return (data ?? []).map((key) => key.licenseKey)
    }
    const both = [licenseKey, newer]
    expect(await found({ columnName: 'policyId', type: 'equals', value: policy.id })).toEqual(both)
    expect(await found({ columnName: 'isActive', type: 'equals', value: 'true' })).toEqual([newer])
    expect(
      await found({ columnName: 'licenseKey', type: 'startsWith', value: licenseKey.slice(0, 20) }),
    ).toEqual([licenseKey])
    expect(await found({ columnName: 'createdBy', type: 'contains', value: 'REGISTRAR' })).toEqual([
      newer,
    ])
    const hour = 3_600_000
    const [fromValue, toValue] = [-hour, hour].map((ms) =>
      new Date(server.clock.now.getTime() + ms).toISOString(),
    )
    const range = { columnName: 'createdDateTime', type: 'between', fromValue, toValue }
    expect(await found(range)).toEqual(both)

    const sort = [{ sortField: 'createdDateTime', sortType: 'desc' }]
    const second = { sort, pagination: { pageStart: 1, pageFetch: 1 } }
    expect(await search(user, second)).toMatchObject({
      fromRecord: 2,
      toRecord: 2,
      totalRecord: 2,
      data: [{ licenseKey }],
    })
  })

  test.each([
    ['PMS-MSD-310', { filters: [{ columnName: 'orgName', type: 'equals', value: 'x' }] }],
    ['PMS-MSD-311', { filters: [{ type: 'equals', value: 'x' }] }],
    ['PMS-MSD-312', { filters: [{ columnName: 'mispId', value: 'x' }] }],
    ['PMS-MSD-313', { pagination: { pageStart: -1, pageFetch: 1 } }],
    ['PMS-MSD-313', { pagination: { pageStart: 0, pageFetch: -1 } }],
    ['PMS-MSD-314', { sort: [{ sortField: '', sortType: 'asc' }] }],
    ['PMS-MSD-315', { filters: [{ columnName: 'validToDate', type: 'between', fromValue: 'x' }] }],
    ['PMS-MSD-356', { pagination: null }],
    ['PMS-MSD-357', { sort: [{ sortField: 'crBy', sortType: 'asc' }] }],
    ['PMS-MSD-358', { sort: [{ sortField: 'mispId', sortType: 'asdf' }] }],
    ['PMS-MSD-390', { filters: [{ columnName: 'isActive', type: 'equals', value: 'perhaps' }] }],
    ['PMS-MSD-391', { filters: [{ columnName: 'mispId', type: 'in', values: [] }] }],
    ['PMS-MSD-392', { filters: [{ columnName: 'mispId', type: 'in', value: 'x', values: ['y'] }] }],
  ])('refuse with %s the search %o', async (code, request) => {
    expect(await refusalOf(search(people.admin, request))).toBe(code)
  })

  test('give the values of a column; of a truth value both, whatever is stored', async () => {
    expect(await values(people.admin, { text: '' })).toEqual({
      filters: ['true', 'false'].map((fieldValue) => ({
        fieldID: 'isActive',
        fieldValue,
        fieldCode: '',
      })),
    })
    const { id, user } = await misp()
    await generate(user, id)
    const optionalFilters = [{ columnName: 'mispId', type: 'equals', value: id }]
    const createdBy = { columnName: 'createdBy', type: 'all' }
    expect(await values(people.admin, createdBy, { optionalFilters })).toEqual({
      filters: [{ fieldID: 'createdBy', fieldValue: id, fieldCode: id }],
    })
  })

  test.each([
    ['PMS-MSD-317', { columnName: 'lang_code' }],
    ['PMS-MSD-322', { type: '' }],
    ['PMS-MSD-324', { type: 'some' }],
    ['PMS-MSD-324', { columnName: 'validToDate' }],
    ['PMS_COR_001', { columnName: '' }],
  ])('refuse with %s the values of %o', async (code, filter) => {
    expect(await refusalOf(values(people.admin, filter))).toBe(code)
  })
})
