import * as contract from '@pmp/contract'
import { roles } from '@pmp/contract'
import type { z } from 'zod'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, fresh, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { withRow } from './testing.ts'

const path = '/v1/partnermanager/partners'
const word = fresh('Findable')
const ids: string[] = []

let server: TestServer
let owner: TestUser
beforeAll(async () => {
  server = await startTestServer()
  const group = await given(server).policyGroup()
  owner = freshUser()
  await given(server).registeredPartner(owner, group.name)
  for (const partnerType of ['MISP_Partner', 'FTM_Provider', 'FTM_Provider']) {
    const { userName: partnerId, email } = freshUser()
    ids.push(partnerId)
    await server.call(people.admin, contract.createPartner, {
      partnerId,
      organizationName: `${word} ${ids.length}`,
      address: '2 Hill Road',
      contactNumber: '5550111',
      emailId: email ?? '',
      partnerType,
    })
  }
})
afterAll(() => server.close())

type Filter = z.output<typeof contract.SearchFilter>
const named: Filter = { columnName: 'name', type: 'contains', value: word }

/** What each search refuses, on a column that both have. */
const wrongSearches: [string, object, string][] = [
  ['no column', { filters: [{ type: 'equals', value: 'x' }] }, 'PMS-MSD-311'],
  ['an unknown column', { filters: [{ ...named, columnName: 'secret' }] }, 'PMS-MSD-310'],
  ['no type', { filters: [{ columnName: 'crBy', value: 'x' }] }, 'PMS-MSD-312'],
  [
    'a value and values',
    { filters: [{ columnName: 'crBy', type: 'in', value: 'x', values: ['x'] }] },
    'PMS-MSD-392',
  ],
  ['no value', { filters: [{ columnName: 'crBy', type: 'equals' }] }, 'PMS-MSD-390'],
  ['no values', { filters: [{ columnName: 'crBy', type: 'in' }] }, 'PMS-MSD-391'],
  [
    'half a range',
    { filters: [{ columnName: 'crDtimes', type: 'between', fromValue: '2026-01-01' }] },
    'PMS-MSD-315',
  ],
  ['half a sort entry', { sort: [{ sortField: 'crBy' }] }, 'PMS-MSD-314'],
  ['an unknown sort field', { sort: [{ sortField: 'x', sortType: 'asc' }] }, 'PMS-MSD-357'],
  ['an unknown sort type', { sort: [{ sortField: 'crBy', sortType: 'up' }] }, 'PMS-MSD-358'],
  ['a page before the first', { pagination: { pageStart: -1 } }, 'PMS-MSD-313'],
]

describe('searching partners', () => {
  const search = (user: TestUser | null, request: object = {}) =>
    server.call(user, contract.searchPartners, { partnerType: 'all', filters: [named], ...request })

  test('gives a page with readable contact data, filters and sort applied', async () => {
    const page = await search(people.admin, {
      partnerType: 'ftm_provider',
      sort: [{ sortField: 'name', sortType: 'desc' }],
      pagination: { pageStart: 1, pageFetch: 1 },
    })
    expect(page).toMatchObject({ fromRecord: 2, toRecord: 2, totalRecord: 2 })
    expect(page.data).toEqual([
      {
        id: ids[1],
        userId: ids[1],
        name: `${word} 2`,
        address: '2 Hill Road',
        contactNo: '5550111',
        emailId: `${ids[1]}@partner.example`,
        partnerTypeCode: 'FTM_Provider',
        approvalStatus: 'InProgress',
        isActive: false,
        isDeleted: false,
        policyGroupId: null,
        certificateAlias: null,
        langCode: 'eng',
        crBy: people.admin.userName,
        crDtimes: expect.any(Date),
        updBy: null,
        updDtimes: null,
        delDtimes: null,
      },
    ])
    const nothing = { fromRecord: 0, toRecord: 0, totalRecord: 0, data: null }
    expect(await search(people.admin, { partnerType: 'Nonsense' })).toEqual(nothing)
  })

  test.each([
    ['logoUrl', 'https://logos.example/Mark.png', 'MARK'],
    ['additionalInfo', '[{"colour":"Green"}]', 'green'],
  ])('finds by %s, which it does not show', async (columnName, stored, part) => {
    const column = columnName === 'logoUrl' ? 'logoUrl' : 'addlInfo'
    await withRow(server)(ids[0] ?? '', { [column]: stored })
    const found = async (filter: Partial<Filter>) =>
      (await search(people.admin, { filters: [named, { columnName, ...filter }] })).data?.map(
        ({ id }) => id,
      )
    const itself = [ids[0]]
    expect(await found({ type: 'contains', value: part })).toEqual(itself)
    expect(await found({ type: 'startsWith', value: stored.slice(0, 5).toUpperCase() })).toEqual(
      itself,
    )
    expect(await found({ type: 'equals', value: stored.toUpperCase() })).toEqual(itself)
    const range = { fromValue: stored, toValue: `${stored}z` }
    expect(await found({ type: 'between', ...range })).toEqual(itself)
    const sort = [{ sortField: columnName, sortType: 'asc' }]
    expect(await refusalOf(search(people.admin, { sort }))).toBe('PMS-MSD-357')
  })

  test('never gives deleted partners, and without filters or page the first ten', async () => {
    await withRow(server)(ids[2] ?? '', { isDeleted: true })
    expect(await search(people.admin)).toMatchObject({ totalRecord: 2 })
    await withRow(server)(ids[2] ?? '', { isDeleted: false })
    const all = await search(people.admin, { filters: null, sort: null, pagination: null })
    expect(all.data).toHaveLength(10)
  })

  test('shows partners their own only', async () => {
    const own = await search(owner, { filters: [] })
    expect(own.data?.map(({ id }) => id)).toEqual([owner.userName])
    expect(await search(owner)).toMatchObject({ totalRecord: 0 })
    expect(await search(asStranger(), { filters: [] })).toMatchObject({ data: null })
  })

  test.each(Object.keys({ address: 0, contactNo: 0, emailId: 0, EMAILID: 0 }))(
    'refuses to filter or sort by the encrypted %s',
    async (name) => {
      const filters = [{ columnName: name, type: 'contains', value: 'x' }]
      expect(await refusalOf(search(people.admin, { filters }))).toBe('KER_PRT_391')
      const sort = [{ sortField: name, sortType: 'asc' }]
      expect(await refusalOf(search(people.admin, { sort }))).toBe('KER_PRT_391')
    },
  )

  test.each(wrongSearches)('refuses %s', async (_, request, code) => {
    expect(await refusalOf(search(people.admin, request))).toBe(code)
  })

  test('needs a type and a role', async () => {
    expect(await refusalOf(search(people.admin, { partnerType: ' ' }))).toBe('PMS_COR_001')
    expect(await refusalOf(search(people.policyManager))).toBe('KER-ATH-403')
    expect(await refusalOf(search(null))).toBe('KER-ATH-401')
  })
})

