import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, freshUser, given, otpPolicy, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const { policyManager, bank } = people
const tick = () => (server.clock.now = new Date(server.clock.now.getTime() + 1000))
const richer = { ...otpPolicy, allowedKycAttributes: [{ attributeName: 'gender' }] }

async function published() {
  const group = await given(server).policyGroup()
  const policy = await given(server).publishedPolicy(group)
  tick()
  const save = (revision: number, changes: Record<string, unknown> = {}) =>
    server.call(policyManager, contract.saveNextVersion, {
      policyId: policy.id,
      name: policy.name,
      desc: 'the next one',
      version: '2.0',
      policies: richer,
      revision,
      ...changes,
    })
  const publish = (revision: number) =>
    server.call(policyManager, contract.publishNextVersion, { policyId: policy.id, revision })
  const discard = (revision: number) =>
    server.call(policyManager, contract.discardNextVersion, { policyId: policy.id, revision })
  const active = () => server.call(policyManager, contract.readPolicy, { policyId: policy.id })
  const next = () => server.call(policyManager, contract.readNextVersion, { policyId: policy.id })
  return { group, policyId: policy.id, name: policy.name, save, publish, discard, active, next }
}

describe('the next version of a published policy', () => {
  test('stays beside the active one until it is published, then takes its place', async () => {
    const { policyId, save, publish, active, next } = await published()
    expect(await next()).toBeNull()
    expect(await save(0)).toMatchObject({ revision: 1, savedBy: 'policy-desk', policies: richer })
    expect(await active()).toMatchObject({ version: '1.0', policies: otpPolicy, is_Active: true })
    tick()
    expect(await publish(1)).toEqual({ policyId, version: '2.0' })
    expect(await active()).toMatchObject({
      version: '2.0',
      policyDesc: 'the next one',
      policies: richer,
      status: 'PUBLISHED',
    })
    expect(await next()).toBeNull()

    const [event] = await server.db
      .selectFrom('pmp.outboxMessage')
      .select('payload')
      .where('orderingKey', '=', policyId)
      .orderBy('createdAt', 'desc')
      .limit(1)
      .execute()
    expect(event?.payload).toMatchObject({
      topic: 'POLICY_UPDATED',
      event: { data: { policyData: { policyStatus: 'ACTIVE', policy: richer } } },
    })
    const audit = await server.db
      .selectFrom('pmp.auditEntry')
      .select(['action', 'before', 'after'])
      .where('subjectId', '=', policyId)
      .orderBy('id')
      .execute()
    expect(audit.slice(-2)).toMatchObject([
      { action: 'policy.nextVersion.saved', before: null, after: { version: '2.0' } },
      {
        action: 'policy.nextVersion.published',
        before: { version: '1.0', text: JSON.stringify(otpPolicy) },
        after: { version: '2.0', text: JSON.stringify(richer) },
      },
    ])
  })

  test('of two who save or publish what they read, the second is refused', async () => {
    const { save, publish, discard, next } = await published()
    await save(0)
    expect(await refusalOf(save(0))).toBe('PMP_020')
    const results = await Promise.allSettled([save(1, { desc: 'a' }), save(1, { desc: 'b' })])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refusalOf(publish(1))).toBe('PMP_020')
    expect(await refusalOf(discard(1))).toBe('PMP_020')
    expect(await next()).toMatchObject({ revision: 2 })
  })

  test('can be thrown away', async () => {
    const { policyId, save, discard, next, active } = await published()
    await save(0)
    expect(await discard(1)).toEqual({ policyId })
    expect(await next()).toBeNull()
    expect(await refusalOf(discard(1))).toBe('PMP_022')
    expect(await active()).toMatchObject({ policies: otpPolicy })
  })

  test('keeps to the schema of the type and to free names', async () => {
    const { group, save, publish, next } = await published()
    const wrong = { policies: { ...otpPolicy, authTokenType: 'Partner' } }
    expect(await refusalOf(save(0, wrong))).toBe('PMS_PV_005')
    expect(await refusalOf(save(0, { policies: null }))).toBe('PMS_COR_003')
    expect(await refusalOf(save(0, { desc: ' ' }))).toBe('PMS_COR_001')
    const other = await given(server).draftPolicy(group.name)
    expect(await refusalOf(save(0, { name: other.name }))).toBe('PMS_POL_009')
    expect(await next()).toBeNull()
    expect(await refusalOf(publish(1))).toBe('PMP_022')

    const name = fresh('Later taken')
    await save(0, { name })
    await given(server).draftPolicy(group.name, name)
    expect(await refusalOf(publish(1))).toBe('PMS_POL_009')
  })

  test('is not for drafts, and ends with its policy or group', async () => {
    const { group, policyId, save, publish, next } = await published()
    const draft = await given(server).draftPolicy(group.name)
    expect(await refusalOf(save(0, { policyId: draft.id }))).toBe('PMP_021')
    expect(await refusalOf(save(0, { policyId: 'nothing' }))).toBe('PMS_POL_008')
    await save(0)
    await server.db
      .updateTable('pms.policyGroup')
      .set({ isActive: false })
      .where('id', '=', group.id)
      .execute()
    expect(await refusalOf(publish(1))).toBe('PMS_POL_053')
    await server.call(policyManager, contract.deactivatePolicy, { policyId, status: 'De-Activate' })
    expect(await next()).toBeNull()
    expect(await refusalOf(publish(1))).toBe('PMS_POL_062')
    expect(await refusalOf(save(0))).toBe('PMS_POL_062')
  })

  test.each([
    ['reading', contract.readNextVersion, {}],
    ['saving', contract.saveNextVersion, { name: 'n', desc: 'd', version: '1', revision: 0 }],
    ['publishing', contract.publishNextVersion, { revision: 1 }],
    ['discarding', contract.discardNextVersion, { revision: 1 }],
    ['the history', contract.listPolicyVersions, { limit: 5 }],
    ['the reach', contract.readPolicyReach, {}],
  ])('%s: unknown policy, partners, nobody', async (_, endpoint, call) => {
    const by = (user: typeof bank | typeof policyManager | null) =>
      refusalOf(server.call(user, endpoint, { policyId: 'nothing', ...call }))
    expect(await by(policyManager)).toBe('PMS_POL_008')
    expect(await by(bank)).toBe('KER-ATH-403')
    expect(await by(null)).toBe('KER-ATH-401')
  })
})

