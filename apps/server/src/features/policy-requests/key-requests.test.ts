import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, fresh, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'

type Ready = Awaited<ReturnType<ReturnType<typeof given>['readyPartner']>>

let server: TestServer
let ready: Ready & { requestId: string; apiKey: string; label: string }
let other: Ready
beforeAll(async () => {
  server = await startTestServer()
  const partner = await given(server).readyPartner()
  other = await given(server).readyPartner()
  const { partnerId, policyName, user } = partner
  const { data } = await server.call(user, contract.listPolicyRequests, {})
  const order = { partnerId, policyName, label: fresh('Key') }
  const { apiKey, label } = await server.call(user, contract.generateApiKey, order)
  ready = { ...partner, requestId: data[0]?.id ?? '', apiKey, label }
})
afterAll(() => server.close())

describe("upstream's older reads of requests", () => {
  test('give every request, and one, to administrators', async () => {
    const expected = {
      partnerID: ready.partnerId,
      status: 'approved',
      organizationName: ready.organizationName,
      policyId: ready.policyId,
      policyDesc: `${ready.policyName}, for tests`,
      apiKeyReqNo: ready.requestId,
    }
    const all = await server.call(people.admin, contract.listKeyRequests, {})
    expect(all.apikeyRequests).toContainEqual(expected)
    const { requestId } = ready
    const read = (user: TestUser | null, asked = requestId) =>
      server.call(user, contract.readKeyRequest, { requestId: asked })
    expect(await read(people.admin)).toEqual(expected)
    expect(await refusalOf(read(people.admin, 'none'))).toBe('PMS_PMP_015')
    expect(await refusalOf(read(ready.user))).toBe('KER-ATH-403')
    expect(await refusalOf(read(null))).toBe('KER-ATH-401')
    const list = (user: TestUser | null) => server.call(user, contract.listKeyRequests, {})
    expect(await refusalOf(list(ready.user))).toBe('KER-ATH-403')
    expect(await refusalOf(list(null))).toBe('KER-ATH-401')
    const nul = '/v1/partnermanager/partners/apikey/a%00'
    expect((await server.send(people.admin, 'GET', nul)).status).toBe(400)
  })

  test('give the requests of a partner with the labels of their keys', async () => {
    const read = (user: TestUser | null, partnerId = ready.partnerId) =>
      server.call(user, contract.listKeysOfPartner, { partnerId })
    const found = await read(ready.user)
    expect(found).toMatchObject([
      {
        apiKeyReqID: ready.requestId,
        apiKeyRequestStatus: 'approved',
        partnerApiKey: ready.label,
        apikeyStatus: 'Active',
      },
    ])
    expect(JSON.stringify(found)).not.toContain(ready.apiKey)
    const waiting = await given(server).publishedPolicy(ready.group)
    await given(server).pendingRequest(ready.user, waiting.name)
    const both = await read(people.admin)
    expect(both).toHaveLength(2)
    expect(both).toContainEqual({
      apiKeyReqID: expect.any(String),
      apiKeyRequestStatus: 'InProgress',
      partnerApiKey: null,
      apikeyStatus: null,
      validityTill: null,
    })
    expect(await refusalOf(read(people.admin, 'none'))).toBe('PMS_PRT_006')
    expect(await refusalOf(read(other.user))).toBe('PMS_PRT_055')
    expect(await refusalOf(read(null))).toBe('KER-ATH-401')
    const nul = '/v1/partnermanager/partners/a%00/apikey/request'
    expect((await server.send(people.admin, 'GET', nul)).status).toBe(400)
  })
})

/** Filters that ask for a whole value each. */
const equal = (values: Record<string, string>) => ({
  filters: Object.entries(values).map(([columnName, value]) => ({
    columnName,
    value,
    type: 'equals',
  })),
})
const unknownColumn = equal({ colour: 'red' })

