import { createHmac, generateKeyPairSync } from 'node:crypto'
import { decodeProtectedHeader, SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { readConfig } from '../config.ts'
import { startTestIssuer, type TestAlgorithm, type TestIssuer } from './testing.ts'
import { createTokenVerifier, tokenOf } from './tokens.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer()
})
afterAll(() => issuer.close())

const bank = { userName: 'north-bank', roles: ['AUTH_PARTNER'] }
const now = () => new Date()
/** Of nobody who signed out; `ended-tokens.test.ts` asks the database. */
const nothingEnded = { has: () => false, add: async () => {} }

/** With the audience of settings that say nothing else. */
function settingsOf(address: string, settings: Record<string, string> = {}) {
  return readConfig({ OIDC_ISSUER: address, ...settings }, '/no-env-file')
}

function verifierOf(address: string, audience?: string) {
  const config = settingsOf(address, audience === undefined ? {} : { OIDC_AUDIENCE: audience })
  return createTokenVerifier({ config, ended: nothingEnded, keyCooldownMs: 0 })
}

async function refusal(token: string, audience?: string): Promise<unknown> {
  try {
    return await verifierOf(issuer.issuer, audience).verify(token, now())
  } catch (error) {
    return error
  }
}

const tokenInvalid = expect.objectContaining({ failure: 'token_invalid' })

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

function partsOf(token: string) {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  return { header, payload, signature, claims }
}

test.each<TestAlgorithm>(['RS256', 'RS384', 'RS512', 'PS256', 'ES256'])(
  'a token signed with %s speaks for its user',
  async (algorithm) => {
    const token = await issuer.tokenFor({ ...bank, email: 'it@north-bank.example', algorithm })

    const actor = await verifierOf(issuer.issuer).verify(token, now())

    expect(actor).toMatchObject({ ...bank, email: 'it@north-bank.example', token })
    expect(actor.expiresAt.getTime()).toBeGreaterThan(Date.now())
  },
)

test('roles come from the claim `roles` when the realm names none', async () => {
  const claims = { realm_access: undefined, roles: ['MISP_PARTNER'] }
  const token = await issuer.tokenFor({ ...bank, claims })

  const actor = await verifierOf(issuer.issuer).verify(token, now())

  expect(actor.roles).toEqual(['MISP_PARTNER'])
})

test.each([
  ['has expired', { expiresIn: -1 }],
  ['never expires', { claims: { exp: undefined } }],
  ['is of another realm of the same host', { claims: { iss: 'http://127.0.0.1/realms/master' } }],
  ['names no user', { claims: { preferred_username: undefined } }],
  ['names a blank user', { claims: { preferred_username: ' ' } }],
  ['names a user with a NUL', { claims: { preferred_username: 'north\0bank' } }],
  ['names half of a character', { claims: { preferred_username: 'north\ud800' } }],
  ['has a subject with a NUL', { claims: { sub: 'a\0' } }],
  ['has an e-mail address with a NUL', { claims: { email: 'it\0@north-bank.example' } }],
  ['has a role with a NUL', { claims: { realm_access: { roles: ['AUTH_PARTNER\0'] } } }],
  ['is an id token', { claims: { typ: 'ID' } }],
  ['is not valid yet', { claims: { nbf: Math.floor(Date.now() / 1000) + 600 } }],
])('refuses a token that %s', async (_, changes) => {
  expect(await refusal(await issuer.tokenFor({ ...bank, ...changes }))).toEqual(tokenInvalid)
})

test('refuses text that is no token', async () => {
  expect(await refusal('')).toEqual(tokenInvalid)
  expect(await refusal('not a token')).toEqual(tokenInvalid)
  expect(await refusal('a.'.repeat(20_000))).toEqual(tokenInvalid)
})

test('refuses a token whose claims were changed after signing', async () => {
  const { header, signature, claims } = partsOf(await issuer.tokenFor(bank))
  const raised = { ...claims, realm_access: { roles: ['PARTNER_ADMIN'] } }

  expect(await refusal(`${header}.${encode(raised)}.${signature}`)).toEqual(tokenInvalid)
})

