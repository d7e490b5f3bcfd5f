import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'
import { face, fingers, givenCredentials } from '../credential-requests/testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const otherFace = { ...face, extractorProvider: 'other', extractorProviderVersion: '2.0' }
const wanted = { extractors: [otherFace, fingers], credentialTypes: ['qrcode'] }

/** A credential partner whose request is approved: a face, and euin. */
async function approvedPartner(credentialType = 'euin') {
  const partner = await givenCredentials(server).completeRequest(credentialType)
  const mappingkey = partner.requestId
  await server.call(people.admin, contract.decidePolicyRequest, { mappingkey, status: 'approved' })
  const ask = (changes: object = {}, by: TestUser | null = partner.user) =>
    server.call(by, contract.requestMappingChange, {
      requestId: partner.requestId,
      reason: 'New printers',
      ...wanted,
      ...changes,
    })
  return { ...partner, ask }
}
const decide = (
  changeId: string,
  status: 'approved' | 'rejected' = 'approved',
  { reason = 'Too early', by = people.admin }: { reason?: string; by?: TestUser | null } = {},
) => server.call(by, contract.decideMappingChange, { changeId, status, reason })
const read = (requestId: string, by: TestUser = people.admin) =>
  server.call(by, contract.readPolicyRequest, { requestId })

describe('asking for a change of what was approved', () => {
  test('leaves what is in force until it is approved', async () => {
    const { ask, requestId, user } = await approvedPartner()
    const { changeId } = await ask({ reason: ' New printers ' })
    const shown = await read(requestId, user)
    expect(shown.status).toBe('approved')
    expect(shown.mapping.inForce).toMatchObject({ extractors: [face], credentialTypes: ['euin'] })
    expect(shown.changes).toMatchObject([
      {
        changeId,
        status: 'InProgress',
        reason: 'New printers',
        previous: { extractors: [face], credentialTypes: ['euin'] },
        wanted,
        requestedBy: user.userName,
        decidedBy: null,
      },
    ])
    const action = 'mappingChange.requested'
    expect(await seen(server).audit({ action, subjectId: requestId })).toMatchObject([
      { after: { credentialTypes: ['euin'], wanted: { credentialTypes: ['qrcode'] } } },
    ])
  })

  test('waits alone, also when two come at once', async () => {
    const { ask } = await approvedPartner()
    const outcomes = await Promise.allSettled([ask(), ask()])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refusalOf(ask())).toBe('PMP_155')
  })

  test('is refused for mappings that no request could have', async () => {
    const { ask, requestId } = await approvedPartner()
    expect(await refusalOf(ask({ reason: ' ' }))).toBe('PMS_COR_001')
    expect(await refusalOf(ask({ extractors: [] }))).toBe('PMS_PM_051')
    expect(await refusalOf(ask({ credentialTypes: [] }))).toBe('PMS_PRT_289')
    expect(await refusalOf(ask({ credentialTypes: ['passport'] }))).toBe('PMS_PRT_072')
    expect(await refusalOf(ask({ extractors: [face, face] }))).toBe('PMS_PRT_290')
    expect(await refusalOf(ask({ extractors: [{ ...face, biometric: 'voice' }] }))).toBe(
      'PMS_PRT_099',
    )
    expect(await refusalOf(ask({ extractors: [face], credentialTypes: ['EUIN'] }))).toBe('PMP_156')
    expect((await read(requestId)).changes).toEqual([])
  })

  test('is refused for a type that the partner has by another policy', async () => {
    const { ask, user, partnerId, group } = await approvedPartner()
    const { policyName } = await givenCredentials(server).dataShare(group)
    const type = { partnerId, policyName, credentialType: 'reprint' }
    await server.call(user, contract.mapCredentialType, type)
    expect(await refusalOf(ask({ credentialTypes: ['reprint'] }))).toBe('PMS_PRT_287')
  })

  test('is refused for requests that are not approved, and inactive partners', async () => {
    const { requestId, user } = await givenCredentials(server).completeRequest()
    const early = { requestId, reason: 'New printers', ...wanted }
    const ask = () => server.call(user, contract.requestMappingChange, early)
    expect(await refusalOf(ask())).toBe('PMP_154')
    const off = await approvedPartner()
    const status = { partnerId: off.partnerId, status: 'De-Active' }
    await server.call(people.admin, contract.changePartnerStatus, status)
    expect(await refusalOf(off.ask())).toBe('PMS_PMP_016')
  })

  test('may leave out what the type of the partner does not need, and asks no type that it may not have', async () => {
    const { user, policyName } = await given(server).readyPartner()
    const page = await server.call(user, contract.listPolicyRequests, { policyName })
    const requestId = page.data[0]?.id ?? ''
    const ask = (credentialTypes: string[]) =>
      server.call(user, contract.requestMappingChange, {
        requestId,
        reason: 'Cards',
        extractors: [],
        credentialTypes,
      })
    await server.db
      .updateTable('pms.partner')
      .set({ partnerTypeCode: 'ABIS_Partner' })
      .where('id', '=', user.userName)
      .execute()
    expect(await refusalOf(ask(['euin']))).toBe('PMS_PRT_070')
    expect(await refusalOf(ask([]))).toBe('PMP_156')
  })

  test('is hidden from others', async () => {
    const { ask, requestId } = await approvedPartner()
    const stranger = asStranger(freshUser(contract.roles.credentialPartner))
    expect(await refusalOf(ask({}, stranger))).toBe('PMS_PMP_007')
    expect(await refusalOf(ask({}, people.visitor))).toBe('KER-ATH-403')
    expect(await refusalOf(ask({}, null))).toBe('KER-ATH-401')
    expect(await refusalOf(ask({ requestId: '1' }))).toBe('PMS_PMP_007')
    expect((await read(requestId)).changes).toEqual([])
  })
})