describe("upstream's older searches", () => {
  test('find requests, of partners their own', async () => {
    const find = (user: TestUser | null, request: object) =>
      server.call(user, contract.searchKeyRequests, request)
    const { partnerId, policyId, policyName, requestId, organizationName } = ready
    const names = { apikeyRequestId: requestId, partnerName: organizationName, partnerId }
    const { data, totalRecord } = await find(people.admin, equal({ ...names, policyName }))
    expect(totalRecord).toBe(1)
    expect(data).toMatchObject([
      { apikeyRequestId: requestId, partnerId, policyId, policyName, statusCode: 'approved' },
    ])
    expect(await find(people.admin, equal({ policyName: 'none' }))).toEqual({
      fromRecord: 0,
      toRecord: 0,
      totalRecord: 0,
      data: null,
    })
    const sorted = { sort: [{ sortField: 'requestDatetimes', sortType: 'desc' }] }
    expect((await find(ready.user, sorted)).data?.at(-1)).toMatchObject({ partnerId })
    expect((await find(asStranger(other.user), equal({ partnerId }))).data).toBeNull()
    expect(await refusalOf(find(people.admin, unknownColumn))).toBe('PMS-MSD-310')
    expect(await refusalOf(find(people.visitor, {}))).toBe('KER-ATH-403')
    expect(await refusalOf(find(null, {}))).toBe('KER-ATH-401')
  })

  test('find keys without their values, of partners their own', async () => {
    const find = (user: TestUser | null, request: object) =>
      server.call(user, contract.searchApiKeys, request)
    const { partnerId, policyId, policyName, label, organizationName: partnerName } = ready
    const found = await find(people.admin, equal({ label, policyName, partnerName, partnerId }))
    expect(found.data).toMatchObject([
      { label, partnerId, partnerName, policyId, policyName: null, isActive: true },
    ])
    expect(JSON.stringify(found)).not.toContain(ready.apiKey)
    expect((await find(people.admin, equal({ policyName: 'none' }))).data).toBeNull()
    expect((await find(ready.user, equal({ isActive: 'true' }))).data).toHaveLength(1)
    expect((await find(asStranger(other.user), equal({ partnerId }))).data).toBeNull()
    expect(await refusalOf(find(people.visitor, {}))).toBe('KER-ATH-403')
    expect(await refusalOf(find(null, {}))).toBe('KER-ATH-401')
  })

  test('find a key by its value only for who has all of it', async () => {
    const find = (type: string, value: string) =>
      server.call(people.admin, contract.searchApiKeys, {
        filters: [{ columnName: 'policyApiKey', type, value }],
      })
    const { apiKey, label } = ready
    for (const type of ['equals', 'contains', 'startsWith']) {
      expect((await find(type, apiKey)).data).toMatchObject([{ label }])
      for (const part of [apiKey.slice(0, -1), `${apiKey.slice(0, 8)}*`, '*', '%']) {
        expect((await find(type, part)).data).toBeNull()
      }
    }
    const range = {
      columnName: 'policyApiKey',
      type: 'between',
      fromValue: apiKey,
      toValue: apiKey,
    }
    const inRange = server.call(people.admin, contract.searchApiKeys, { filters: [range] })
    expect(await refusalOf(inRange)).toBe('PMS-MSD-390')
    const sort = [{ sortField: 'policyApiKey', sortType: 'asc' }]
    const sorted = server.call(people.admin, contract.searchApiKeys, { sort })
    expect(await refusalOf(sorted)).toBe('PMS-MSD-357')
  })

  test('give the values of columns of requests', async () => {
    const ask = (user: TestUser | null, columnName: string) =>
      server.call(user, contract.listKeyRequestValues, {
        filters: [{ columnName, type: 'all', text: '' }],
      })
    const { filters } = await ask(ready.user, 'statusCode')
    expect(filters).toContainEqual({
      fieldID: 'statusCode',
      fieldValue: 'approved',
      fieldCode: ready.requestId,
    })
    const { filters: foreign } = await ask(asStranger(other.user), 'statusCode')
    expect(foreign.map(({ fieldCode }) => fieldCode)).not.toContain(ready.requestId)
    expect(await refusalOf(ask(ready.user, 'colour'))).toBe('PMS-MSD-317')
    expect(await refusalOf(ask(people.visitor, 'statusCode'))).toBe('KER-ATH-403')
    expect(await refusalOf(ask(null, 'statusCode'))).toBe('KER-ATH-401')
  })
})
