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
const list = (query: Record<string, unknown>) =>
  server.call(policyManager, contract.listPolicyGroupPage, query)

describe('the list of policy groups', () => {
  test('searches all texts at once, filters, sorts and pages', async () => {
    const word = fresh('Listed')
    for (const name of ['Bravo', 'Alpha', 'Charlie']) {
      await given(server).policyGroup(`${word} ${name}`)
    }
    const off = await given(server).policyGroup(`${word} Delta`)
    await server.call(policyManager, contract.deactivatePolicyGroup, {
      policygroupId: off.id,
      status: 'De-Activate',
    })
    const page = await list({
      search: word.toUpperCase(),
      sortFieldName: 'name',
      sortType: 'desc',
      pageNo: 0,
      pageSize: 2,
    })
    expect(page).toMatchObject({ pageNo: 0, pageSize: 2, totalResults: 4 })
    expect(page.data.map(({ name }) => name)).toEqual([`${word} Delta`, `${word} Charlie`])
    expect(page.data[0]).toMatchObject({
      id: off.id,
      description: `${word} Delta, for tests`,
      isActive: false,
      createdBy: 'policy-desk',
      updatedBy: 'policy-desk',
    })
    expect((await list({ search: word, isActive: true })).totalResults).toBe(3)
    expect((await list({ search: word, isActive: false })).data).toMatchObject([{ id: off.id }])
    expect((await list({ search: off.id.slice(3) })).totalResults).toBe(1)
    expect((await list({ id: off.id, name: 'delta', description: 'TESTS' })).totalResults).toBe(1)
    expect((await list({ id: off.id, name: 'bravo' })).data).toEqual([])
  })

  test('gives one group alone', async () => {
    const { id, name } = await given(server).policyGroup()
    const read = await server.call(policyManager, contract.readPolicyGroupSummary, {
      policyGroupId: id,
    })
    expect(read).toMatchObject({ id, name, isActive: true, updatedBy: null })
    const unknown = { policyGroupId: 'nothing' }
    const by = (user: typeof bank | typeof policyManager | null) =>
      refusalOf(server.call(user, contract.readPolicyGroupSummary, unknown))
    expect(await by(policyManager)).toBe('PMS_POL_016')
    expect(await by(bank)).toBe('KER-ATH-403')
    expect(await by(null)).toBe('KER-ATH-401')
  })

  test('refuses bad paging and who may not', async () => {
    const by = (user: typeof bank | null) =>
      refusalOf(server.call(user, contract.listPolicyGroupPage, {}))
    expect(await by(bank)).toBe('KER-ATH-403')
    expect(await by(null)).toBe('KER-ATH-401')
    expect(await refusalOf(list({ pageNo: -1 }))).toBe('PMS_PRT_360')
    expect(await refusalOf(list({ sortFieldName: 'colour', sortType: 'asc' }))).toBe('PMS_PRT_357')
  })
})
