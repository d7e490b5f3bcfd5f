import * as contract from '@pmp/contract'
import type { CallOf } from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, fresh, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { partnerWithPolicy } from './testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('asking for a policy', () => {
  test('stores a request that waits, once', async () => {
    const { submit, user, policyName } = await partnerWithPolicy(server)
    const { mappingkey } = await submit()
    const page = await server.call(user, contract.listPolicyRequests, {})
    expect(page.data).toMatchObject([
      {
        id: mappingkey,
        status: 'InProgress',
        policyName,
        partnerStatus: 'activated',
        decisionReason: null,
      },
    ])
    expect(await refusalOf(submit())).toBe('PMS_PRT_053')
  })

  test('lets one of two equal requests pass that come at once', async () => {
    const { submit } = await partnerWithPolicy(server)
    const results = await Promise.allSettled([submit(), submit()])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('refuses what cannot be asked for', async () => {
    const { submit, group } = await partnerWithPolicy(server)
    expect(await refusalOf(submit('No such policy'))).toBe('PMS_PRT_073')
    const elsewhere = await given(server).policyGroup()
    const foreign = fresh('Foreign')
    await given(server).publishedPolicy(elsewhere, foreign)
    expect(await refusalOf(submit(foreign))).toBe('PMS_PRT_098')
    const draft = fresh('Draft')
    await given(server).draftPolicy(group.name, draft)
    expect(await refusalOf(submit(draft))).toBe('PMS_PRT_073')
    // Another group has an active policy of that name, the own group only a draft.
    await given(server).publishedPolicy(elsewhere, draft)
    expect(await refusalOf(submit(draft))).toBe('PMS_PMP_019')
  })

  test('refuses an expired policy and an inactive group', async () => {
    const { submit, policy, group } = await partnerWithPolicy(server)
    const { db } = server
    const past = new Date('2020-01-01')
    await db
      .updateTable('pms.authPolicy')
      .set({ validToDate: past })
      .where('id', '=', policy.id)
      .execute()
    expect(await refusalOf(submit())).toBe('PMS_PMP_018')
    const future = new Date('2199-01-01')
    await db
      .updateTable('pms.authPolicy')
      .set({ validToDate: future })
      .where('id', '=', policy.id)
      .execute()
    await db
      .updateTable('pms.policyGroup')
      .set({ isActive: false })
      .where('id', '=', group.id)
      .execute()
    expect(await refusalOf(submit())).toBe('PMS_PMP_023')
  })

  test('refuses strangers, unknown and inactive partners, and nobody', async () => {
    const { submit, partnerId, policyName, group } = await partnerWithPolicy(server)
    const input = { partnerId, policyName, useCaseDescription: 'x' }
    expect(await refusalOf(submit(policyName, freshUser()))).toBe('PMS_PRT_055')
    const unknown = { ...input, partnerId: 'no-such-partner' }
    expect(await refusalOf(server.call(people.bank, contract.submitPolicyRequest, unknown))).toBe(
      'PMS_PRT_005',
    )
    expect(await refusalOf(server.call(null, contract.submitPolicyRequest, input))).toBe(
      'KER-ATH-401',
    )
    const waiting = freshUser()
    await given(server).registeredPartner(waiting, group.name)
    const early = { ...input, partnerId: waiting.userName }
    expect(await refusalOf(server.call(waiting, contract.submitPolicyRequest, early))).toBe(
      'PMS_PMP_016',
    )
  })
})

describe('the list of requests', () => {
  test("is everybody's for an administrator and filtered by status to the letter", async () => {
    const { submit, partnerId } = await partnerWithPolicy(server)
    await submit()
    const find = (status: string) =>
      server.call(people.admin, contract.listPolicyRequests, { partnerId, status })
    expect((await find('InProgress')).totalResults).toBe(1)
    expect((await find('inprogress')).totalResults).toBe(0)
  })

  test('is searched by a part of a partner id, or by the whole of it to the letter', async () => {
    const { submit, partnerId } = await partnerWithPolicy(server)
    await submit()
    const ask = (query: CallOf<typeof contract.listPolicyRequests>) =>
      server.call(people.admin, contract.listPolicyRequests, query)
    const found = async (id: string, partnerIdSearchType?: string) =>
      (await ask({ partnerId: id, ...(partnerIdSearchType ? { partnerIdSearchType } : {}) }))
        .totalResults
    const part = partnerId.slice(1).toUpperCase()
    expect(await found(part)).toBe(1)
    expect(await found(part, 'Contains')).toBe(1)
    expect(await found(part, 'equals')).toBe(0)
    expect(await found(partnerId.toUpperCase(), 'equals')).toBe(0)
    expect(await found(partnerId, 'EQUALS')).toBe(1)
    const refused = (query: Parameters<typeof ask>[0]) => refusalOf(ask(query))
    expect(await refused({ partnerId, partnerIdSearchType: 'like' })).toBe('PMS_PM_065')
    expect(await refused({ partnerIdSearchType: 'equals' })).toBe('PMS_PM_066')
    const halfPage = { partnerIdSearchType: 'like', pageNo: 0 }
    expect(await refused(halfPage)).toBe('PMS_PS_ERROR_006')
  })

  test('is refused to users without partner and to policy-less roles', async () => {
    const list = (user: Parameters<TestServer['call']>[0]) =>
      refusalOf(server.call(user, contract.listPolicyRequests, {}))
    expect(await list(freshUser())).toBe('PMS_CERTIFICATE_ERROR_002')
    expect(await list(freshUser(contract.roles.deviceProvider))).toBe('KER-ATH-403')
    expect(await list(null)).toBe('KER-ATH-401')
  })

  test('is refused when it is asked in an order that it does not know', async () => {
    const order = { sortFieldName: 'colour', sortType: 'asc', pageNo: 0, pageSize: 8 } as const
    expect(await refusalOf(server.call(people.admin, contract.listPolicyRequests, order))).toBe(
      'PMS_PRT_357',
    )
  })

  test('is refused while a partner of the caller has no type', async () => {
    const { user, partnerId } = await partnerWithPolicy(server)
    const { db } = server
    const blank = {
      code: '',
      partnerDescription: 'x',
      isActive: true,
      crBy: 'x',
      crDtimes: new Date(),
    }
    await db
      .insertInto('pms.partnerType')
      .values({ ...blank, isPolicyRequired: false })
      .onConflict((conflict) => conflict.column('code').doNothing())
      .execute()
    await db
      .updateTable('pms.partner')
      .set({ partnerTypeCode: '' })
      .where('id', '=', partnerId)
      .execute()
    expect(await refusalOf(server.call(user, contract.listPolicyRequests, {}))).toBe(
      'PMS_CERTIFICATE_ERROR_004',
    )
  })

  test('hides one request from strangers', async () => {
    const { submit, user } = await partnerWithPolicy(server)
    const { mappingkey } = await submit()
    const other = asStranger((await partnerWithPolicy(server)).user)
    const read = (by: TestUser) =>
      server.call(by, contract.readPolicyRequest, { requestId: mappingkey })
    expect((await read(user)).id).toBe(mappingkey)
    expect(await refusalOf(read(other))).toBe('PMS_PMP_007')
    const list = async (by: TestUser) =>
      (await server.call(by, contract.listPolicyRequests, {})).data
    expect(await list(user)).toMatchObject([{ id: mappingkey }])
    expect(await list(other)).toEqual([])
    const visit = server.call(people.visitor, contract.readPolicyRequest, { requestId: mappingkey })
    expect(await refusalOf(visit)).toBe('KER-ATH-403')
  })
})
