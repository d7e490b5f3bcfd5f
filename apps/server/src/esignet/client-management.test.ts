import { describe, expect, test } from 'vitest'
import { RegistrationScenes } from './testing-registrations.ts'

const hourMs = 60 * 60_000

const scenes = new RegistrationScenes()

describe('what eSignet refuses', () => {
  test('is told field by field, in the order of the form, and mended by the next change', async () => {
    await scenes.connected()
    const id = await scenes.created({
      logoUri: 'nowhere',
      redirectUris: 'https://health.example.org/ok,https://health.internal/cb,nowhere',
      grantTypes: 'implicit',
      claims: 'name,horoscope',
    })
    await scenes.becomes(id, 'refused')
    expect(await scenes.registration(id)).toMatchObject({
      state: 'refused',
      reason: 'invalid_claim',
      refusals: [
        { field: 'policyId', index: 1, code: 'invalid_claim' },
        { field: 'logoUri', index: null, code: 'invalid_uri' },
        { field: 'redirectUris', index: 1, code: 'invalid_redirect_uri' },
        { field: 'redirectUris', index: 2, code: 'invalid_redirect_uri' },
        { field: 'grantTypes', index: 0, code: 'invalid_grant_type' },
      ],
    })
    await scenes.changed(id, {
      logoUri: 'https://a.org/l.png',
      redirectUris: 'https://a.org/cb',
      grantTypes: 'authorization_code',
      claims: 'name',
    })
    await scenes.becomes(id, 'registered')
    expect(await scenes.registration(id)).toMatchObject({ reason: null, refusals: [] })
  })

  test.each(['1.6.2', '1.8.0'] as const)(
    'as the key of another client is about the key, and none of its texts goes further (%s)',
    async (version) => {
      await scenes.connected({ version })
      const other = { members: {}, key: `shared-${version.replaceAll('.', '-')}`, status: 'ACTIVE' }
      scenes.esignet.clients.set('another', other)
      const id = await scenes.created({ publicKey: { kty: 'RSA', n: other.key, e: 'AQAB' } })
      await scenes.becomes(id, 'refused')
      expect((await scenes.registration(id))?.refusals).toEqual([
        { field: 'publicKey', index: null, code: 'duplicate_public_key' },
      ])
      const row = await scenes.database.db
        .selectFrom('pmp.outboxMessage')
        .select(['outcome', 'lastError'])
        .where('orderingKey', '=', id)
        .executeTakeFirst()
      expect(row).toEqual({ outcome: 'refused', lastError: 'duplicate_public_key' })
      expect(scenes.lines.join('')).not.toMatch(/SQL|constraint|hibernate/)
    },
  )

  test('as additional configuration is about that', async () => {
    await scenes.connected()
    const id = await scenes.created({ additionalConfig: '{"unknown":"member"}' })
    await scenes.becomes(id, 'refused')
    expect((await scenes.registration(id))?.refusals).toEqual([
      { field: 'additionalConfig', index: null, code: 'invalid_additional_config' },
    ])
  })
})

describe('another try that somebody asks for', () => {
  test('does not wait for the end of the pause', async () => {
    await scenes.connected()
    await scenes.esignet.stop()
    const id = await scenes.created()
    await scenes.failed(id)
    await scenes.esignet.listen()
    await scenes.retried(id)
    // The clock stands: what rests would rest for good.
    await scenes.becomes(id, 'registered')
    expect(scenes.esignet.clients.has(id)).toBe(true)
  })

  test('is sent although it was refused, and nothing has changed here', async () => {
    await scenes.connected()
    const id = await scenes.created({ claims: 'name,horoscope' })
    await scenes.becomes(id, 'refused')
    const before = scenes.esignet.received.length
    await scenes.retried(id)
    await scenes.until(() => scenes.esignet.received.length > before)
    await scenes.becomes(id, 'refused')
    expect(await scenes.registration(id)).toMatchObject({ attempts: 1, reason: 'invalid_claim' })
  })
})

