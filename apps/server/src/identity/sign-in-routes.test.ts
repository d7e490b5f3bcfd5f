import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Browser } from './testing-browser.ts'
import {
  base,
  codeOf,
  encode,
  enterCredentials,
  page,
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

describe('signing out', () => {
  test('ends the cookie and the session at the provider, and returns', async () => {
    await signIn(browser)

    const toProvider = await browser.get(`${base}/logout/user?redirecturi=${encode(page)}`)
    expect(browser.cookie('Authorization')).toBeUndefined()
    const logout = new URL(toProvider.headers.get('location') ?? '')
    expect(logout.pathname).toBe('/idp/protocol/openid-connect/logout')
    expect(Object.fromEntries(logout.searchParams)).toEqual({
      client_id: 'mosip-pms-client',
      post_logout_redirect_uri: page,
    })
    const back = await browser.follow(toProvider)
    expect(back.headers.get('location')).toBe(page)

    expect(await reachSignInPage(browser)).toContain('/sign-in/')
    const checked = await browser.get(`${base}/authorize/admin/validateToken`)
    expect(checked.status).not.toBe(200)
  })

  test('without a session it returns all the same, but never to a foreign site', async () => {
    const logout = '/idp/protocol/openid-connect/logout'

    const back = await browser.get(`${logout}?post_logout_redirect_uri=http://portal.test/x`)
    const foreign = await browser.get(`${logout}?post_logout_redirect_uri=https://evil.example/`)

    expect(back.headers.get('location')).toBe('http://portal.test/x')
    expect(foreign.status).toBe(400)
    expect(await foreign.text()).toContain('<h1>The sign-in cannot go on</h1>')
  })

  test('a foreign address to return to is refused', async () => {
    await signIn(browser)

    const answer = await browser.get(
      `${base}/logout/user?redirecturi=${encode('https://evil.example/')}`,
    )

    expect(await codeOf(answer)).toBe('KER-ACP-009')
  })
})

describe('the start of a sign-in', () => {
  test.each([
    'https://evil.example/',
    'http://portal.test@evil.example/',
    'http://user@portal.test/',
    'javascript:alert(1)',
    '//evil.example',
  ])('refuses to return to %s', async (address) => {
    expect(await codeOf(await startSignIn(browser, address))).toBe('KER-ACP-009')
  })

  test('and the end of a session need an address', async () => {
    expect((await startSignIn(browser, '')).status).toBe(404)
    await signIn(browser)
    expect((await browser.get(`${base}/logout/user`)).status).toBe(400)
  })

  test('needs a state, and a UUID', async () => {
    const path = `${base}/login/${encode('http://portal.test/')}`

    expect(await codeOf(await browser.get(path))).toBe('KER-ACP-010')
    expect(await codeOf(await browser.get(`${path}?state=1`))).toBe('KER-ACP-011')
  })

  test('takes base64 with its own slashes and plus signs in the path', async () => {
    const returnTo = 'http://portal.test/?q=>>>???~~~'
    expect(encode(returnTo)).toMatch(/[/+]/)

    expect((await startSignIn(browser, returnTo)).status).toBe(302)
  })

  test('an error of the provider goes back to the page', async () => {
    const path = `${base}/login-redirect/${encode('http://portal.test/home')}`

    const answer = await browser.get(`${path}?error=access_denied`)

    expect(answer.headers.get('location')).toBe('http://portal.test/home?error=access_denied')
  })
})

describe('sign-ins that nobody ends', () => {
  const rows = async () => {
    const { count } = portal.db.fn
    const { kept } = await portal.db
      .selectFrom('pmp.oidcArtifact')
      .select(count('id').as('kept'))
      .executeTakeFirstOrThrow()
    return Number(kept)
  }

  test('leave nothing here, however many there are', async () => {
    const before = await rows()

    for (let count = 0; count < 300; count += 1) {
      expect((await startSignIn(portal.browser())).status).toBe(302)
    }

    expect(await rows()).toBe(before)
  })

  test('fill a browser with eight short cookies at most', async () => {
    for (let count = 0; count < 40; count += 1) {
      await startSignIn(browser, `${page}${count}`, crypto.randomUUID())
    }

    const kept = browser.cookies().filter(({ name }) => name.startsWith('sign-in-'))
    expect(kept).toHaveLength(8)
    expect(kept.map(({ value }) => value.length)).toEqual(Array.from({ length: 8 }, () => 124))
    expect((await signIn(browser)).headers.get('location')).toBe(page)
  })
})

test('two tabs of a browser that sign in at once both end at their page', async () => {
  const pages = ['http://portal.test/#/one', 'http://portal.test/#/two', 'http://portal.test/#/one']
  const waiting: string[] = []
  for (const returnTo of pages) waiting.push(await reachSignInPage(browser, returnTo))

  for (const [index, address] of waiting.entries()) {
    const done = await browser.follow(await enterCredentials(browser, address))
    expect(done.headers.get('location')).toBe(pages[index])
  }
  expect(browser.cookies().map(({ name }) => name)).not.toContain('sign-in-0')
  expect(browser.cookie('state')).toBeUndefined()
})

test('a sign-in goes by the state of its own address, whatever an earlier one left', async () => {
  await startSignIn(browser)
  const state = crypto.randomUUID()

  const started = await browser.get(`${base}/login/${encode(page)}?state=${state}`)

  expect(new URL(started.headers.get('location') ?? '').searchParams.get('state')).toBe(state)
})

describe('the way back from the provider', () => {
  test('the callback answers KER-ACP-007 for another state, and for a code used twice', async () => {
    const address = await reachSignInPage(browser)
    const atProvider = await enterCredentials(browser, address)
    const callback = new URL(atProvider.headers.get('location') ?? '')
    const forged = new URL(callback)
    forged.searchParams.set('state', crypto.randomUUID())

    expect(await codeOf(await browser.get(forged.href))).toBe('KER-ACP-007')
    expect(await codeOf(await portal.browser().get(callback.href))).toBe('KER-ACP-007')
    expect((await browser.get(callback.href)).status).toBe(302)
    expect(await codeOf(await browser.get(callback.href))).toBe('KER-ACP-007')
  })

  test('a code that the provider does not know is refused', async () => {
    const state = crypto.randomUUID()
    await startSignIn(browser, page, state)
    const iss = encodeURIComponent(portal.config.issuer)
    const segment = encodeURIComponent(encode(page))

    const answer = await browser.get(
      `${base}/login-redirect/${segment}?state=${state}&iss=${iss}&code=made-up`,
    )

    expect(await codeOf(answer)).toBe('KER-ACP-006')
  })
})

test('a provider that cannot be reached is named as such, and the visitor gets an answer', async () => {
  const gone = await startTestPortal('http://portal.test', {
    OIDC_ISSUER: 'http://127.0.0.1:9/idp',
  })

  const answer = await startSignIn(gone.browser())

  await gone.close()
  expect(answer.status).toBe(200)
  expect(await codeOf(answer)).toBe('KER-ACP-004')
})
