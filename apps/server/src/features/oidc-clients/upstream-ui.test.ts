import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { given } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { wrapped } from '../../testing/upstream-interface.ts'
import { clients, freshJwk } from './testing.ts'

/*
 * The calls of upstream's own screens for OIDC clients (ui.md S8 to S11, S31, 7.1, 7.2 nos. 1, 20, 21,
 * 24 to 27): paths, bodies and parameters as those screens send them, and every field that they read.
 * They know nothing of the contract, so nothing of it is used.
 */

let server: TestServer
let bank: Awaited<ReturnType<ReturnType<typeof clients>['ready']>>
beforeAll(async () => {
  server = await startTestServer()
  bank = await clients(server).ready()
})
afterAll(() => server.close())

const base = '/v1/partnermanager'

type Response = Record<string, unknown> & { data: Record<string, unknown>[] }

/** As its HTTP client does: success is HTTP 2xx with a response; of errors the first one counts. */
async function ask(user: TestUser, method: string, path: string, request?: object) {
  const body = request && wrapped(server, request)
  const reply = await server.send(user, method, `${base}/${path}`, body)
  const { response, errors } = reply.body as {
    response: Response
    errors: { errorCode: string; message: string }[] | null
  }
  expect(reply.status).toBe(200)
  return { response, error: errors?.[0] }
}

const jwk = freshJwk()

/** What its form sends: one name for every language, and lists of the configuration. */
function formOf(settings: Response) {
  return {
    name: 'Bank online',
    policyId: bank.policyId,
    publicKey: jwk,
    authPartnerId: bank.partnerId,
    logoUri: 'https://bank.example.org/logo.png',
    redirectUris: ['https://bank.example.org/cb'],
    grantTypes: [String(settings['grantTypes'])],
    clientAuthMethods: String(settings['clientAuthMethods']).split(','),
    clientNameLangMap: { eng: 'Bank online' },
  }
}

const rowFields = [
  'partnerId',
  'orgName',
  'policyGroupName',
  'policyGroupDescription',
  'policyName',
  'policyDescription',
  'clientId',
  'clientName',
  'status',
  'createdDateTime',
]

/** The screens take the digits of a time as UTC, and trip over a trailing Z (ui.md 1.6). */
const screenTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(\+00:00)?$/