describe('searching partner types', () => {
  const search = (user: TestUser | null, request: object) =>
    server.call(user, contract.searchPartnerTypes, request)

  test('gives types with what they ask for', async () => {
    const filters = [{ columnName: 'code', type: 'contains', value: 'provider' }]
    const page = await search(owner, { filters, sort: [{ sortField: 'code', sortType: 'desc' }] })
    expect(page).toMatchObject({ totalRecord: 2 })
    expect(page.data).toMatchObject([
      { code: 'FTM_Provider', isActive: true, isPolicyRequired: false },
      { code: 'Device_Provider', partnerDescription: 'Device Provider', delDtimes: null },
    ])
  })

  test.each(wrongSearches)('refuses %s', async (_, request, code) => {
    expect(await refusalOf(search(people.admin, request))).toBe(code)
  })

  test('needs a role, and a body of the right form', async () => {
    const abis = { userName: 'abis', roles: [roles.abisPartner] }
    expect(await refusalOf(search(abis, {}))).toBe('KER-ATH-403')
    expect(await refusalOf(search(null, {}))).toBe('KER-ATH-401')
    const reply = await server.send(people.admin, 'POST', `${path}/partnertype/search`, {})
    expect(reply).toMatchObject({ status: 400, body: { errors: [{ errorCode: 'PMS_COR_001' }] } })
  })
})

describe('the values of partners', () => {
  const values = (user: TestUser | null, filters: object[], rest: object = {}) =>
    server.call(user, contract.listPartnerValues, {
      filters: filters as never,
      ...rest,
    })

  test('are given with their ids, in order, narrowed by text and by other filters', async () => {
    const name = { columnName: 'name', type: 'unique', text: word.toUpperCase() }
    const found = await values(people.admin, [name])
    expect(found.filters).toEqual(
      ids.map((id, at) => ({
        fieldID: 'name',
        fieldValue: `${word} ${at + 1}`,
        fieldCode: id,
      })),
    )
    const ofMisp = { columnName: 'partnerTypeCode', type: 'equals', value: 'MISP_Partner' }
    const narrowed = await values(people.admin, [{ ...name, type: 'all' }], {
      optionalFilters: [ofMisp],
    })
    expect(narrowed.filters).toHaveLength(1)
    const truth = await values(people.admin, [{ columnName: 'isActive', type: 'all', text: '' }])
    expect(truth.filters.map(({ fieldValue }) => fieldValue)).toEqual(['true', 'false'])
  })

  test('are those of the own partners for others than administrators', async () => {
    const found = await values(owner, [{ columnName: 'id', text: null }])
    expect(found.filters).toEqual([
      { fieldID: 'id', fieldValue: owner.userName, fieldCode: owner.userName },
    ])
    const others = await values(asStranger(), [{ columnName: 'id', text: null }])
    expect(others.filters).toEqual([])
  })

  test.each([
    ['no column', { columnName: ' ' }, 'PMS_COR_001'],
    ['a blank type', { columnName: 'id', type: '' }, 'PMS-MSD-322'],
    ['an unknown column', { columnName: 'secret' }, 'PMS-MSD-317'],
    ['an unknown type', { columnName: 'id', type: 'some' }, 'PMS-MSD-324'],
    ['a column of instants', { columnName: 'crDtimes' }, 'PMS-MSD-324'],
    ['an encrypted column', { columnName: 'emailId' }, 'KER_PRT_391'],
  ])('refuse %s', async (_, filter, code) => {
    expect(await refusalOf(values(people.admin, [filter]))).toBe(code)
  })

  test('tell every wrong filter at once', async () => {
    const filters = [{ columnName: 'id', type: '' }, { columnName: 'id' }, { columnName: 'secret' }]
    const reply = await server.send(people.admin, 'POST', `${path}/filtervalues`, {
      request: { filters },
    })
    expect(reply.body).toMatchObject({
      response: null,
      errors: [{ errorCode: 'PMS-MSD-322' }, { errorCode: 'PMS-MSD-317' }],
    })
  })

  test('refuse encrypted columns in other filters, other roles and nobody', async () => {
    const id = [{ columnName: 'id' }]
    const optionalFilters = [{ columnName: 'address', type: 'contains', value: 'x' }]
    expect(await refusalOf(values(people.admin, id, { optionalFilters }))).toBe('KER_PRT_391')
    expect(await refusalOf(values(people.policyManager, id))).toBe('KER-ATH-403')
    expect(await refusalOf(values(null, id))).toBe('KER-ATH-401')
  })
})