describe('a deactivation', () => {
  test('of a client without claims or ACR names one that eSignet takes', async () => {
    await scenes.connected()
    const id = await scenes.created({ claims: '' })
    await scenes.becomes(id, 'registered')
    await scenes.changed(id, { status: 'INACTIVE', acrValues: '' })
    await scenes.becomes(id, 'deactivated')
    expect(scenes.esignet.clients.get(id)).toMatchObject({
      status: 'INACTIVE',
      members: { userClaims: ['name'], authContextRefs: ['mosip:idp:acr:generated-code'] },
    })
  })

  test('is not refused for what the client holds since before eSignet minded', async () => {
    await scenes.connected()
    const id = await scenes.created()
    await scenes.becomes(id, 'registered')
    await scenes.changed(id, {
      status: 'INACTIVE',
      name: '{"@none":"Kept","xx":"Nowhere"}',
      logoUri: 'x',
      redirectUris: 'https://health.internal/cb',
      additionalConfig: '{"odd":1}',
    })
    await scenes.becomes(id, 'deactivated')
    expect(scenes.esignet.clients.get(id)).toMatchObject({
      status: 'INACTIVE',
      members: { clientName: 'Kept', redirectUris: ['https://localhost/'] },
    })
  })

  test('of a client that never arrived makes none', async () => {
    await scenes.connected()
    await scenes.esignet.stop()
    const id = await scenes.created()
    await scenes.failed(id)
    await scenes.changed(id, { status: 'INACTIVE' })
    await scenes.esignet.listen()
    scenes.now += hourMs
    await scenes.becomes(id, 'deactivated')
    expect(scenes.esignet.clients.size).toBe(0)
  })
})

describe('versions of eSignet', () => {
  const named = { additionalConfig: null }
  const plain = { name: 'Plain', additionalConfig: null }

  test('before 1.6 are found out once, and told names by language where there are some', async () => {
    await scenes.connected({ version: '1.5.1' })
    const ids = [await scenes.created(named), await scenes.created(plain)]
    for (const id of ids) await scenes.becomes(id, 'registered')
    await scenes.changed(ids[0] ?? '', { status: 'INACTIVE' })
    await scenes.becomes(ids[0] ?? '', 'deactivated')
    expect(scenes.esignet.calls.toSorted()).toEqual([
      'POST /oauth-client',
      'POST /oidc-client',
      `PUT /oauth-client/${ids[0]}`,
    ])
    const probes = scenes.esignet.received.filter(({ path }) => path === '/client')
    expect(probes).toHaveLength(1)
  })

  test('before 1.6 cannot hold additional configuration, which is refused, not dropped', async () => {
    await scenes.connected({ version: '1.5.1' })
    const id = await scenes.created({ additionalConfig: '{"userinfo_response_type":"JWE"}' })
    await scenes.becomes(id, 'refused')
    expect(await scenes.registration(id)).toMatchObject({
      reason: 'additional_config_unsupported',
      refusals: [{ field: 'additionalConfig' }],
    })
    expect(scenes.esignet.clients.size).toBe(0)
  })

  test('that the settings tell are not asked', async () => {
    await scenes.connected({ version: '1.5.1', settings: { ESIGNET_VERSION: '1.5.1' } })
    await scenes.becomes(await scenes.created(named), 'registered')
    expect(scenes.esignet.received.map(({ path }) => path)).toEqual(['/oauth-client'])
  })

  test('that the settings tell wrongly are told by what happens', async () => {
    await scenes.connected({ version: '1.5.1', settings: { ESIGNET_VERSION: '1.8' } })
    const id = await scenes.created(named)
    await scenes.failed(id)
    expect(await scenes.registration(id)).toMatchObject({ reason: 'esignet_odd_answer' })
  })

  test('are found out anew when eSignet is upgraded', async () => {
    await scenes.connected({ version: '1.5.1' })
    const id = await scenes.created(named)
    await scenes.becomes(id, 'registered')
    const port = Number(new URL(scenes.esignet.url).port)
    await scenes.esignet.stop()
    const { clients } = scenes.esignet
    await scenes.server({ version: '1.8.0', port })
    for (const [known, client] of clients) scenes.esignet.clients.set(known, client)
    scenes.now += 2 * hourMs
    await scenes.changed(id, { additionalConfig: '{"require_pkce":true}' })
    await scenes.until(() => scenes.esignet.calls.includes(`PUT /client/${id}`))
    await scenes.becomes(id, 'registered')
    expect(scenes.esignet.clients.get(id)?.members['additionalConfig']).toEqual({
      require_pkce: true,
    })
  })

  test.each([
    ['1.6.2', 'refused'],
    ['1.8.0', 'registered'],
  ] as const)('%s: a key on a curve is %s', async (version, outcome) => {
    await scenes.connected({ version })
    const id = await scenes.created({
      publicKey: { kty: 'EC', crv: 'P-256', x: `x-${version.replaceAll('.', '-')}`, y: 'y' },
    })
    await scenes.becomes(id, outcome)
    expect(scenes.esignet.clients.has(id)).toBe(outcome === 'registered')
  })
})
