import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Browser } from './testing-browser.ts'
import {
  bank,
  base,
  codeOf,
  enterCredentials,
  page,
  password,
  reachSignInPage,
  signIn,
  startSignIn,
  startTestPortal,
  type TestPortal,
} from './testing-portal.ts'

let portal: TestPortal
let browser: Browser
beforeAll(async () => {
  portal = await startTestPortal('http://portal.test')
})
afterAll(() => portal.close())
beforeEach(async () => {
  portal.clock.now = () => new Date()
  browser = portal.browser()
  await portal.db.deleteFrom('pmp.failedSignIn').execute()
})

describe('a person signs in', () => {
  test('the code flow ends at the page they wanted, with their token in a cookie', async () => {
    const state = crypto.randomUUID()
    const toProvider = await startSignIn(browser, page, state)
    const asked = new URL(toProvider.headers.get('location') ?? '')
    expect(asked.href).toContain('http://portal.test/idp/protocol/openid-connect/auth?')
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      client_id: 'mosip-pms-client',
      redirect_uri: expect.stringContaining(`${base}/login-redirect/aHR0cDovL3`),
      state,
      response_type: 'code',
      scope: 'openid email',
      ui_locales: 'fr',
      code_challenge_method: 'S256',
    })

    const toPage = await browser.follow(toProvider)
    const address = toPage.headers.get('location') ?? ''
    expect(address).toMatch(/^http:\/\/portal\.test\/sign-in\/[\w-]+$/)
    const entered = await browser.post(address, { userName: 'North-Bank', password })
    const { redirectTo } = (await entered.json()) as { redirectTo: string }
    const done = await browser.follow(await browser.get(redirectTo))

    expect(done.status).toBe(302)
    expect(done.headers.get('location')).toBe(page)
    const cookie = browser.setCookies.find((text) => text.startsWith('Authorization=')) ?? ''
    expect(cookie).toMatch(/; Max-Age=3(600|59\d); Path=\/; HttpOnly; SameSite=Lax$/)
  })

  test('the token has the claims that Keycloak writes', async () => {
    await signIn(browser)
    const token = browser.cookie('Authorization') ?? ''

    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256' })
    expect(decodeJwt(token)).toMatchObject({
      iss: 'http://portal.test/idp',
      aud: 'mosip-pms-client',
      azp: 'mosip-pms-client',
      typ: 'Bearer',
      scope: expect.stringContaining('email'),
      preferred_username: 'north-bank',
      email: 'it@north-bank.example',
      given_name: 'Amina',
      family_name: 'Diallo',
      name: 'Amina Diallo',
      realm_access: { roles: ['AUTH_PARTNER'] },
      phoneNumber: '5551234',
      organizationName: 'North Bank',
      partnerType: 'Auth_Partner',
      addressTest: '1 Market Street',
      langCode: 'eng',
      locale: 'eng',
    })
  })

  test('the token passes validateToken and userinfo', async () => {
    await signIn(browser)
    const token = browser.cookie('Authorization')

    const checked = await browser.get(`${base}/authorize/admin/validateToken`)
    const userInfo = await fetch(
      `${portal.config.internalUrl}/idp/protocol/openid-connect/userinfo`,
      { headers: { authorization: `Bearer ${token}` } },
    )

    expect(await checked.json()).toMatchObject({
      response: {
        userId: 'north-bank',
        mail: 'it@north-bank.example',
        name: 'Amina Diallo',
        role: 'AUTH_PARTNER,',
        token,
      },
      errors: [],
    })
    expect(await userInfo.json()).toMatchObject({ preferred_username: 'north-bank' })
  })

  test('a second sign-in needs no password while the session lasts', async () => {
    await signIn(browser)

    const done = await browser.follow(await browser.follow(await startSignIn(browser)))

    expect(done.headers.get('location')).toBe(page)
  })

  test('an account that was switched off must sign in again and cannot', async () => {
    await signIn(browser)
    await portal.db.updateTable('pmp.account').set({ isEnabled: false }).execute()

    const address = await reachSignInPage(browser)
    const entered = await browser.post(address, { userName: bank.userName, password })

    await portal.db.updateTable('pmp.account').set({ isEnabled: true }).execute()
    expect(address).toContain('/sign-in/')
    expect(entered.status).toBe(401)
    expect(await codeOf(entered)).toBe('PMP_002')
  })
})

describe('wrong credentials', () => {
  test.each([
    ['a wrong password', { userName: 'north-bank', password: 'wrong' }],
    ['an unknown user', { userName: 'nobody', password }],
    ['no password', { userName: 'north-bank' }],
    ['a name with a NUL', { userName: 'north\0bank', password }],
    ['half of a character', { userName: 'north-bank', password: 'a long enough\ud800' }],
  ])('%s is refused with 401', async (_, credentials) => {
    const address = await reachSignInPage(browser)

    const answer = await browser.post(address, credentials)

    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({
      id: null,
      version: null,
      responsetime: expect.any(String),
      metadata: null,
      response: null,
      errors: [
        { errorCode: 'PMP_002', message: expect.stringMatching(/^User name or password is wrong/) },
      ],
    })
  })
})

