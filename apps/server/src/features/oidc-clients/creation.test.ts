import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, given, otpPolicy, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { changedParts, clients, freshJwk } from './testing.ts'

let server: TestServer
let health: Awaited<ReturnType<ReturnType<typeof clients>['ready']>>
beforeAll(async () => {
  server = await startTestServer()
  health = await clients(server).ready()
})
afterAll(() => server.close())

async function countClients(): Promise<number> {
  const rows = await server.db.selectFrom('pms.oidcClient').select('id').execute()
  return rows.length
}

type Changes = Parameters<typeof health.clientOf>[0]

/** The code that refuses a creation; nothing is stored then. */
async function refusal(changes: Changes, by = health.user): Promise<string | null> {
  const before = await countClients()
  const code = await refusalOf(health.create(changes, by))
  expect(await countClients()).toBe(before)
  return code
}

describe('a creation is refused', () => {
  test.each<[string, Changes]>([
    ['without a name', { name: '' }],
    ['with a name of 257 characters', { name: 'n'.repeat(257) }],
    ['with names of more than 256 characters together', { name: 'n'.repeat(230) }],
    ['with a policy id of 37 characters', { policyId: 'p'.repeat(37) }],
    ['without a partner', { authPartnerId: ' ' }],
    ['with a logo that is no address', { logoUri: 'https//' }],
    ['with a logo that is text', { logoUri: 'data:image/png;base64,AAAA' }],
    ['with a logo of 2,049 characters', { logoUri: `https://a.org/${'l'.repeat(2035)}` }],
    ['without redirect addresses', { redirectUris: [] }],
    ['with six of them', { redirectUris: Array.from({ length: 6 }, () => 'https://a.org') }],
    ['without grant types', { grantTypes: [] }],
    ['with four of them', { grantTypes: ['a', 'b', 'c', 'd'] }],
    ['without authentication methods', { clientAuthMethods: [] }],
    ['without names by language', { clientNameLangMap: {} }],
    ['with a language of two letters', { clientNameLangMap: { en: 'Health' } }],
    ['with a blank name', { clientNameLangMap: { eng: ' ' } }],
    ['with a plain name among them', { clientNameLangMap: { '@none': 'Health' } }],
    ['with a name that turns around what follows', { name: 'Bank \u202Egro' }],
    ['with an unseen character in a name', { clientNameLangMap: { eng: 'Ba\u200Bnk' } }],
    ['with names by language as its name', { name: '{"@none":"Bank","xx":"\\u202E"}' }],
    ['with a logo whose address hides something', { logoUri: 'https://a.org/\u202Egnp' }],
    ['with an empty key', { publicKey: {} }],
    ['with a key whose member is null', { publicKey: { ...freshJwk(), n: null } }],
  ])('%s', async (_, changes) => {
    expect(await refusal(changes)).toBe('PMS_COR_001')
  })

  test('with a key that is text or a list, as unreadable', async () => {
    for (const publicKey of ['text', ['text'], 5]) {
      const request = { ...health.clientOf(), publicKey }
      const path = '/v1/partnermanager/oauth/client'
      const { status } = await server.send(health.user, 'POST', path, { request })
      expect(status).toBe(400)
    }
  })

  test.each<[string, Changes, string]>([
    ['an address without a scheme', { redirectUris: ['cb'] }, 'invalid_redirect_uri'],
    ['a blank address', { redirectUris: [''] }, 'invalid_redirect_uri'],
    ['no address at all', { redirectUris: [null] }, 'invalid_redirect_uri'],
    ['an unknown domain', { redirectUris: ['https://a.internal'] }, 'invalid_redirect_uri'],
    ['a comma', { redirectUris: ['https://a.org/a,b'] }, 'invalid_redirect_uri'],
    ['an implicit grant', { grantTypes: ['implicit'] }, 'invalid_grant_type'],
    ['no method', { clientAuthMethods: ['none'] }, 'invalid_client_auth'],
    ['an unknown language', { clientNameLangMap: { xyz: 'Health' } }, 'invalid_language_code'],
    [
      'a name of 51 characters',
      { clientNameLangMap: { eng: 'n'.repeat(51) } },
      'invalid_client_name_length',
    ],
  ])('with %s, as eSignet would', async (_, changes, code) => {
    expect(await refusal(changes)).toBe(code)
  })

  test('for a partner that cannot have clients', async () => {
    const admin = people.admin
    expect(await refusal({ authPartnerId: 'nobody' }, admin)).toBe('PMS_PRT_058')
    const other = await clients(server).ready()
    const create = () => refusalOf(other.create({}, admin))
    const set = (column: object) =>
      server.db.updateTable('pms.partner').set(column).where('id', '=', other.partnerId).execute()
    await set({ partnerTypeCode: 'Device_Provider' })
    expect(await create()).toBe('PMS_PRT_059')
    await set({ partnerTypeCode: 'Auth_Partner', isActive: false })
    expect(await create()).toBe('PMS_PMP_016')
    // Consumers of its events could do nothing without its certificate.
    await set({ isActive: true, certificateAlias: 'none' })
    expect(await create()).toBe('PMS_PRT_108')
  })

  test('for a partner whose id has a blank, as eSignet would', async () => {
    const spaced = await clients(server).ready()
    const { partnerId } = spaced
    const id = partnerId.replace('-', ' ')
    const { db } = server
    const partner = await db
      .selectFrom('pms.partner')
      .selectAll()
      .where('id', '=', partnerId)
      .executeTakeFirstOrThrow()
    await db
      .insertInto('pms.partner')
      .values({ ...partner, id })
      .execute()
    await db
      .updateTable('pms.partnerPolicyRequest')
      .set({ partId: id })
      .where('partId', '=', partnerId)
      .execute()
    expect(await refusalOf(spaced.create({ authPartnerId: id }))).toBe('invalid_rp_id')
  })

  test('for a policy that was not asked for, not approved, or is none for clients', async () => {
    const { user, group } = health
    expect(await refusal({ policyId: 'none' })).toBe('PMS_PRT_073')
    const name = fresh('Another policy')
    const { id: policyId } = await given(server).publishedPolicy(group, name)
    expect(await refusal({ policyId })).toBe('PMS_PRT_061')
    const mappingkey = await given(server).pendingRequest(user, name)
    expect(await refusal({ policyId })).toBe('PMS_ESI_002')
    const reject = { mappingkey, status: 'rejected', reason: 'not needed' }
    await server.call(people.admin, contract.decidePolicyRequest, reject)
    expect(await refusal({ policyId })).toBe('PMS_ESI_002')
    await given(server).approvedRequest(user, name)
    const set = (column: object) =>
      server.db.updateTable('pms.authPolicy').set(column).where('id', '=', policyId).execute()
    await set({ policyType: 'auth' })
    expect(await refusal({ policyId })).toBe('PMS_PRT_057')
    await set({ policyType: 'Auth', isActive: false })
    expect(await refusal({ policyId })).toBe('PMS_PMP_019')
    await set({ isActive: true, validToDate: new Date('2020-01-01') })
    expect(await refusal({ policyId })).toBe('PMS_PMP_018')
    await set({ validToDate: new Date('2199-01-01') })
    const setGroup = (isActive: boolean) =>
      server.db
        .updateTable('pms.policyGroup')
        .set({ isActive })
        .where('id', '=', group.id)
        .execute()
    await setGroup(false)
    expect(await refusal({ policyId })).toBe('PMS_PMP_023')
    await setGroup(true)
    expect(await health.create({ policyId })).toMatchObject({ status: 'ACTIVE' })
  })

  test('for a policy that gives eSignet nothing to do', async () => {
    const { policySays } = clients(server)
    const refusedBy = async (document: Record<string, unknown>) => {
      await policySays(health, document)
      return refusal({})
    }
    expect(await refusedBy({ ...otpPolicy, allowedKycAttributes: [] })).toBe('PMS_ESI_005')
    expect(await refusedBy({ allowedAuthTypes: otpPolicy.allowedAuthTypes })).toBe('PMS_ESI_005')
    const mandatory = [{ authType: 'otp', mandatory: true }]
    expect(await refusedBy({ ...otpPolicy, allowedAuthTypes: mandatory })).toBe('PMS_ESI_003')
    const demo = [{ authType: 'demo', mandatory: false }]
    expect(await refusedBy({ ...otpPolicy, allowedAuthTypes: demo })).toBe('PMS_ESI_006')
    const { allowedKycAttributes } = otpPolicy
    expect(await refusedBy({ allowedKycAttributes })).toBe('PMS_ESI_006')
    await policySays(health, otpPolicy)
    await server.db
      .updateTable('pms.authPolicy')
      .set({ policyFileId: 'no JSON' })
      .where('id', '=', health.policyId)
      .execute()
    expect(await refusal({})).toBe('PMS_POL_052')
    await policySays(health, otpPolicy)
  })
})