describe('upstream’s screens for OIDC clients', () => {
  let clientId: string
  let settings: Response

  test('start with the settings, of which they read these', async () => {
    settings = (await ask(bank.user, 'GET', 'system-config')).response
    expect(settings).toMatchObject({
      grantTypes: 'authorization_code',
      clientAuthMethods: 'private_key_jwt',
      isOidcClientAvailable: 'true',
    })
  })

  test('offer partners and approved policies for a new client', async () => {
    const query = 'status=approved&policyGroupAvailable=true&partnerType=Auth_Partner'
    const partners = await ask(bank.user, 'GET', `partners/v3?${query}`)
    expect(partners.response).toContainEqual(
      expect.objectContaining({
        partnerId: bank.partnerId,
        partnerType: 'Auth_Partner',
        policyGroupName: bank.group.name,
      }),
    )
    const { response } = await ask(bank.user, 'GET', 'partner-policy-requests')
    expect(response.data).toContainEqual(
      expect.objectContaining({
        partnerId: bank.partnerId,
        status: 'approved',
        policyId: bank.policyId,
        policyName: bank.policyName,
        policyDescription: `${bank.policyName}, for tests`,
      }),
    )
  })

  test('create one, and show why one is refused', async () => {
    const made = await ask(bank.user, 'POST', 'oauth/client', formOf(settings))
    expect(made.error).toBeUndefined()
    clientId = String(made.response['clientId'])
    const again = await ask(bank.user, 'POST', 'oauth/client', formOf(settings))
    expect(again.response).toBeNull()
    expect(again.error).toEqual({ errorCode: 'PMS_ESI_001', message: expect.any(String) })
    const form = { ...formOf(settings), publicKey: freshJwk() }
    const wrong = { ...form, redirectUris: ['https://bank.internal/cb'] }
    const refused = await ask(bank.user, 'POST', 'oauth/client', wrong)
    expect(refused.error?.errorCode).toBe('invalid_redirect_uri')
  })

  test('list all of a partner’s without any parameter, with every field that is shown', async () => {
    const { response } = await ask(bank.user, 'GET', 'oauth/client')
    expect(response['totalResults']).toBe(1)
    const [row = {}] = response.data
    expect(rowFields.filter((field) => !Object.hasOwn(row, field))).toEqual([])
    expect(row).toMatchObject({ clientId, status: 'ACTIVE', partnerId: bank.partnerId })
    // Shown is the English name of the JSON, else that of @none.
    expect(JSON.parse(String(row['clientName']))).toEqual({
      eng: 'Bank online',
      '@none': 'Bank online',
    })
    expect(row['createdDateTime']).toMatch(screenTime)
  })

  test('list for an administrator page by page, sorted and filtered', async () => {
    const keys = [
      'partnerId',
      'orgName',
      'policyGroupName',
      'policyName',
      'createdDateTime',
      'status',
    ]
    for (const key of keys) {
      for (const type of ['asc', 'DESC']) {
        const query = `sortFieldName=${key}&sortType=${type}&pageSize=8&pageNo=0`
        const { response, error } = await ask(people.admin, 'GET', `oauth/client?${query}`)
        expect([error, response.data.length]).toEqual([undefined, 1])
      }
    }
    const filters = {
      partnerId: bank.partnerId,
      orgName: bank.organizationName,
      policyGroupName: bank.group.name,
      policyName: bank.policyName,
      clientName: 'bank',
      status: 'ACTIVE',
    }
    const page = 'sortFieldName=createdDateTime&sortType=desc&pageSize=8&pageNo=0'
    for (const [name, value] of Object.entries(filters)) {
      const query = `${page}&${name}=${encodeURIComponent(value)}`
      const { response } = await ask(people.admin, 'GET', `oauth/client?${query}`)
      expect([name, response['totalResults']]).toEqual([name, 1])
    }
    const none = await ask(people.admin, 'GET', `oauth/client?${page}&status=INACTIVE`)
    expect(none.response.data).toEqual([])
  })

  test('show one with its key as text', async () => {
    const { response } = await ask(bank.user, 'GET', `oauth/client/${clientId}`)
    expect(response).toMatchObject({
      logoUri: 'https://bank.example.org/logo.png',
      redirectUris: ['https://bank.example.org/cb'],
      grantTypes: ['authorization_code'],
      clientAuthMethods: ['private_key_jwt'],
      status: 'ACTIVE',
    })
    expect(JSON.parse(String(response['publicKey']))).toEqual(jwk)
  })

  test('change one', async () => {
    const { response } = await ask(bank.user, 'GET', `oauth/client/${clientId}`)
    const { grantTypes, clientAuthMethods, status } = response
    const changed = await ask(bank.user, 'PUT', `oauth/client/${clientId}`, {
      logoUri: 'https://bank.example.org/new.png',
      redirectUris: ['https://bank.example.org/cb', 'https://bank.example.org/app'],
      status,
      grantTypes,
      clientName: 'Bank on the phone',
      clientAuthMethods,
      clientNameLangMap: { eng: 'Bank on the phone' },
    })
    expect(changed.response).toEqual({ clientId, status: 'ACTIVE' })
  })

  test('deactivate one, by the partner or an administrator, and hear of it in the answer', async () => {
    const other = { ...formOf(settings), publicKey: freshJwk() }
    const second = await ask(bank.user, 'POST', 'oauth/client', other)
    const cases: [TestUser, string][] = [
      [bank.user, clientId],
      [people.admin, String(second.response['clientId'])],
    ]
    for (const [user, id] of cases) {
      const { response } = await ask(user, 'GET', `oauth/client/${id}`)
      const { logoUri, redirectUris, grantTypes, clientAuthMethods } = response
      const deactivated = await ask(user, 'PUT', `oauth/client/${id}`, {
        logoUri,
        redirectUris,
        status: 'INACTIVE',
        grantTypes,
        clientName: 'Bank online',
        clientAuthMethods,
        clientNameLangMap: { eng: 'Bank online' },
      })
      expect(deactivated.response['status']).toBe('INACTIVE')
    }
    const { response } = await ask(bank.user, 'GET', 'oauth/client')
    expect(response.data.map(({ status }) => status)).toEqual(['INACTIVE', 'INACTIVE'])
    // Its screen repeats the English name for every language; ours keeps the names that were there.
    const { clientNameLangMap } = await server.call(bank.user, contract.readOidcClient, {
      clientId,
    })
    expect(clientNameLangMap).toEqual({ eng: 'Bank on the phone' })
  })

  test('never see those of another partner', async () => {
    const stranger = (await given(server).readyPartner()).user
    expect((await ask(stranger, 'GET', 'oauth/client')).response.data).toEqual([])
    const { error } = await ask(stranger, 'GET', `oauth/client/${clientId}`)
    expect(error?.errorCode).toBe('PMS_POLICY_ERROR_011')
  })
})
