import { describe, expect, test } from 'vitest'
import { RegistrationScenes } from './testing-registrations.ts'

const hourMs = 60 * 60_000

const scenes = new RegistrationScenes()

describe('a client of the portal', () => {
  test('is registered by what eSignet knows, and by nothing more', async () => {
    await scenes.connected()
    const id = await scenes.created({
      publicKey: { kty: 'RSA', n: 'abc', e: 'AQAB', use: 'sig', x5t: 'odd' },
      additionalConfig: '{"purpose":{"type":"VERIFY"},"consent_expire_in_mins":30}',
    })
    await scenes.becomes(id, 'registered')
    expect(scenes.esignet.calls).toEqual(['POST /client'])
    const { requestTime, request } = Object(scenes.esignet.received.at(-1)?.body)
    expect(requestTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(request).toEqual({
      clientId: id,
      clientName: 'Health portal',
      clientNameLangMap: { eng: 'Health portal', fra: 'Portail santé' },
      publicKey: { kty: 'RSA', n: 'abc', e: 'AQAB', use: 'sig' },
      relyingPartyId: 'health',
      userClaims: ['name', 'birthdate'],
      authContextRefs: ['mosip:idp:acr:generated-code'],
      logoUri: 'https://health.example.org/logo.png',
      redirectUris: ['https://health.example.org/signed-in', 'io.health.app://oauth'],
      grantTypes: ['authorization_code'],
      clientAuthMethods: ['private_key_jwt'],
      additionalConfig: { purpose: { type: 'verify' }, consent_expire_in_mins: 30 },
    })
    expect(await scenes.registration(id)).toMatchObject({
      state: 'registered',
      attempts: 1,
      reason: null,
      confirmedAt: new Date(scenes.now),
    })
  })

  test('is changed and deactivated with its whole content', async () => {
    await scenes.connected()
    const id = await scenes.created()
    await scenes.becomes(id, 'registered')
    await scenes.changed(id, { name: 'Health 2', logoUri: 'https://health.example.org/2.png' })
    await scenes.until(() => scenes.esignet.calls.length === 2)
    await scenes.becomes(id, 'registered')
    expect(scenes.esignet.clients.get(id)?.members).toMatchObject({
      clientName: 'Health 2',
      logoUri: 'https://health.example.org/2.png',
    })
    await scenes.changed(id, { status: 'INACTIVE' })
    await scenes.becomes(id, 'deactivated')
    expect(scenes.esignet.clients.get(id)).toMatchObject({
      status: 'INACTIVE',
      members: { clientName: 'Health 2' },
    })
    expect(scenes.esignet.calls).toEqual(['POST /client', `PUT /client/${id}`, `PUT /client/${id}`])
  })

  test('is told as it is now; what was overtaken is never sent', async () => {
    await scenes.connected()
    await scenes.esignet.stop()
    const id = await scenes.created()
    await scenes.failed(id)
    await scenes.changed(id, { name: 'Second' })
    await scenes.changed(id, { name: 'Third' })
    await scenes.esignet.listen()
    scenes.now += hourMs
    await scenes.becomes(id, 'registered')
    expect(scenes.esignet.calls).toEqual(['POST /client'])
    expect(scenes.esignet.clients.get(id)?.members['clientName']).toBe('Third')
  })

  test('waits without an eSignet, and is registered once there is one', async () => {
    await scenes.server()
    await scenes.portal({ ESIGNET_URL: '' })
    const id = await scenes.created()
    expect(await scenes.registration(id, {})).toMatchObject({ state: 'not_registered' })
    await scenes.portal()
    await scenes.becomes(id, 'registered')
  })
})

describe('eSignet', () => {
  test.each([
    ['500', 'esignet_odd_answer'],
    ['html', 'esignet_odd_answer'],
    ['garbage', 'esignet_odd_answer'],
    ['noResponse', 'esignet_odd_answer'],
    ['otherClient', 'esignet_odd_answer'],
    ['reset', 'esignet_unreachable'],
    ['noAuthorization', 'esignet_sign_in'],
  ] as const)('that answers %s is asked again until it is well', async (mood, reason) => {
    await scenes.connected()
    const known = await scenes.created()
    await scenes.becomes(known, 'registered')
    scenes.esignet.mood = mood
    const id = await scenes.created()
    await scenes.changed(known, { status: 'INACTIVE' })
    await scenes.failed(id)
    await scenes.failed(known)
    expect(await scenes.registration(id)).toMatchObject({ state: 'registering', reason })
    expect(await scenes.registration(known)).toMatchObject({ state: 'deactivating', reason })
    scenes.esignet.mood = 'well'
    scenes.now += hourMs
    await scenes.becomes(id, 'registered')
    await scenes.becomes(known, 'deactivated')
    expect(await scenes.registration(id)).toMatchObject({ reason: null, attempts: 2 })
  })

  test('that is down keeps nobody waiting, and gets all when it returns', async () => {
    await scenes.connected()
    await scenes.esignet.stop()
    const ids = [await scenes.created(), await scenes.created(), await scenes.created()]
    for (const id of ids) await scenes.failed(id)
    expect(await scenes.registration(ids[0] ?? '')).toMatchObject({ reason: 'esignet_unreachable' })
    await scenes.esignet.listen()
    scenes.now += hourMs
    for (const id of ids) await scenes.becomes(id, 'registered')
  })

  test('that never answers takes nothing from the clients after it', async () => {
    await scenes.connected()
    const first = await scenes.created()
    await scenes.becomes(first, 'registered')
    scenes.esignet.mood = 'silent'
    const stuck = await scenes.created()
    await scenes.until(() => scenes.esignet.held === 1)
    scenes.esignet.mood = 'well'
    const next = await scenes.created()
    await scenes.becomes(next, 'registered')
    expect((await scenes.registration(stuck))?.state).toBe('registering')
    scenes.esignet.release()
    await scenes.failed(stuck)
    scenes.now += hourMs
    await scenes.becomes(stuck, 'registered')
  })

  test('that did what it was told while its answer was lost has the client as it is wanted', async () => {
    await scenes.connected()
    const known = await scenes.created()
    await scenes.becomes(known, 'registered')
    scenes.esignet.mood = 'lost'
    const id = await scenes.created()
    await scenes.failed(id)
    scenes.esignet.mood = 'well'
    await scenes.changed(id, { name: 'Changed meanwhile' })
    scenes.now += hourMs
    await scenes.becomes(id, 'registered')
    expect(scenes.esignet.calls.slice(-2)).toEqual(['POST /client', `PUT /client/${id}`])
    expect(scenes.esignet.clients.get(id)?.members['clientName']).toBe('Changed meanwhile')
  })

  test('that has lost a client gets it again', async () => {
    await scenes.connected()
    const id = await scenes.created()
    await scenes.becomes(id, 'registered')
    scenes.esignet.clients.clear()
    await scenes.changed(id, { name: 'Back again' })
    await scenes.until(() => scenes.esignet.clients.has(id))
    await scenes.becomes(id, 'registered')
    expect(scenes.esignet.calls).toEqual(['POST /client', `PUT /client/${id}`, 'POST /client'])
  })

  test('says nothing of an earlier change about a later one', async () => {
    await scenes.connected()
    const first = await scenes.created()
    await scenes.becomes(first, 'registered')
    scenes.esignet.mood = 'silent'
    const id = await scenes.created()
    await scenes.until(() => scenes.esignet.held === 1)
    await scenes.changed(id, { status: 'INACTIVE' })
    scenes.esignet.mood = 'well'
    scenes.esignet.release()
    await scenes.until(async () =>
      scenes.lines.some((line) => line.includes('esignet_unreachable')),
    )
    expect(await scenes.registration(id)).toMatchObject({ state: 'deactivating', reason: null })
    scenes.now += hourMs
    await scenes.becomes(id, 'deactivated')
  })
})

describe('our token for eSignet', () => {
  test('is kept, and replaced shortly before its end or when it is not taken', async () => {
    await scenes.connected()
    await scenes.becomes(await scenes.created(), 'registered')
    await scenes.becomes(await scenes.created(), 'registered')
    expect(scenes.esignet.tokensGiven).toBe(1)
    scenes.now += 3580_000
    await scenes.becomes(await scenes.created(), 'registered')
    expect(scenes.esignet.tokensGiven).toBe(2)
    scenes.esignet.forgetTokens()
    await scenes.becomes(await scenes.created(), 'registered')
    expect(scenes.esignet.tokensGiven).toBe(3)
  })

  test.each([
    [{ ESIGNET_CLIENT_SECRET: 'another' }, 'esignet_sign_in'],
    [{ ESIGNET_TOKEN_URL: '' }, 'esignet_sign_in'],
    [{ ESIGNET_TOKEN_URL: 'http://127.0.0.1:1/token' }, 'esignet_unreachable'],
  ])('that cannot be had with %o is told', async (settings, reason) => {
    await scenes.connected({ settings })
    const id = await scenes.created()
    await scenes.failed(id)
    expect(await scenes.registration(id)).toMatchObject({ state: 'registering', reason })
    expect(scenes.esignet.received).toEqual([])
    expect(scenes.lines.join('')).not.toContain('another')
  })

  test('that lacks a scope is told', async () => {
    await scenes.connected()
    scenes.esignet.scopes = ['add_oidc_client']
    const id = await scenes.created()
    await scenes.becomes(id, 'registered')
    await scenes.changed(id, { name: 'Changed' })
    await scenes.failed(id)
    expect(await scenes.registration(id)).toMatchObject({ reason: 'esignet_forbidden' })
  })

  test('is of no use where the clocks differ', async () => {
    await scenes.connected()
    scenes.esignet.clock = () => new Date(scenes.now + 3 * 60_000)
    const id = await scenes.created()
    await scenes.failed(id)
    expect(await scenes.registration(id)).toMatchObject({
      state: 'registering',
      reason: 'esignet_clock',
    })
  })
})
