import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, fresh, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { changedParts, clients } from './testing.ts'

let server: TestServer
let health: Awaited<ReturnType<ReturnType<typeof clients>['ready']>>
beforeAll(async () => {
  server = await startTestServer()
  health = await clients(server).ready()
})
afterAll(() => server.close())

describe('reading a client', () => {
  test('gives the stored name in the older reads, and names by language in the newest', async () => {
    const asked = health.clientOf()
    const { clientId } = await health.create(asked)
    const older = await server.call(health.user, contract.readNamedClient, { clientId })
    expect(older).toEqual({
      id: clientId,
      name: '{"eng":"Health portal","fra":"Portail santé","@none":"Health portal"}',
      policyId: health.policyId,
      policyName: health.policyName,
      relyingPartyId: health.partnerId,
      logoUri: asked.logoUri,
      redirectUris: asked.redirectUris,
      publicKey: expect.stringContaining(String(asked.publicKey['n'])),
      claims: ['name'],
      acrValues: ['mosip:idp:acr:generated-code'],
      status: 'ACTIVE',
      grantTypes: ['authorization_code'],
      clientAuthMethods: ['private_key_jwt'],
    })
    expect(await server.call(people.admin, contract.readPlainClient, { clientId })).toEqual(older)
    const details = await server.call(health.user, contract.readOidcClient, { clientId })
    expect(details).toEqual({
      ...older,
      name: 'Health portal',
      clientNameLangMap: { eng: 'Health portal', fra: 'Portail santé' },
      additionalConfig: null,
      createdDateTime: server.clock.now,
      policyDescription: `${health.policyName}, for tests`,
      policyGroupName: health.group.name,
      policyGroupDescription: `${health.group.name}, for tests`,
    })
  })

  test('tells the portal how the registration stands', async () => {
    const { clientId } = await health.create()
    const read = (by: typeof health.user | null, id = clientId) =>
      server.call(by, contract.readClientRegistration, { clientId: id })
    expect(await read(health.user)).toMatchObject({
      status: 'ACTIVE',
      partnerName: health.organizationName,
      registration: { state: 'not_registered', refusals: [], attempts: 0 },
    })
    expect(await refusalOf(read(asStranger()))).toBe('PMS_ESI_004')
    expect(await refusalOf(read(people.admin, 'unknown'))).toBe('PMS_ESI_004')
    expect(await refusalOf(read(people.visitor))).toBe('KER-ATH-403')
    expect(await refusalOf(read(null))).toBe('KER-ATH-401')
    const nul = await server.send(people.admin, 'GET', '/v1/portal/oidc-clients/%00')
    expect(nul.status).toBe(400)
  })

  test.each([
    '{"kty":"RSA","n":"AQAB","e":"AQAB","d":"hush","p":"hush"}',
    String.raw`{"kty":"RSA","n":"AQAB","e":"AQAB","\u0064":"hush"}`,
    '{"kty":"RSA","n":"AQAB","e":"AQAB","more":{"d":"hush"}}',
  ])('never gives what is secret in rows of before: %s', async (publicKey) => {
    const { clientId } = await health.create()
    await server.db
      .updateTable('pms.oidcClient')
      .set({ publicKey })
      .where('id', '=', clientId)
      .execute()
    const { publicKey: read } = await server.call(health.user, contract.readNamedClient, {
      clientId,
    })
    expect(JSON.parse(read)).toEqual({ kty: 'RSA', e: 'AQAB', n: 'AQAB' })
  })

  test('is refused to nobody and to others', async () => {
    const { clientId } = await health.create()
    const stranger = (await given(server).readyPartner()).user
    for (const endpoint of [
      contract.readPlainClient,
      contract.readNamedClient,
      contract.readOidcClient,
    ]) {
      const read = (by: typeof stranger | null, id = clientId) =>
        refusalOf(server.call(by, endpoint, { clientId: id }))
      expect(await read(null)).toBe('KER-ATH-401')
      expect(await read(people.visitor)).toBe('KER-ATH-403')
      expect(await read(stranger)).toBe('PMS_POLICY_ERROR_011')
      expect(await read(freshUser())).toBe('PMS_CERTIFICATE_ERROR_002')
      expect(await read(health.user, 'unknown')).toBe('PMS_ESI_004')
      const { service, path } = endpoint
      const address = `${contract.basePaths[service]}${path.replace(':clientId', '%00')}`
      expect((await server.send(health.user, 'GET', address)).status).toBe(400)
    }
    const malformed = server.call(health.user, contract.readOidcClient, { clientId: 'bad*id' })
    expect(await refusalOf(malformed)).toBe('PMS_PRT_099')
  })
})