describe('a sign-in that was tampered with', () => {
  test('without the cookie of the sign-in page, the page has expired', async () => {
    const address = await reachSignInPage(browser)

    const answer = await portal.browser().post(address, { userName: 'north-bank', password })

    expect(answer.status).toBe(400)
    expect(await codeOf(answer)).toBe('PMP_009')
  })

  test('the provider shows a page, not its insides, when the return address is not ours', async () => {
    const query = new URLSearchParams({
      client_id: 'mosip-pms-client',
      response_type: 'code',
      scope: 'openid',
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
    })
    for (const address of [
      'https://evil.example/v1/partnermanager/login-redirect/abc',
      'http://portal.test/v1/partnermanager/login-redirect/..',
      'http://portal.test/v1/partnermanager/login-redirect/a/b',
      'http://portal.test/v1/partnermanager/login-redirect/a?b=c',
      'http://portal.test.evil.example/v1/partnermanager/login-redirect/abc',
    ]) {
      query.set('redirect_uri', address)
      const answer = await browser.get(`/idp/protocol/openid-connect/auth?${query}`)
      expect([address, answer.status]).toEqual([address, 400])
      expect(await answer.text()).toContain('<small>invalid_redirect_uri</small>')
    }
  })

  test.each(['client_id', 'state', 'nonce', 'login_hint', 'ui_locales'])(
    'a NUL in %s is the mistake of who sent it',
    async (parameter) => {
      const toProvider = await startSignIn(browser)
      const asked = new URL(toProvider.headers.get('location') ?? '')
      asked.searchParams.set(parameter, 'a\0b')

      const { status, headers } = await browser.get(asked.href)

      const target = headers.get('location') ?? ''
      expect([status, target.split('?')[0]]).not.toContainEqual(
        expect.stringContaining('/sign-in/'),
      )
      expect(status).toBeLessThan(500)
    },
  )

  test.each(['code', 'client_id'])('so is one in %s at the token endpoint', async (parameter) => {
    const body = new URLSearchParams({
      client_id: 'mosip-pms-client',
      grant_type: 'authorization_code',
      code: 'any',
      code_verifier: 'a'.repeat(43),
      redirect_uri: `http://portal.test${base}/login-redirect/any`,
      [parameter]: 'a\0b',
    })
    const address = `${portal.config.internalUrl}/idp/protocol/openid-connect/token`

    const answer = await fetch(address, { method: 'POST', body })

    expect([400, 401]).toContain(answer.status)
    expect(await answer.json()).toMatchObject({ error: expect.stringMatching(/^invalid_/) })
  })

  test('PKCE is not optional', async () => {
    const toProvider = await startSignIn(browser)
    const asked = new URL(toProvider.headers.get('location') ?? '')
    asked.searchParams.delete('code_challenge')
    asked.searchParams.delete('code_challenge_method')

    const answer = await browser.get(asked.href)

    expect(answer.headers.get('location')).toContain('error=invalid_request')
  })
})

test('on https every cookie is secure, also behind a proxy that speaks http', async () => {
  const secure = await startTestPortal('https://portal.test')
  const visitor = secure.browser()
  const returnTo = 'https://portal.test/home'
  const toPage = await visitor.follow(await startSignIn(visitor, returnTo))
  const address = toPage.headers.get('location') ?? ''

  const done = await visitor.follow(await enterCredentials(visitor, address))

  await secure.close()
  expect(done.headers.get('location')).toBe(returnTo)
  expect(visitor.setCookies.filter((text) => !/; secure/i.test(text))).toEqual([])
})

test('without its database it says so, and calls nobody a stranger', async () => {
  const alone = await startTestPortal('http://portal.test')
  const visitor = alone.browser()
  await signIn(visitor)
  const headers = { authorization: `Bearer ${visitor.cookie('Authorization')}` }
  const provider = `${alone.config.internalUrl}/idp/protocol/openid-connect`
  const ask = () => fetch(`${provider}/userinfo`, { headers })
  expect((await ask()).status).toBe(200)

  await alone.pool.end()
  expect((await ask()).status).toBe(503)
  const body = new URLSearchParams({
    client_id: 'mosip-pms-client',
    grant_type: 'authorization_code',
    code: 'any',
    redirect_uri: `http://portal.test${base}/login-redirect/any`,
  })
  expect((await fetch(`${provider}/token`, { method: 'POST', body })).status).toBe(503)
  await alone.close()
})