describe('deciding a change', () => {
  test('replaces what is in force, for other modules and on the request', async () => {
    const { ask, requestId, user, partnerId, policyId } = await approvedPartner()
    const { changeId } = await ask()
    expect(await decide(changeId)).toEqual({ changeId })
    const shown = await read(requestId, user)
    expect(shown.mapping).toMatchObject({
      requested: { extractors: [otherFace, fingers], credentialType: 'qrcode' },
      inForce: wanted,
    })
    expect(shown.changes).toMatchObject([
      { status: 'approved', decidedBy: people.admin.userName, decisionReason: 'Too early' },
    ])
    const ofType = (credentialType: string) =>
      server.call(people.admin, contract.readCredentialPolicy, { partnerId, credentialType })
    expect(await ofType('qrcode')).toMatchObject({ policyId })
    expect(await refusalOf(ofType('euin'))).toBe('PMS_PRT_064')
    const action = 'mappingChange.approved'
    expect(await seen(server).audit({ action, subjectId: requestId })).toMatchObject([
      { before: { credentialTypes: ['euin'] }, after: wanted, details: { changeId } },
    ])
  })

  test('frees the credential type that is given up for another request', async () => {
    const { ask, user, group } = await approvedPartner()
    const { changeId } = await ask()
    await decide(changeId)
    const { policyName } = await givenCredentials(server).dataShare(group)
    const requestId = await given(server).pendingRequest(user, policyName)
    await server.call(user, contract.requestExtractors, { requestId, extractors: [face] })
    const type = { requestId, credentialType: 'euin' }
    await server.call(user, contract.requestCredentialType, type)
    const approved = { mappingkey: requestId, status: 'approved' }
    expect(await server.call(people.admin, contract.decidePolicyRequest, approved)).toBe(
      'Policy mapping approved successfully',
    )
  })

  test('rejects with a reason, and lets the partner ask again', async () => {
    const { ask, requestId, user } = await approvedPartner()
    const { changeId } = await ask()
    expect(await refusalOf(decide(changeId, 'rejected', { reason: ' ' }))).toBe('PMS_COR_001')
    await decide(changeId, 'rejected')
    const shown = await read(requestId, user)
    expect(shown.mapping.inForce).toMatchObject({ extractors: [face], credentialTypes: ['euin'] })
    expect(shown.changes).toMatchObject([{ status: 'rejected', decisionReason: 'Too early' }])
    expect(await refusalOf(decide(changeId))).toBe('PMP_158')
    await ask()
  })

  test('needs a reason for a refusal only', async () => {
    const { ask } = await approvedPartner()
    const { changeId } = await ask()
    const without = (status: 'approved' | 'rejected') =>
      server.call(people.admin, contract.decideMappingChange, { changeId, status })
    expect(await refusalOf(without('rejected'))).toBe('PMP_131')
    await without('approved')
  })

  test('is refused where something else came into force meanwhile, and then changes nothing', async () => {
    const { ask, requestId, user, partnerId, policyName } = await approvedPartner()
    const { changeId } = await ask()
    const type = { partnerId, policyName, credentialType: 'vercred' }
    await server.call(user, contract.mapCredentialType, type)
    expect(await refusalOf(decide(changeId))).toBe('PMP_159')
    const { mapping, changes } = await read(requestId)
    expect(mapping.inForce).toMatchObject({
      extractors: [face],
      credentialTypes: ['euin', 'vercred'],
    })
    expect(changes).toMatchObject([{ status: 'InProgress' }])
    await decide(changeId, 'rejected')
  })

  test('is refused where the wanted type was given by another policy meanwhile', async () => {
    const { ask, user, partnerId, group } = await approvedPartner()
    const { changeId } = await ask()
    const { policyName } = await givenCredentials(server).dataShare(group)
    const type = { partnerId, policyName, credentialType: 'qrcode' }
    await server.call(user, contract.mapCredentialType, type)
    expect(await refusalOf(decide(changeId))).toBe('PMS_PRT_287')
  })

  test('is made once by two administrators at once', async () => {
    const { ask } = await approvedPartner()
    const { changeId } = await ask()
    const outcomes = await Promise.allSettled([decide(changeId), decide(changeId, 'rejected')])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('approves nothing by an expired policy or for an inactive partner', async () => {
    const { ask, policyId, partnerId } = await approvedPartner()
    const { changeId } = await ask()
    const policy = server.db.updateTable('pms.authPolicy').where('id', '=', policyId)
    await policy.set({ validToDate: new Date('2020-01-01T00:00:00Z') }).execute()
    expect(await refusalOf(decide(changeId))).toBe('PMS_PMP_018')
    // By another program, which ends nothing with it.
    await server.db
      .updateTable('pms.partner')
      .set({ isActive: false })
      .where('id', '=', partnerId)
      .execute()
    expect(await refusalOf(decide(changeId))).toBe('PMS_PMP_016')
    await decide(changeId, 'rejected')
  })

  test('is for administrators, for changes that exist, with a known answer', async () => {
    const { ask, user } = await approvedPartner()
    const { changeId } = await ask()
    expect(await refusalOf(decide(changeId, 'approved', { by: user }))).toBe('KER-ATH-403')
    expect(await refusalOf(decide(changeId, 'approved', { by: null }))).toBe('KER-ATH-401')
    expect(await refusalOf(decide('none'))).toBe('PMP_157')
    const path = `/v1/portal/mapping-changes/${changeId}`
    const wrong = await server.send(people.admin, 'PUT', path, { request: { status: 'perhaps' } })
    expect(wrong.body).toMatchObject({ errors: [{ errorCode: 'PMS_COR_001' }] })
  })

  test('comes from a list by status, newest first', async () => {
    const { ask, partnerId, policyId, policyName } = await approvedPartner()
    server.clock.now = new Date(server.clock.now.getTime() + 1000)
    const { changeId } = await ask()
    const list = (query: object = {}, by: TestUser | null = people.admin) =>
      server.call(by, contract.listMappingChanges, query)
    const open = await list({ status: 'InProgress', pageNo: 0, pageSize: 1 })
    expect(open.data).toMatchObject([{ changeId, partnerId, policyId, policyName, wanted }])
    await decide(changeId)
    const approved = await list({ status: 'approved' })
    expect(new Set(approved.data.map(({ status }) => status))).toEqual(new Set(['approved']))
    expect(await refusalOf(list({}, freshUser()))).toBe('KER-ATH-403')
    expect(await refusalOf(list({}, null))).toBe('KER-ATH-401')
    const odd = await server.send(people.admin, 'GET', '/v1/portal/mapping-changes?status=perhaps')
    expect(odd.status).toBe(400)
  })

  test('can be talked about while it waits', async () => {
    const { ask, requestId, user } = await approvedPartner()
    const write = (by: TestUser) =>
      server.call(by, contract.writeRequestMessage, { requestId, text: 'Since when?' })
    expect(await refusalOf(write(people.admin))).toBe('PMP_150')
    const { changeId } = await ask()
    await write(people.admin)
    const page = await server.call(user, contract.listPolicyRequests, {})
    expect(page.data).toMatchObject([{ status: 'approved', awaitsAnswer: true }])
    await write(user)
    await decide(changeId)
    expect(await refusalOf(write(user))).toBe('PMP_150')
  })
})