test('refuses a token without signature', async () => {
  const { payload } = partsOf(await issuer.tokenFor(bank))

  expect(await refusal(`${encode({ alg: 'none' })}.${payload}.`)).toEqual(tokenInvalid)
})

test('refuses a token signed with the public key as a shared secret', async () => {
  const token = await issuer.tokenFor(bank)
  const { kid } = decodeProtectedHeader(token)
  const answer = await fetch(`${issuer.issuer}/protocol/openid-connect/certs`)
  const signed = `${encode({ alg: 'HS256', kid })}.${partsOf(token).payload}`
  const forged = createHmac('sha256', await answer.text())
    .update(signed)
    .digest('base64url')

  expect(await refusal(`${signed}.${forged}`)).toEqual(tokenInvalid)
})

test.each([{}, { kid: 'unheard-of' }])(
  'refuses a key that the issuer does not have %o',
  async (mark) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const claims = { iss: issuer.issuer, preferred_username: 'mallory' }
    const jwt = new SignJWT(claims).setExpirationTime('1h')
    const token = await jwt.setProtectedHeader({ alg: 'RS256', ...mark }).sign(privateKey)

    expect(await refusal(token)).toEqual(tokenInvalid)
  },
)

test('a configured audience must be named by `aud` or `azp`, in any case', async () => {
  const audience = 'mosip-admin-client, MOSIP-PMS-client'
  const ofAzp = await issuer.tokenFor({ ...bank, claims: { aud: undefined } })
  const ofAud = await issuer.tokenFor({ ...bank, claims: { azp: undefined } })
  const other = await issuer.tokenFor({ ...bank, claims: { aud: 'account', azp: 'other' } })

  expect(await refusal(ofAzp, audience)).toMatchObject(bank)
  expect(await refusal(ofAud, audience)).toMatchObject(bank)
  expect(await refusal(other, audience)).toEqual(tokenInvalid)
})

describe('without a configured audience', () => {
  const ofClient = (azp: string) => issuer.tokenFor({ ...bank, claims: { aud: 'account', azp } })

  test.each(['mosip-ida-client', 'mosip-deployment-client', 'MOSIP-Resident-Client'])(
    'tokens of the module %s are accepted',
    async (client) => {
      expect(await refusal(await ofClient(client))).toMatchObject(bank)
    },
  )

  test('those of other clients of the realm, or of none, are refused', async () => {
    const nameless = await issuer.tokenFor({ ...bank, claims: { aud: undefined, azp: undefined } })

    expect(await refusal(await ofClient('other-app'))).toEqual(tokenInvalid)
    expect(await refusal(nameless)).toEqual(tokenInvalid)
  })

  test('those of the own client are accepted, whatever its name', async () => {
    const config = settingsOf(issuer.issuer, { OIDC_CLIENT_ID: 'our-portal' })
    const verifier = createTokenVerifier({ config, ended: nothingEnded })

    expect(await verifier.verify(await ofClient('our-portal'), now())).toMatchObject(bank)
    expect(await verifier.verify(await ofClient('mosip-pms-client'), now())).toMatchObject(bank)
  })

  test('a configured audience is the whole of it, and `*` takes any token', async () => {
    expect(await refusal(await ofClient('mosip-pms-client'), 'other-app')).toEqual(tokenInvalid)
    expect(await refusal(await ofClient('other-app'), '*')).toMatchObject(bank)
  })
})

