import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestIssuer, type TestIssuer } from '../../apps/server/src/identity/testing.ts'
import { launchBrowser } from './browser.ts'
import { openPerson } from './person.ts'
import { freshPlace, startPortal } from './portal.ts'

let browser: Browser
let issuer: TestIssuer
let place: Awaited<ReturnType<typeof freshPlace>>
beforeAll(async () => {
  ;[browser, issuer, place] = await Promise.all([launchBrowser(), startTestIssuer(), freshPlace()])
})
afterAll(async () => {
  await browser.close()
  await issuer.close()
  await place.remove()
})

test('an administrator sees that the identity provider is away, and works on', async () => {
  const portal = await startPortal({ ...place.environment, OIDC_ISSUER: issuer.issuer })
  const person = await openPerson(browser, portal.url)
  const admin = { userName: 'registrar', roles: ['PARTNER_ADMIN'] }
  const value = await issuer.tokenFor(admin)
  await person.page.context().addCookies([{ name: 'Authorization', value, url: portal.url }])
  await person.visit('/')
  await person.expectPage(/./)
  const notice = person.page.getByRole('alert', { name: 'The identity provider cannot be reached' })
  expect(await notice.count()).toBe(0)
  await issuer.stop()

  // Who cannot sign in makes the server look, at most once in some seconds.
  const returnTo = Buffer.from(portal.url).toString('base64')
  const signIn = `${portal.url}/v1/partnermanager/login/${returnTo}?state=${crypto.randomUUID()}`
  await expect
    .poll(
      async () => {
        await fetch(signIn)
        return (await fetch(`${portal.url}/readyz`)).text()
      },
      { timeout: 60_000, interval: 500 },
    )
    .toContain('"identityProvider":{"status":"DOWN"')
  await person.visit('/')
  await notice.waitFor()
  await person.expectPage(/./)
  expect(await notice.innerText()).toMatch(/out of reach since .+\..*go on .+ until /s)

  await issuer.resume()
  await expect
    .poll(async () => (await fetch(`${portal.url}/readyz`)).text(), { timeout: 60_000 })
    .not.toContain('"identityProvider"')
  await person.visit('/')
  await person.expectPage(/./)
  expect(await notice.count()).toBe(0)
  expect(person.problems).toEqual([])
  await person.close()
  await portal.stop()
})
