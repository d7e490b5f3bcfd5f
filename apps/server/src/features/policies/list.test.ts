import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const { policyManager, bank } = people

describe('lists of policies', () => {
  test('of a group hold what is active there, nothing else', async () => {
    const group = await given(server).policyGroup()
    await given(server).draftPolicy(group.name)
    const published = await given(server).publishedPolicy(group)
    const listed = await server.call(bank, contract.listActivePoliciesOfGroup, {
      groupName: group.name,
    })
    expect(listed).toMatchObject([
      { id: published.id, policyType: 'Auth', policyGroupId: group.id },
    ])
    const unknown = server.call(bank, contract.listActivePoliciesOfGroup, { groupName: 'none' })
    expect(await refusalOf(unknown)).toBe('PMS_POL_019')
    await server.db
      .updateTable('pms.policyGroup')
      .set({ isActive: false })
      .where('id', '=', group.id)
      .execute()
    const inactive = server.call(bank, contract.listActivePoliciesOfGroup, {
      groupName: group.name,
    })
    expect(await refusalOf(inactive)).toBe('PMS_POL_053')
  })

  test('filter, sort and page in the database', async () => {
    const group = await given(server).policyGroup()
    for (const name of ['Charlie', 'Alpha', 'Bravo'])
      await given(server).draftPolicy(group.name, name)
    const page = await server.call(policyManager, contract.listPolicies, {
      policyGroupName: group.name.toUpperCase(),
      sortFieldName: 'policyName',
      sortType: 'desc',
      pageNo: 0,
      pageSize: 2,
    })
    expect(page).toMatchObject({ pageNo: 0, pageSize: 2, totalResults: 3 })
    expect(page.data.map(({ policyName }) => policyName)).toEqual(['Charlie', 'Bravo'])
  })

  test.each([
    ['createdDateTime', 'desc'],
    ['policyGroupName', 'asc'],
    ['status', 'desc'],
  ] as const)('give each policy on exactly one page, sorted by %s %s', async (field, sortType) => {
    const group = await given(server).policyGroup()
    for (let index = 0; index < 5; index += 1) await given(server).draftPolicy(group.name)
    await given(server).publishedPolicy(group)
    const read = (pageNo: number, pageSize: number) =>
      server.call(policyManager, contract.listPolicies, {
        sortFieldName: field,
        sortType,
        pageNo,
        pageSize,
      })
    const whole = await read(0, 1000)
    const { total } = await server.db
      .selectFrom('pms.authPolicy')
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    expect(whole.totalResults).toBe(total)
    const paged: string[] = []
    for (let pageNo = 0; pageNo * 3 < total; pageNo += 1) {
      const page = await read(pageNo, 3)
      expect(page.totalResults).toBe(total)
      paged.push(...page.data.map(({ policyId }) => policyId))
    }
    expect(paged).toEqual(whole.data.map(({ policyId }) => policyId))
    expect((await read(Math.ceil(total / 3), 3)).data).toEqual([])
  })

  test('count each type and state, whoever writes the table', async () => {
    const total = async (query: object) =>
      (await server.call(policyManager, contract.listPolicies, query)).totalResults
    const drafts = { policyType: 'auth', status: 'draft' }
    const deactivated = { policyType: 'AUTH', status: 'deactivated' }
    const before = { drafts: await total(drafts), deactivated: await total(deactivated) }
    const group = await given(server).policyGroup()
    const draft = await given(server).draftPolicy(group.name)
    const other = await given(server).publishedPolicy(group)
    expect(await total(drafts)).toBe(before.drafts + 1)
    const table = server.db.updateTable('pms.authPolicy')
    await table.set({ isActive: false }).where('id', '=', other.id).execute()
    expect(await total(deactivated)).toBe(before.deactivated + 1)
    await table.set({ isDeleted: true }).where('id', '=', draft.id).execute()
    expect(await total(drafts)).toBe(before.drafts)
    await server.db.deleteFrom('pms.authPolicy').where('id', '=', other.id).execute()
    expect(await total(deactivated)).toBe(before.deactivated)
    expect(await total({ status: 'nonsense' })).toBe(0)
  })

  test('search id, name, description and group at once; a group is named by its whole id', async () => {
    const word = fresh('Sought')
    const [inGroup, elsewhere] = [
      await given(server).policyGroup(`${word} group`),
      await given(server).policyGroup(),
    ]
    const byGroup = await given(server).draftPolicy(inGroup.name)
    const byName = await given(server).publishedPolicy(elsewhere, `${word} policy`)
    await given(server).draftPolicy(elsewhere.name)
    const find = async (query: object) =>
      (await server.call(policyManager, contract.listPolicies, query)).data
        .map(({ policyId }) => policyId)
        .toSorted()
    const both = [byGroup.id, byName.id].toSorted()
    expect(await find({ search: word.toLowerCase() })).toEqual(both)
    expect(await find({ search: word, status: 'activated' })).toEqual([byName.id])
    expect(await find({ search: word, policyType: 'MISP' })).toEqual([])
    expect(await find({ search: byGroup.id.slice(2) })).toEqual([byGroup.id])
    expect(await find({ search: `${word} policy, for` })).toEqual([byName.id])
    expect(await find({ policyGroupId: inGroup.id })).toEqual([byGroup.id])
    expect(await find({ policyGroupId: inGroup.id.slice(1) })).toEqual([])
    expect(await find({ policyId: byName.id, policyDescription: 'TESTS' })).toEqual([byName.id])
  })

  test('are for policy administrators', async () => {
    const by = (user: typeof bank | null, endpoint: typeof contract.listPolicies) =>
      refusalOf(server.call(user, endpoint, {}))
    expect(await by(bank, contract.listPolicies)).toBe('KER-ATH-403')
    expect(await by(null, contract.listPolicies)).toBe('KER-ATH-401')
    const all = (user: typeof bank | null) =>
      refusalOf(server.call(user, contract.listAllPolicies, {}))
    expect(await all(bank)).toBe('KER-ATH-403')
    expect(await all(null)).toBe('KER-ATH-401')
    const active = (user: typeof bank | null) =>
      refusalOf(server.call(user, contract.listActivePoliciesOfGroup, { groupName: 'any' }))
    expect(await active(people.visitor as never)).toBe('KER-ATH-403')
    expect(await active(null)).toBe('KER-ATH-401')
  })

  test('take _ in a filter literally, and refuse characters that no name has', async () => {
    const group = await given(server).policyGroup()
    await given(server).draftPolicy(group.name, fresh('plain'))
    const find = (policyName: string) =>
      server.call(policyManager, contract.listPolicies, { policyName, policyGroupName: group.name })
    expect(await find('_')).toEqual({ pageNo: 0, pageSize: 0, totalResults: 0, data: [] })
    expect(await refusalOf(find('%'))).toBe('PMS_REQUEST_ERROR_007')
  })

  test.each([
    ['sortFieldName=nonsense&sortType=asc', 'PMS_PRT_357'],
    ['sortFieldName=policyId&sortType=up', 'PMS_PRT_358'],
    ['pageNo=-1', 'PMS_PRT_360'],
    ['pageNo=first', 'PMS_PRT_360'],
    ['pageSize=0', 'PMS_PRT_361'],
  ])('refuse ?%s', async (query, code) => {
    const reply = await server.send(policyManager, 'GET', `/v1/policymanager/policies/v2?${query}`)
    expect(reply).toMatchObject({ status: 200, body: { errors: [{ errorCode: code }] } })
  })
})

