import { generateKeyPairSync } from 'node:crypto'
import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, given, refusalOf } from '../../testing/given.ts'
import { seen } from '../../testing/seen.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { clients, freshJwk } from './testing.ts'

let server: TestServer
let health: Awaited<ReturnType<ReturnType<typeof clients>['ready']>>
beforeAll(async () => {
  server = await startTestServer()
  health = await clients(server).ready()
})
afterAll(() => server.close())

describe('the rules of clients', () => {
  const read = (by: typeof health.user | null, from = server) =>
    from.call(by, contract.readClientRules, {})

  test('are those of the settings, without a word on where eSignet is', async () => {
    expect(await read(health.user)).toEqual({
      keyKinds: ['RSA'],
      longestName: 50,
      longestUris: null,
      grantTypes: ['authorization_code'],
      clientAuthMethods: ['private_key_jwt'],
      languages: ['eng', 'fra', 'ara'],
      isConfigurable: true,
    })
    expect(await refusalOf(read(null))).toBe('KER-ATH-401')
    expect(await refusalOf(read(people.visitor))).toBe('KER-ATH-403')
  })

  test('follow the version of eSignet and the switch', async () => {
    const settings = { ESIGNET_VERSION: '1.8.0', OIDC_ADDITIONAL_INFO: 'false' }
    const newer = await startTestServer(settings)
    expect(await read(people.admin, newer)).toMatchObject({
      keyKinds: ['RSA', 'EC'],
      longestUris: 2048,
      isConfigurable: false,
    })
    await newer.close()
  })
})

describe('what a policy grants', () => {
  const grants = (by: typeof health.user | null, asked: object = {}) =>
    server.call(by, contract.readClientGrants, {
      partnerId: health.partnerId,
      policyId: health.policyId,
      ...asked,
    })

  test('is what a client of it then has', async () => {
    const granted = await grants(health.user)
    const { clientId } = await health.create()
    const { claims, acrValues } = await server.call(health.user, contract.readOidcClient, {
      clientId,
    })
    expect(granted).toEqual({ claims, acrValues, refusal: null })
    expect(await grants(people.admin)).toEqual(granted)
  })

  test.each([
    ['no claim', { allowedAuthTypes: [{ authType: 'otp' }], allowedKycAttributes: [] }],
    [
      'what must be',
      {
        allowedAuthTypes: [{ authType: 'otp', mandatory: true }],
        allowedKycAttributes: [{ attributeName: 'fullName' }],
      },
    ],
    [
      'no way to sign in',
      { allowedAuthTypes: [], allowedKycAttributes: [{ attributeName: 'fullName' }] },
    ],
  ])('with %s comes with the code that a creation is refused with', async (_, document) => {
    const own = await clients(server).ready()
    await clients(server).policySays(own, document)
    const { partnerId, policyId } = own
    const { refusal } = await grants(own.user, { partnerId, policyId })
    expect(refusal).toMatch(/^PMS_ESI_00[356]$/)
    expect(await refusalOf(own.create())).toBe(refusal)
  })

  test('is told of policies only for which the partner has asked', async () => {
    const { group, user } = health
    const { id: policyId } = await given(server).publishedPolicy(group)
    expect(await refusalOf(grants(user, { policyId }))).toBe('PMS_PRT_073')
    const pending = await given(server).publishedPolicy(group)
    await given(server).pendingRequest(user, pending.name)
    expect(await refusalOf(grants(user, { policyId: pending.id }))).toBe('PMS_ESI_002')
    expect(await refusalOf(grants(user, { policyId: 'unknown' }))).toBe('PMS_PRT_073')
    expect(await refusalOf(grants(asStranger()))).toBe('PMS_PRT_058')
    expect(await refusalOf(grants(people.visitor))).toBe('KER-ATH-403')
    expect(await refusalOf(grants(null))).toBe('KER-ATH-401')
  })
})

describe('the check of a key', () => {
  const check = (publicKey: Record<string, unknown>, by: typeof health.user | null = health.user) =>
    server.call(by, contract.checkClientKey, { publicKey })

  test('tells the id of its client, and whether there is one', async () => {
    const publicKey = freshJwk()
    const before = await check(publicKey)
    const { clientId } = await health.create({ publicKey })
    expect(before).toEqual({ clientId, isTaken: false })
    expect(await check({ ...publicKey, kid: 'another' })).toEqual({ clientId, isTaken: true })
  })

  test('refuses what a creation would, and stores nothing', async () => {
    const { outbox } = seen(server)
    const count = (await outbox()).length
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
    expect(await refusalOf(check(freshJwk(1024)))).toBe('PMS_ESI_007')
    expect(await refusalOf(check({ ...curve.export({ format: 'jwk' }) }))).toBe(
      'invalid_public_key',
    )
    expect(await refusalOf(check({}))).toBe('PMS_COR_001')
    expect(await refusalOf(check(freshJwk(), null))).toBe('KER-ATH-401')
    expect(await refusalOf(check(freshJwk(), people.visitor))).toBe('KER-ATH-403')
    expect((await outbox()).length).toBe(count)
  })
})