test('names that an older form sends back as it read them are judged, and stay', async () => {
  const { call } = server
  const made = (name: string) =>
    call(health.user, contract.createPlainClient, health.clientOf({ name }))
  expect(await refusalOf(made('{"xyz":"Bank","@none":"Bank"}'))).toBe('invalid_language_code')
  const long = JSON.stringify({ eng: 'n'.repeat(51), '@none': 'Bank' })
  expect(await refusalOf(made(long))).toBe('invalid_client_name_length')
  const { clientId } = await health.create()
  const { name: clientName } = await call(health.user, contract.readPlainClient, { clientId })
  expect(clientName).toMatch(/^\{.*Portail santé/)
  await call(health.user, contract.updatePlainClient, { ...changedParts, clientId, clientName })
  expect(await call(health.user, contract.readOidcClient, { clientId })).toMatchObject({
    name: 'Health portal',
    clientNameLangMap: { eng: 'Health portal', fra: 'Portail santé' },
  })
})

describe('the additional configuration', () => {
  const texts = { '@none': 'Sign in', eng: 'Sign in' }
  test.each<[string, unknown, string]>([
    ['another response type', { userinfo_response_type: 'jws' }, 'PMS_POLICY_ERROR_014'],
    ['9 minutes', { consent_expire_in_mins: 9 }, 'PMS_POLICY_ERROR_015'],
    ['half a minute', { consent_expire_in_mins: 10.5 }, 'PMS_POLICY_ERROR_015'],
    ['more seconds than 32 bits', { consent_expire_in_mins: 35_791_395 }, 'PMS_POLICY_ERROR_015'],
    ['minutes as text', { consent_expire_in_mins: '10' }, 'PMS_POLICY_ERROR_015'],
    ['a title that is text', { purpose: { type: 'login', title: 'x' } }, 'PMS_POLICY_ERROR_018'],
    [
      'a title of numbers',
      { purpose: { type: 'login', title: { '@none': 1 } } },
      'PMS_POLICY_ERROR_018',
    ],
    ['a title without type', { purpose: { title: texts } }, 'PMS_POLICY_ERROR_018'],
    ['an unknown purpose', { purpose: { type: 'none' } }, 'PMS_POLICY_ERROR_017'],
    [
      'a language that nobody set',
      { purpose: { type: 'login', subTitle: { ...texts, hin: 'x' } } },
      'PMS_POLICY_ERROR_019',
    ],
    [
      'no text for other languages',
      { purpose: { type: 'login', title: { eng: 'x' } } },
      'PMS_POLICY_ERROR_020',
    ],
    [
      'a text that turns around what follows',
      { purpose: { type: 'login', title: { '@none': 'Sign \u202Eni' } } },
      'PMS_POLICY_ERROR_018',
    ],
    [
      'endless texts',
      { purpose: { type: 'login', title: { '@none': 'x'.repeat(2048) } } },
      'invalid_additional_config',
    ],
  ])('is refused with %s, at creation and change', async (_, additionalConfig, code) => {
    const { clientId } = await health.create()
    const send = (method: string, path: string, id: string, request: object) =>
      server.send(health.user, method, `/v1/partnermanager/oidc-clients${path}`, {
        id,
        version: '1.0',
        requestTime: server.clock.now.toISOString(),
        request: { ...request, additionalConfig },
      })
    const made = await send('POST', '', 'mosip.pms.create.oidc.client.post', health.clientOf())
    const changed = await send(
      'PUT',
      `/${clientId}`,
      'mosip.pms.update.oidc.client.put',
      changedParts,
    )
    for (const { body } of [made, changed]) {
      expect(body).toMatchObject({ response: null, errors: [{ errorCode: code }] })
    }
  })

  test('names by language are in languages of the settings', async () => {
    const clientNameLangMap = { eng: 'Health', hin: 'Health' }
    const made = server.call(
      health.user,
      contract.createOidcClient,
      health.clientOf({ clientNameLangMap }),
    )
    expect(await refusalOf(made)).toBe('PMS_POLICY_ERROR_019')
    expect(await health.create({ clientNameLangMap })).toMatchObject({ status: 'ACTIVE' })
  })
})