describe('groups with their policies', () => {
  test('gives a group with its policies, one or all of them', async () => {
    const group = await given(server).policyGroup()
    const policy = await given(server).publishedPolicy(group)
    const draft = await given(server).draftPolicy(group.name)
    const read = await server.call(policyManager, contract.readPolicyGroup, {
      policygroupId: group.id,
    })
    expect(read.policyGroup).toMatchObject({ id: group.id, name: group.name, isActive: true })
    expect(read.policies).toHaveLength(2)
    expect(read.policies).toContainEqual(
      expect.objectContaining({ policyId: policy.id, status: 'PUBLISHED', is_Active: true }),
    )
    expect(read.policies).toContainEqual(
      expect.objectContaining({ policyId: draft.id, status: 'DRAFTED', schema: null }),
    )
    const all = await server.call(policyManager, contract.listPolicyGroups, {})
    expect(all.find(({ policyGroup }) => policyGroup.id === group.id)).toEqual(read)
  })

  test('refuses an unknown group, and who may not', async () => {
    const read = (user: typeof bank | typeof policyManager | null) =>
      refusalOf(server.call(user, contract.readPolicyGroup, { policygroupId: 'nothing' }))
    expect(await read(policyManager)).toBe('PMS_POL_016')
    expect(await read(bank)).toBe('KER-ATH-403')
    expect(await read(null)).toBe('KER-ATH-401')
    const all = (user: typeof bank | null) =>
      refusalOf(server.call(user, contract.listPolicyGroups, {}))
    expect(await all(bank)).toBe('KER-ATH-403')
    expect(await all(null)).toBe('KER-ATH-401')
  })
})