test('a token that is known lets in none that ends like it, whoever they come from', async () => {
  const verifier = verifierOf(issuer.issuer)
  const token = await issuer.tokenFor(bank)
  const { header, payload, signature, claims } = partsOf(token)
  await verifier.verify(token, now())
  // From now on it is found by its end, and let in without a promise.
  expect(verifier.verify(token, now())).toMatchObject(bank)

  const raised = encode({ ...claims, realm_access: { roles: ['PARTNER_ADMIN'] } })
  const elsewhere = encode({ ...claims, iss: 'https://other.example.org/realms/mosip' })
  const forged = [
    `${header}.${raised}.${signature}`,
    `${header}.${elsewhere}.${signature}`,
    `${encode({ alg: 'none' })}.${payload}.${signature}`,
    `x${token}`,
    `${header}.${payload}.${'A'.repeat(40)}${signature.slice(-32)}`,
    signature,
    signature.slice(-32),
  ]
  for (const one of forged) {
    await expect(verifier.verify(one, now())).rejects.toEqual(tokenInvalid)
    // Nor do they take its place.
    expect(verifier.verify(token, now())).toMatchObject(bank)
  }
})

test('a token that is known is asked for among those that were ended, each time', async () => {
  const ended = new Set<string>()
  const config = settingsOf(issuer.issuer)
  const verifier = createTokenVerifier({
    config,
    ended: { has: (key) => ended.has(key), add: async (key) => void ended.add(key) },
  })
  const token = await issuer.tokenFor(bank)
  const caller = await verifier.verify(token, now())
  expect(verifier.verify(token, now())).toBe(caller)

  await verifier.end(caller)

  expect(() => verifier.verify(token, now())).toThrow(tokenInvalid)
})

test('a token that was accepted is refused once it has expired', async () => {
  const verifier = verifierOf(issuer.issuer)
  const token = await issuer.tokenFor({ ...bank, expiresIn: 30 })
  await verifier.verify(token, now())

  const later = new Date(Date.now() + 31_000)

  await expect(verifier.verify(token, later)).rejects.toEqual(tokenInvalid)
})

test('new keys of the issuer are found without a restart, and old ones end', async () => {
  const rotating = await startTestIssuer()
  const verifier = verifierOf(rotating.issuer)
  const [before, unused] = [await rotating.tokenFor(bank), await rotating.tokenFor(bank)]
  await verifier.verify(before, now())

  await rotating.rotate()
  const after = await rotating.tokenFor(bank)

  expect(await verifier.verify(after, now())).toMatchObject(bank)
  await expect(verifier.verify(unused, now())).rejects.toEqual(tokenInvalid)
  await rotating.close()
})

test('forged key ids do not make the verifier fetch keys again and again', async () => {
  const flooded = await startTestIssuer()
  const config = settingsOf(flooded.issuer)
  const verifier = createTokenVerifier({ config, ended: nothingEnded })
  await verifier.verify(await flooded.tokenFor(bank), now())
  const { payload, signature } = partsOf(await flooded.tokenFor(bank))

  for (let kid = 0; kid < 20; kid += 1) {
    const forged = `${encode({ alg: 'RS256', kid: String(kid) })}.${payload}.${signature}`
    await expect(verifier.verify(forged, now())).rejects.toEqual(tokenInvalid)
  }

  expect(flooded.keyFetches()).toBe(1)
  await flooded.close()
})

