import * as contract from '@pmp/contract'
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
const deactivate = (policyId: string, status = 'De-Activate') =>
  server.call(policyManager, contract.deactivatePolicy, { policyId, status })

/** A published policy in a group of its own. */
async function published() {
  const group = await given(server).policyGroup()
  const policy = await given(server).publishedPolicy(group)
  return { group, policyId: policy.id, policyName: policy.name }
}

describe('deactivating a policy', () => {
  test('ends it for good, with history, audit entry and event', async () => {
    const { policyId, group } = await published()
    server.clock.now = new Date(server.clock.now.getTime() + 1000)
    expect(await deactivate(policyId)).toEqual({ policyId, isActive: false })
    const read = await server.call(policyManager, contract.readPolicy, { policyId })
    // Upstream: reads give the word of a draft; only `schema` tells them apart.
    expect(read).toMatchObject({ status: 'DRAFTED', is_Active: false })
    expect(read.schema).not.toBeNull()
    const [version] = await server.call(policyManager, contract.listPolicyVersions, {
      policyId,
      limit: 1,
    })
    expect(version).toMatchObject({ status: 'deactivated', changedBy: 'policy-desk' })
    const told = await seen(server).outbox({ orderingKey: policyId })
    expect(told.at(-1)?.payload).toMatchObject({
      event: { data: { policyData: { policyId, policyStatus: 'DEACTIVE', policy: otpPolicy } } },
    })
    const asked = { subjectId: policyId, action: 'policy.deactivated' }
    expect(await seen(server).audit(asked)).toEqual([
      expect.objectContaining({
        before: { status: 'activated' },
        after: { status: 'deactivated' },
      }),
    ])
    expect(await refusalOf(deactivate(policyId))).toBe('PMS_POL_062')
    const again = server.call(policyManager, contract.publishPolicy, {
      policyId,
      policygroupId: group.id,
    })
    expect(await refusalOf(again)).toBe('PMS_POL_020')
  })

  test('is refused while requests of partners hold it, rejected ones do not', async () => {
    const { policyId, policyName, group } = await published()
    const user = freshUser()
    await given(server).activePartner(user, group.name)
    const request = await given(server).pendingRequest(user, policyName)
    expect(await refusalOf(deactivate(policyId))).toBe('PMS_POL_064')
    await server.call(people.admin, contract.decidePolicyRequest, {
      mappingkey: request,
      status: 'rejected',
    })
    expect(await deactivate(policyId)).toMatchObject({ isActive: false })

    const ready = await given(server).readyPartner()
    expect(await refusalOf(deactivate(ready.policyId))).toBe('PMS_POL_063')
  })

  test('refuses drafts, unknown policies and other words', async () => {
    const group = await given(server).policyGroup()
    const draft = await given(server).draftPolicy(group.name)
    expect(await refusalOf(deactivate(draft.id))).toBe('PMS_POL_072')
    expect(await refusalOf(deactivate('no-such-policy'))).toBe('PMS_POL_065')
    expect(await refusalOf(deactivate(draft.id, 'de-activate'))).toBe('PMS_POL_073')
    expect(await refusalOf(deactivate(draft.id, ''))).toBe('PMS_POL_073')
    expect(await refusalOf(deactivate('50%'))).toBe('PMS_REQUEST_ERROR_007')
  })

  test('is for policy administrators', async () => {
    const { policyId } = await published()
    const call = { policyId, status: 'De-Activate' }
    const by = (user: typeof bank | null) =>
      refusalOf(server.call(user, contract.deactivatePolicy, call))
    expect(await by(bank)).toBe('KER-ATH-403')
    expect(await by(null)).toBe('KER-ATH-401')
  })

  test.each([
    ['another id', { id: 'x' }, 'PMS_REQUEST_ERROR_002'],
    ['another version', { version: '2.0' }, 'PMS_REQUEST_ERROR_003'],
    ['no time', { requestTime: null }, 'PMS_REQUEST_ERROR_004'],
    ['a time long ago', { requestTime: '1111-01-01T00:00:00.000Z' }, 'PMS_REQUEST_ERROR_006'],
  ])('wants its envelope: %s', async (_, changes, code) => {
    const body = {
      id: 'mosip.pms.deactivate.policy.patch',
      version: '1.0',
      requestTime: server.clock.now.toISOString(),
      request: { status: 'De-Activate' },
      ...changes,
    }
    const path = '/v1/policymanager/policies/some-policy'
    const reply = await server.send(policyManager, 'PATCH', path, body)
    expect(reply).toMatchObject({ status: 200, body: { errors: [{ errorCode: code }] } })
  })

  test('answers 400 to a blank id', async () => {
    const reply = await server.send(policyManager, 'PATCH', '/v1/policymanager/policies/%20', {})
    expect(reply.status).toBe(400)
  })

  test('and a request for it at once: one of them loses', async () => {
    const { policyId, policyName, group } = await published()
    const user = freshUser()
    await given(server).activePartner(user, group.name)
    const results = await Promise.allSettled([
      deactivate(policyId),
      given(server).pendingRequest(user, policyName),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('the old status change', () => {
  const change = (policyId: string, policygroupId: string, status: string | null) =>
    server.call(policyManager, contract.changePolicyStatus, { policyId, policygroupId, status })

  test('confirms that a draft is not active, with history and audit entry only', async () => {
    const group = await given(server).policyGroup()
    const draft = await given(server).draftPolicy(group.name)
    expect(await change(draft.id, group.id, 'De-active')).toEqual({
      message: 'status updated successfully',
    })
    expect(await refusalOf(change(draft.id, group.id, 'ACTIVE'))).toBe('PMS_POL_054')
    const call = { policyId: draft.id, limit: 5 }
    const versions = await server.call(policyManager, contract.listPolicyVersions, call)
    expect(versions).toMatchObject([{ status: 'draft' }, { status: 'draft' }])
    const asked = { subjectId: draft.id, action: 'policy.statusConfirmed' }
    expect(await seen(server).audit(asked)).toMatchObject([{ actor: 'policy-desk' }])
    expect(await seen(server).outbox({ orderingKey: draft.id })).toEqual([])
  })

  test('refuses published policies, wrong words, unknown and foreign groups', async () => {
    const { policyId, group } = await published()
    const other = await given(server).policyGroup()
    expect(await refusalOf(change(policyId, group.id, 'De-active'))).toBe('PMS_POL_058')
    expect(await refusalOf(change(policyId, group.id, 'asleep'))).toBe('PMS_POL_045')
    expect(await refusalOf(change(policyId, group.id, null))).toBe('PMS_COR_003')
    expect(await refusalOf(change(policyId, 'nothing', 'active'))).toBe('PMS_POL_016')
    expect(await refusalOf(change('nothing', group.id, 'active'))).toBe('PMS_POL_008')
    expect(await refusalOf(change(policyId, other.id, 'active'))).toBe('PMS_POL_015')
  })

  test('refuses a draft that an imported key uses', async () => {
    const ready = await given(server).readyPartner()
    const draft = await given(server).draftPolicy(ready.group.name)
    await server.call(ready.user, contract.generateApiKey, {
      partnerId: ready.partnerId,
      policyName: ready.policyName,
      label: 'imported',
    })
    await server.db
      .updateTable('pms.partnerPolicy')
      .set({ policyId: draft.id })
      .where('partId', '=', ready.partnerId)
      .execute()
    expect(await refusalOf(change(draft.id, ready.group.id, 'De-active'))).toBe('PMS_POL_057')
  })
})

describe('two who change one draft', () => {
  async function draft() {
    const group = await given(server).policyGroup()
    const { id } = await given(server).draftPolicy(group.name)
    const read = await server.call(policyManager, contract.readPolicy, { policyId: id })
    const save = (desc: string, basedOn?: Date | null) =>
      server.call(policyManager, contract.updatePolicy, {
        policyId: id,
        policyGroupName: group.name,
        name: read.policyName,
        desc,
        version: '1.1',
        policies: otpPolicy,
        ...(basedOn ? { basedOn: basedOn.toISOString().slice(0, -1) } : {}),
      })
    return { id, read, save }
  }

  test('the second hears of the first, and nothing is lost', async () => {
    const { id, read, save } = await draft()
    server.clock.now = new Date(server.clock.now.getTime() + 1000)
    const first = await save('by the first', read.cr_dtimes)
    expect(await refusalOf(save('by the second', read.cr_dtimes))).toBe('PMP_020')
    const stored = await server.call(policyManager, contract.readPolicy, { policyId: id })
    expect(stored.policyDesc).toBe('by the first')
    server.clock.now = new Date(server.clock.now.getTime() + 1000)
    await save('by the second, who has read it', first.upd_dtimes)
  })

  test('one who does not say what was read is served as upstream does', async () => {
    const { save } = await draft()
    server.clock.now = new Date(server.clock.now.getTime() + 1000)
    await save('first')
    expect(await save('second')).toMatchObject({ desc: 'second' })
  })

  test('editing and publishing at once leaves one consistent policy', async () => {
    const { id, read, save } = await draft()
    const results = await Promise.allSettled([
      save('edited'),
      server.call(policyManager, contract.publishPolicy, {
        policyId: id,
        policygroupId: read.policyGroupId,
      }),
    ])
    expect(results[1].status).toBe('fulfilled')
    const stored = await server.call(policyManager, contract.readPolicy, { policyId: id })
    const edited = results[0].status === 'fulfilled'
    expect(stored.policyDesc === 'edited').toBe(edited)
  })
})

describe('names', () => {
  test('of policies are unique in a group, surrounding space and letter case ignored', async () => {
    const group = await given(server).policyGroup()
    const other = await given(server).policyGroup()
    const name = fresh('Rent a car')
    await given(server).draftPolicy(group.name, name)
    for (const near of [` ${name} `, `${name}\t`, `\u00a0${name}\u3000`, name.toUpperCase()]) {
      expect(await refusalOf(given(server).draftPolicy(group.name, near))).toBe('PMS_POL_009')
    }
    await given(server).draftPolicy(group.name, `${name}\u00a0s`)
    await given(server).draftPolicy(other.name, name)
  })

  test('stay unique when two are created at once', async () => {
    const group = await given(server).policyGroup()
    const name = fresh('Twice')
    const results = await Promise.allSettled([
      given(server).draftPolicy(group.name, name),
      given(server).draftPolicy(group.name, `${name} `),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('every policy at once', () => {
  test('is listed with its group; one whose text is broken is left out', async () => {
    const group = await given(server).policyGroup()
    const good = await given(server).draftPolicy(group.name)
    const broken = await given(server).draftPolicy(group.name)
    await server.db
      .updateTable('pms.authPolicy')
      .set({ policyFileId: '["no object"]' })
      .where('id', '=', broken.id)
      .execute()
    const all = await server.call(policyManager, contract.listAllPolicies, {})
    const ids = all.map(({ policyId }) => policyId)
    expect(ids).toContain(good.id)
    expect(ids).not.toContain(broken.id)
    const read = server.call(policyManager, contract.readPolicy, { policyId: broken.id })
    expect(await refusalOf(read)).toBe('PMS_POL_052')
  })
})

describe('configuration values', () => {
  const read = (key: string) => server.call(policyManager, contract.readPolicyConfig, { key })

  test('are given for keys of the allow-list only', async () => {
    expect(await read('pmp.allowed.policy.types')).toEqual({
      key: 'pmp.allowed.policy.types',
      value: 'Auth,DataShare,CredentialIssuance,MISP',
    })
    expect((await read('policy.allowed.kyc.attributes')).value).toMatchObject({
      fullName: expect.any(String),
    })
    // Upstream: any property of the environment, secrets included.
    expect(await read('PATH')).toEqual({ key: 'PATH', value: null })
    expect(await read('KEY_STORE_PIN')).toEqual({ key: 'KEY_STORE_PIN', value: null })
    const withNul = '/v1/policymanager/policies/config/PATH%00'
    expect((await server.send(policyManager, 'GET', withNul)).status).toBe(400)
  })
})