describe('the history of a policy', () => {
  test('tells each change, newest first, page by page', async () => {
    const { policyId, save, publish } = await published()
    await save(0)
    tick()
    await publish(1)
    const read = (limit: number, before?: string) =>
      server.call(policyManager, contract.listPolicyVersions, {
        policyId,
        limit,
        ...(before ? { before } : {}),
      })
    const newest = await read(2)
    expect(newest).toMatchObject([
      { version: '2.0', status: 'activated', policies: richer, changedBy: 'policy-desk' },
      { version: '1.0', status: 'activated', policies: otpPolicy },
    ])
    expect(newest[0]?.changedAt).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}$/)
    expect(await read(5, newest[1]?.changedAt)).toMatchObject([{ status: 'draft' }])
  })

  test('answers 400 to a mark that is no instant', async () => {
    const { policyId } = await published()
    const path = `/v1/portal/policies/${policyId}/versions?before=yesterday`
    expect((await server.send(policyManager, 'GET', path)).status).toBe(400)
  })
})

describe('the reach of a policy', () => {
  test('names the partners with requests, keys and clients', async () => {
    const ready = await given(server).readyPartner()
    const { policyId, policyName, partnerId } = ready
    for (const label of ['one', 'two']) {
      const key = { partnerId, policyName, label }
      await server.call(ready.user, contract.generateApiKey, key)
    }
    const waiting = freshUser()
    await given(server).activePartner(waiting, ready.group.name)
    await given(server).pendingRequest(waiting, policyName)
    const reach = await server.call(policyManager, contract.readPolicyReach, { policyId })
    expect(reach).toMatchObject({
      approvedRequests: 1,
      pendingRequests: 1,
      activeApiKeys: 2,
      activeOidcClients: 0,
      partnerCount: 2,
    })
    expect(reach.partners).toContainEqual(
      expect.objectContaining({ partnerId, requestStatus: 'approved', activeApiKeys: 2 }),
    )
    expect(reach.partners).toContainEqual(
      expect.objectContaining({ partnerId: waiting.userName, requestStatus: 'InProgress' }),
    )
  })
})