describe('while the issuer cannot be reached', () => {
  const hour = 3_600_000
  const unreachable = expect.objectContaining({
    failure: 'issuer_unreachable',
    // For the header Retry-After.
    details: { seconds: 5 },
  })
  const reports: unknown[] = []
  const log = { error: (...words: unknown[]) => reports.push(words), warn: () => {} }
  let stopped: TestIssuer

  beforeEach(async () => {
    reports.length = 0
    stopped = await startTestIssuer()
    vi.useFakeTimers({ toFake: ['Date'] })
  })
  afterEach(async () => {
    vi.useRealTimers()
    await stopped.close()
  })

  const moveClock = (ms: number) => vi.setSystemTime(Date.now() + ms)
  const longToken = () => stopped.tokenFor({ ...bank, expiresIn: 172_800 })
  const verifierWith = (settings: Record<string, string> = {}) =>
    createTokenVerifier({
      config: settingsOf(stopped.issuer, settings),
      ended: nothingEnded,
      log,
      keyCooldownMs: 0,
    })

  test('without its keys nobody can say who a token speaks for; it is reported once', async () => {
    const verifier = verifierWith()
    const token = await longToken()
    await stopped.stop()

    await expect(verifier.verify(token, now())).rejects.toEqual(unreachable)
    await expect(verifier.verify(token, now())).rejects.toEqual(unreachable)
    await expect(verifier.verify('x', now())).rejects.toEqual(tokenInvalid)
    expect(reports).toHaveLength(1)

    await stopped.resume()
    expect(await verifier.verify(token, now())).toMatchObject(bank)
  })

  test('the last known keys go on for twelve hours, for known and for new tokens', async () => {
    const verifier = verifierWith()
    const [token, unused, last] = await Promise.all([longToken(), longToken(), longToken()])
    await verifier.verify(token, now())
    await stopped.stop()

    moveClock(11 * 60_000)
    expect(await verifier.verify(token, now())).toMatchObject(bank)
    moveClock(11.5 * hour)
    expect(await verifier.verify(unused, now())).toMatchObject(bank)
    const { header, payload } = partsOf(last)
    const forged = `${header}.${payload}.${partsOf(unused).signature}`
    await expect(verifier.verify(forged, now())).rejects.toEqual(tokenInvalid)
    moveClock(hour)
    await expect(verifier.verify(last, now())).rejects.toEqual(unreachable)
    expect(reports).toHaveLength(1)

    await stopped.resume()
    expect(await verifier.verify(last, now())).toMatchObject(bank)
  })

  test('a look for it in vain, as at a start, lets nobody wait once it is there', async () => {
    const config = settingsOf(stopped.issuer)
    const verifier = createTokenVerifier({ config, ended: nothingEnded, log })
    const token = await longToken()
    await stopped.stop()
    await verifier.askIssuer()

    await stopped.resume()
    expect(await verifier.verify(token, now())).toMatchObject(bank)
  })

  test('how long they go on is a setting', async () => {
    const verifier = verifierWith({ OIDC_KEYS_KEPT_HOURS: '1' })
    const token = await longToken()
    await verifier.verify(token, now())
    await stopped.stop()

    moveClock(0.9 * hour)
    expect(await verifier.verify(token, now())).toMatchObject(bank)
    moveClock(0.2 * hour)
    await expect(verifier.verify(token, now())).rejects.toEqual(unreachable)
    await stopped.resume()
  })

  test('a key that it withdrew ends ten minutes later, once it can be asked', async () => {
    const verifier = verifierWith()
    const token = await longToken()
    await verifier.verify(token, now())
    await stopped.stop()
    moveClock(11 * 60_000)
    expect(await verifier.verify(token, now())).toMatchObject(bank)

    await stopped.rotate()
    const ofNewKey = await longToken()
    await expect(verifier.verify(ofNewKey, now())).rejects.toEqual(unreachable)

    await stopped.resume()
    moveClock(11 * 60_000)
    // Asked in the background, so a request or two still pass.
    await vi.waitFor(async () => {
      moveClock(61_000)
      await expect(verifier.verify(token, now())).rejects.toEqual(tokenInvalid)
    })
    expect(await verifier.verify(ofNewKey, now())).toMatchObject(bank)
  })
})

test('the bearer header wins over cookies, and the last fitting cookie over earlier ones', () => {
  const cookie = 'a=1; Authorization=first; X-Authorization-2=last; b=2'

  expect(tokenOf({ headers: { authorization: 'Bearer abc.def.ghi', cookie } })).toBe('abc.def.ghi')
  expect(tokenOf({ headers: { cookie } })).toBe('last')
  expect(tokenOf({ headers: { authorization: 'Basic abc', cookie: 'Authorization=' } })).toBe(
    undefined,
  )
  expect(tokenOf({ headers: {} })).toBe(undefined)
})
