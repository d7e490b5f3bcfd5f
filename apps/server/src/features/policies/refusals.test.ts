import * as contract from '@pmp/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, freshUser, given, otpPolicy, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const { policyManager, bank } = people
type Person = typeof bank | null

async function groupWithDraft() {
  const group = await given(server).policyGroup()
  const draft = await given(server).draftPolicy(group.name)
  const content = {
    policyGroupName: group.name,
    name: draft.name,
    desc: 'changed',
    version: '1.1',
    policies: otpPolicy,
  }
  const ids = { policyId: draft.id, policygroupId: group.id }
  return { group, ids, content }
}

describe('what no policy may be', () => {
  test('changed while there is no schema for its type, as of a draft of another program', async () => {
    const { ids, content } = await groupWithDraft()
    await server.db
      .updateTable('pms.authPolicy')
      .set({ policyType: 'Binding' })
      .where('id', '=', ids.policyId)
      .execute()
    const change = server.call(policyManager, contract.updatePolicy, { ...ids, ...content })
    expect(await refusalOf(change)).toBe('PMS_POL_051')
  })

  test('changed, published or confirmed in a group that is not active', async () => {
    const { group, ids, content } = await groupWithDraft()
    await server.db
      .updateTable('pms.policyGroup')
      .set({ isActive: false })
      .where('id', '=', group.id)
      .execute()
    const refusal = (endpoint: contract.Endpoint, call: object) =>
      refusalOf(server.call(policyManager, endpoint, call))
    expect(await refusal(contract.updatePolicy, { ...ids, ...content })).toBe('PMS_POL_053')
    expect(await refusal(contract.publishPolicy, ids)).toBe('PMS_POL_053')
    expect(await refusal(contract.changePolicyStatus, { ...ids, status: 'De-active' })).toBe(
      'PMS_POL_053',
    )
  })

  test('named with the character NUL', async () => {
    const { content } = await groupWithDraft()
    for (const wrong of [{ name: 'a\0b' }, { desc: 'a\0b' }, { version: '\0' }]) {
      const call = { ...content, policyType: 'Auth', ...wrong }
      const create = server.call(policyManager, contract.createPolicy, call)
      expect(await refusalOf(create)).toBe('PMS_COR_001')
    }
  })
})

describe('who may not', () => {
  test('change, publish, confirm, look up, read configuration: partners and nobody', async () => {
    const { ids, content } = await groupWithDraft()
    const calls: [contract.Endpoint, object][] = [
      [contract.updatePolicy, { ...ids, ...content }],
      [contract.publishPolicy, ids],
      [contract.changePolicyStatus, { ...ids, status: 'De-active' }],
      [contract.readPolicyOfPartner, { ...ids, partnerId: 'any' }],
      [contract.readPolicyConfig, { key: 'pmp.allowed.policy.types' }],
    ]
    for (const [endpoint, call] of calls) {
      const by = (user: Person) => refusalOf(server.call(user, endpoint, call))
      expect([endpoint.path, await by(bank)]).toEqual([endpoint.path, 'KER-ATH-403'])
      expect([endpoint.path, await by(null)]).toEqual([endpoint.path, 'KER-ATH-401'])
    }
    const read = await server.call(policyManager, contract.readPolicy, ids)
    expect(read).toMatchObject({ schema: null, version: '1.0' })
  })

  test('ask for a policy of infrastructure providers: other partners', async () => {
    const { group } = await groupWithDraft()
    const name = fresh('Delegation')
    const draft = await server.call(policyManager, contract.createPolicy, {
      policyGroupName: group.name,
      policyType: 'misp',
      name,
      desc: 'x',
      version: '1.0',
      policies: {
        allowAuthRequestDelegation: true,
        allowKycRequestDelegation: false,
        allowKeyBindingDelegation: false,
      },
    })
    await server.call(policyManager, contract.publishPolicy, {
      policyId: draft.id,
      policygroupId: group.id,
    })
    const user = freshUser()
    await given(server).activePartner(user, group.name)
    expect(await refusalOf(given(server).pendingRequest(user, name))).toBe('PMP_025')
    await server.db
      .updateTable('pms.partner')
      .set({ partnerTypeCode: 'MISP_Partner' })
      .where('id', '=', user.userName)
      .execute()
    expect(await given(server).pendingRequest(user, name)).toMatch(/\d/)
  })
})

describe('two at once', () => {
  test('who publish one draft: one does, the other hears of it, one event leaves', async () => {
    const { ids } = await groupWithDraft()
    const publish = () => server.call(policyManager, contract.publishPolicy, ids)
    const results = await Promise.allSettled([publish(), publish()])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const loser = results.find((result) => result.status === 'rejected')
    expect(loser?.reason).toMatchObject({ code: 'PMS_POL_020' })
    expect(await seen(server).outbox({ orderingKey: ids.policyId })).toHaveLength(1)
  })
})

describe('what fails unexpectedly', () => {
  /** Runs a call while a table has another name. */
  async function without(table: 'auth_policy' | 'policy_group', call: () => Promise<unknown>) {
    await sql`alter table ${sql.table(`pms.${table}`)} rename to elsewhere`.execute(server.db)
    try {
      return await refusalOf(call())
    } finally {
      await sql`alter table pms.elsewhere rename to ${sql.id(table)}`.execute(server.db)
    }
  }
  const off = { status: 'De-Activate' }

  test.each([
    ['the list of policies', 'auth_policy', contract.listPolicies, {}, 'PMS_POL_061'],
    ['the active groups', 'policy_group', contract.listActivePolicyGroups, {}, 'PMS_POL_060'],
    [
      'deactivating',
      'auth_policy',
      contract.deactivatePolicy,
      { policyId: 'x', ...off },
      'PMS_POL_066',
    ],
    [
      'deactivating a group',
      'policy_group',
      contract.deactivatePolicyGroup,
      { policygroupId: 'x', ...off },
      'PMS_POL_071',
    ],
  ] as const)('has a code of its own: %s', async (_, table, endpoint, call, code) => {
    const answer = without(table, () => server.call(policyManager, endpoint, call))
    expect(await answer).toBe(code)
  })

  test('or nothing is there: no active group', async () => {
    const groups = server.db.updateTable('pms.policyGroup')
    await groups.set({ isActive: false }).execute()
    const list = server.call(policyManager, contract.listActivePolicyGroups, {})
    expect(await refusalOf(list)).toBe('PMS_POL_059')
    await groups.set({ isActive: true }).execute()
  })
})
