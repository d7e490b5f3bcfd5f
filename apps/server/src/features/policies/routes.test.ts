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

describe('creating a policy group', () => {
  test('gives an active group and an audit entry', async () => {
    const name = fresh('Banks')
    const group = await server.call(policyManager, contract.createPolicyGroup, {
      name,
      desc: 'All',
    })
    expect(group).toMatchObject({
      name,
      desc: 'All',
      is_Active: true,
      cr_by: 'policy-desk',
      up_by: null,
    })
    expect(group.id).toMatch(/^\d{18}$/)
    expect(await seen(server).audit({ subjectId: group.id })).toMatchObject([
      { action: 'policyGroup.created', actor: 'policy-desk', outcome: 'success' },
    ])
  })

  test('refuses a name that is taken', async () => {
    const { name } = await given(server).policyGroup()
    const again = server.call(policyManager, contract.createPolicyGroup, { name, desc: 'Again' })
    expect(await refusalOf(again)).toBe('PMS_POL_014')
  })

  test('gives one of two equal groups that are made at once', async () => {
    const name = fresh('Race')
    const create = () => server.call(policyManager, contract.createPolicyGroup, { name, desc: 'x' })
    const results = await Promise.allSettled([create(), create()])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test.each([
    ['no name', { desc: 'x' }, 'request.name'],
    ['a blank name', { name: ' ', desc: 'x' }, 'request.name'],
    ['a name of 129 characters', { name: 'n'.repeat(129), desc: 'x' }, 'request.name'],
    ['no description', { name: 'n' }, 'request.desc'],
  ])('refuses %s and names the field', async (_, request, field) => {
    const body = { id: 'x', version: '1', requesttime: server.clock.now.toISOString(), request }
    const reply = await server.send(
      policyManager,
      'POST',
      '/v1/policymanager/policies/group/new',
      body,
    )
    expect(reply.status).toBe(400)
    expect(reply.body).toMatchObject({
      id: null,
      response: null,
      errors: [{ errorCode: 'PMS_COR_001', message: expect.stringMatching(` :${field}$`) }],
    })
  })

  test.each([
    ['missing', undefined, 'PMS_REQUEST_ERROR_004'],
    ['empty', '', 'PMS_REQUEST_ERROR_004'],
    ['long ago', '1111-07-22T08:21:17.665Z', 'PMS_REQUEST_ERROR_006'],
    ['in the future', '2999-07-22T08:21:17.665Z', 'PMS_REQUEST_ERROR_006'],
  ])('refuses a request time that is %s', async (_, requesttime, code) => {
    const name = fresh('Time')
    const body = { requesttime, request: { name, desc: 'x' } }
    const reply = await server.send(
      policyManager,
      'POST',
      '/v1/policymanager/policies/group/new',
      body,
    )
    expect(reply).toMatchObject({ status: 200, body: { errors: [{ errorCode: code }] } })
    const rows = await server.db
      .selectFrom('pms.policyGroup')
      .select('id')
      .where('name', '=', name)
      .execute()
    expect(rows).toEqual([])
  })

  test('refuses nobody and somebody without the role', async () => {
    const request = { name: fresh('Nobody'), desc: 'x' }
    expect(await refusalOf(server.call(null, contract.createPolicyGroup, request))).toBe(
      'KER-ATH-401',
    )
    expect(await refusalOf(server.call(bank, contract.createPolicyGroup, request))).toBe(
      'KER-ATH-403',
    )
  })
})

describe('changing a policy group', () => {
  const change = (policygroupId: string, changes: Record<string, unknown> = {}) =>
    server.call(policyManager, contract.updatePolicyGroup, {
      policygroupId,
      name: fresh('Renamed'),
      desc: 'changed',
      isActive: true,
      ...changes,
    })

  test('renames it and switches it off and on', async () => {
    const { id } = await given(server).policyGroup()
    expect(await change(id)).toMatchObject({ desc: 'changed', up_by: 'policy-desk' })
    expect(await change(id, { isActive: false })).toMatchObject({ is_Active: false })
    expect(await change(id, { isActive: 'true' })).toMatchObject({ is_Active: true })
  })

  test('refuses unknown groups, taken names, a missing flag and a group in use', async () => {
    const [group, other] = [await given(server).policyGroup(), await given(server).policyGroup()]
    expect(await refusalOf(change('none'))).toBe('PMS_POL_008')
    expect(await refusalOf(change(group.id, { name: other.name }))).toBe('PMS_POL_014')
    expect(await refusalOf(change(group.id, { isActive: null }))).toBe('PMS_COR_003')
    await given(server).publishedPolicy(group)
    expect(await refusalOf(change(group.id, { isActive: false }))).toBe('PMS_POL_056')
  })

  test('is refused to partners and nobody', async () => {
    const input = { policygroupId: 'x', name: 'x', desc: 'x', isActive: true }
    expect(await refusalOf(server.call(bank, contract.updatePolicyGroup, input))).toBe(
      'KER-ATH-403',
    )
    expect(await refusalOf(server.call(null, contract.updatePolicyGroup, input))).toBe(
      'KER-ATH-401',
    )
  })
})

describe('the active policy groups', () => {
  test('are listed by name for partners too', async () => {
    const { name } = await given(server).policyGroup()
    const groups = await server.call(bank, contract.listActivePolicyGroups, {})
    expect(groups.map((group) => group.name)).toContain(name)
  })

  test('are refused to nobody and to a role without policies', async () => {
    expect(await refusalOf(server.call(null, contract.listActivePolicyGroups, {}))).toBe(
      'KER-ATH-401',
    )
    const device = freshUser(contract.roles.deviceProvider)
    expect(await refusalOf(server.call(device, contract.listActivePolicyGroups, {}))).toBe(
      'KER-ATH-403',
    )
  })
})

describe('a policy', () => {
  async function wanted(changes: Record<string, unknown> = {}) {
    const group = await given(server).policyGroup()
    return {
      group,
      request: {
        policyGroupName: group.name,
        policyType: 'Auth',
        name: fresh('Policy'),
        desc: 'x',
        version: '1.1',
        policies: otpPolicy as Record<string, unknown>,
        ...changes,
      },
    }
  }

  test('is created as draft, changed, published once and then fixed', async () => {
    const { group, request } = await wanted()
    const draft = await server.call(policyManager, contract.createPolicy, request)
    expect(draft).toMatchObject({ is_Active: false, policyGroupName: group.name, up_by: null })

    const changed = { ...request, policyId: draft.id, desc: 'changed' }
    await server.call(policyManager, contract.updatePolicy, changed)
    const ids = { policyId: draft.id, policygroupId: group.id }
    const published = await server.call(policyManager, contract.publishPolicy, ids)
    expect(published).toMatchObject({
      status: 'PUBLISHED',
      policyDesc: 'changed',
      is_Active: true,
      policies: otpPolicy,
      schema: 'https://schemas.mosip.io/v1/auth-policy',
    })
    expect(published.validTill.getUTCFullYear() - published.publishDate.getUTCFullYear()).toBe(200)

    expect(await refusalOf(server.call(policyManager, contract.publishPolicy, ids))).toBe(
      'PMS_POL_020',
    )
    expect(await refusalOf(server.call(policyManager, contract.updatePolicy, changed))).toBe(
      'PMS_POL_055',
    )
    const history = await server.db
      .selectFrom('pms.authPolicyH')
      .select('descr')
      .where('id', '=', draft.id)
      .orderBy('effDtimes')
      .execute()
    expect(history.map(({ descr }) => descr)).toEqual(['x', 'changed', 'changed'])
  })

  test('tells its consumers when it is published, not before', async () => {
    const { group, request } = await wanted()
    const { id } = await server.call(policyManager, contract.createPolicy, request)
    const events = () => seen(server).outbox({ orderingKey: id })
    expect(await events()).toEqual([])
    await server.call(policyManager, contract.publishPolicy, {
      policyId: id,
      policygroupId: group.id,
    })
    expect(await events()).toMatchObject([
      {
        topic: 'POLICY_UPDATED',
        payload: {
          event: {
            data: { policyData: { policyId: id, policyStatus: 'ACTIVE', policy: otpPolicy } },
          },
        },
      },
    ])
  })

  test.each([
    ['an unknown type', { policyType: 'Nonsense' }, 'PMS_POL_023'],
    ['an unknown group', { policyGroupName: 'No such group' }, 'PMS_POL_019'],
    ['no document', { policies: null }, 'PMS_COR_003'],
    ['a missing member', { policies: { ...otpPolicy, authTokenType: undefined } }, 'PMS_PV_006'],
    [
      'a token type outside the list',
      { policies: { ...otpPolicy, authTokenType: 'Policy' } },
      'PMS_PV_005',
    ],
    ['an extra member', { policies: { ...otpPolicy, extra: 1 } }, 'PMS_PV_005'],
    ['a wrong type', { policies: { ...otpPolicy, allowedAuthTypes: 'otp' } }, 'PMS_PV_007'],
  ])('with %s is refused and not stored', async (_, changes, code) => {
    const { request } = await wanted(changes)
    expect(await refusalOf(server.call(policyManager, contract.createPolicy, request))).toBe(code)
    const rows = await server.db
      .selectFrom('pms.authPolicy')
      .select('id')
      .where('name', '=', request.name)
      .execute()
    expect(rows).toEqual([])
  })

  test('names every violation, the first as upstream does', async () => {
    const { request } = await wanted({ policies: { allowedAuthTypes: [{ authType: 'otp' }] } })
    const reply = await server.send(policyManager, 'POST', '/v1/policymanager/policies', {
      request,
    })
    expect(reply.body).toMatchObject({
      errors: [
        { errorCode: 'PMS_PV_006', message: 'Missing input parameter - allowedKycAttributes' },
        { errorCode: 'PMS_PV_006', message: 'Missing input parameter - authTokenType' },
        {
          errorCode: 'PMS_PV_006',
          message: 'Missing input parameter - allowedAuthTypes/0/mandatory',
        },
      ],
    })
  })

  test('that is longer than its column is refused before it reaches it', async () => {
    const allowedKycAttributes = Array.from({ length: 300 }, () => ({ attributeName: 'fullName' }))
    const { request } = await wanted({ policies: { ...otpPolicy, allowedKycAttributes } })
    expect(await refusalOf(server.call(policyManager, contract.createPolicy, request))).toBe(
      'PMS_COR_001',
    )
  })

  test('needs a name of its own in the group and an id of its own anywhere', async () => {
    const { request } = await wanted({ policyId: fresh('id').replaceAll(' ', '-') })
    await server.call(policyManager, contract.createPolicy, request)
    expect(await refusalOf(server.call(policyManager, contract.createPolicy, request))).toBe(
      'PMS_POL_009',
    )
    const renamed = { ...request, name: fresh('Other') }
    expect(await refusalOf(server.call(policyManager, contract.createPolicy, renamed))).toBe(
      'PMS_POL_009',
    )
  })

  test('is published only in its own, existing group', async () => {
    const { request } = await wanted()
    const other = await given(server).policyGroup()
    const { id } = await server.call(policyManager, contract.createPolicy, request)
    const publish = (policyId: string, policygroupId: string) =>
      refusalOf(server.call(policyManager, contract.publishPolicy, { policyId, policygroupId }))
    expect(await publish(id, 'none')).toBe('PMS_POL_016')
    expect(await publish(id, other.id)).toBe('PMS_POL_015')
    expect(await publish('none', other.id)).toBe('PMS_POL_008')
  })

  test('is refused to nobody and to partners', async () => {
    const { request } = await wanted()
    expect(await refusalOf(server.call(null, contract.createPolicy, request))).toBe('KER-ATH-401')
    expect(await refusalOf(server.call(bank, contract.createPolicy, request))).toBe('KER-ATH-403')
    expect(await refusalOf(server.call(bank, contract.readPolicy, { policyId: 'x' }))).toBe(
      'KER-ATH-403',
    )
  })
})

describe('the policy of a partner', () => {
  test('is given to other modules once its request is approved', async () => {
    const ready = await given(server).readyPartner()
    const policy = await server.call(people.admin, contract.readPolicyOfPartner, {
      policyId: ready.policyId,
      partnerId: ready.partnerId,
    })
    expect(policy).toMatchObject({
      policyId: ready.policyId,
      status: 'PUBLISHED',
      policies: otpPolicy,
    })
  })

  test('is refused once the partner is deactivated, also while a key is active', async () => {
    const ready = await given(server).readyPartner()
    const { policyId, policyName, partnerId } = ready
    const key = { partnerId, policyName, label: 'still active' }
    await server.call(ready.user, contract.generateApiKey, key)
    const partner = server.db.updateTable('pms.partner').where('id', '=', partnerId)
    await partner.set({ isActive: false }).execute()
    const call = { policyId, partnerId }
    const lookUp = () => server.call(people.admin, contract.readPolicyOfPartner, call)
    expect(await refusalOf(lookUp())).toBe('PMS_POL_017')
    await partner.set({ isActive: true }).execute()
    await server.db
      .updateTable('pms.partnerPolicyRequest')
      .set({ statusCode: 'rejected' })
      .where('partId', '=', partnerId)
      .execute()
    expect(await refusalOf(lookUp())).toBe('PMS_POL_017')
  })

  test('is refused to a partner without approval', async () => {
    const group = await given(server).policyGroup()
    const policy = await given(server).publishedPolicy(group)
    const lookUp = server.call(people.admin, contract.readPolicyOfPartner, {
      policyId: policy.id,
      partnerId: 'nobody',
    })
    expect(await refusalOf(lookUp)).toBe('PMS_POL_017')
  })
})