describe('the list of clients', () => {
  test("holds own ones, for an administrator everybody's, by filter and status", async () => {
    const other = await clients(server).ready()
    const { clientId } = await other.create({ name: '100% Health' })
    const page = { sortFieldName: 'clientName', sortType: 'asc', pageNo: 0, pageSize: 10 } as const
    for (const endpoint of [contract.listNamedClients, contract.listOidcClients]) {
      const own = await server.call(other.user, endpoint, page)
      expect(own).toMatchObject({
        totalResults: 1,
        data: [
          {
            clientId,
            partnerId: other.partnerId,
            orgName: other.organizationName,
            policyGroupName: other.group.name,
            policyName: other.policyName,
            status: 'ACTIVE',
            createdDateTime: server.clock.now,
            updatedDateTime: null,
          },
        ],
      })
      const theirs = await server.call(asStranger(health.user), endpoint, {
        partnerId: other.partnerId,
      })
      expect(theirs.data).toEqual([])
      const filters = { partnerId: other.partnerId, clientName: 'HEALTH', orgName: 'user' }
      const all = await server.call(people.admin, endpoint, filters)
      expect(all.data.map((row) => row.clientId)).toEqual([clientId])
      const none = await server.call(people.admin, endpoint, { ...filters, status: 'active' })
      expect(none).toEqual({ pageNo: 0, pageSize: 0, totalResults: 0, data: [] })
    }
    const [row] = (await server.call(other.user, contract.listOidcClients, page)).data
    expect(row?.registration).toBe('not_registered')
  })

  test('keeps clients whose partner or policy is gone', async () => {
    const { clientId } = await health.create()
    const gone = fresh('gone').replaceAll(' ', '-')
    await server.db
      .updateTable('pms.oidcClient')
      .set({ rpId: gone, policyId: 'gone' })
      .where('id', '=', clientId)
      .execute()
    const list = await server.call(people.admin, contract.listOidcClients, { partnerId: gone })
    expect(list.data).toMatchObject([{ clientId, orgName: '', policyName: '' }])
    const read = await server.call(people.admin, contract.readNamedClient, { clientId })
    expect(read.policyName).toBe('')
    const change = server.call(people.admin, contract.updateNamedClient, {
      clientId,
      ...changedParts,
    })
    expect(await refusalOf(change)).toBe('PMS_PRT_058')
  })

  test('is refused to nobody, to a user without partner, and with half a page', async () => {
    for (const endpoint of [contract.listNamedClients, contract.listOidcClients]) {
      const list = (by: typeof health.user | null, asked = {}) =>
        refusalOf(server.call(by, endpoint, asked))
      expect(await list(null)).toBe('KER-ATH-401')
      expect(await list(people.visitor)).toBe('KER-ATH-403')
      expect(await list(freshUser())).toBe('PMS_CERTIFICATE_ERROR_002')
      expect(await list(health.user, { pageSize: 10 })).toBe('PMS_PS_ERROR_006')
      expect(await list(health.user, { clientName: '100%' })).toBe('PMS_REQUEST_ERROR_007')
    }
  })

  test('is refused to an authentication partner without policy group', async () => {
    const user = freshUser()
    const group = await given(server).policyGroup()
    const { partnerId } = await given(server).registeredPartner(user, group.name)
    await server.db
      .updateTable('pms.partner')
      .set({ policyGroupId: null })
      .where('id', '=', partnerId)
      .execute()
    const list = server.call(user, contract.listOidcClients, {})
    expect(await refusalOf(list)).toBe('PMS_POLICY_ERROR_005')
  })
})
