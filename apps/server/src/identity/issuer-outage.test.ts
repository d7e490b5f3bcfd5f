import * as contract from '@pmp/contract'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { people, startTestServer, type TestServer } from '../testing/server.ts'
import { startTestPortal, startSignIn, codeOf } from './testing-portal.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
afterEach(() => {
  vi.useRealTimers()
})

const session = (user: (typeof people)[keyof typeof people]) =>
  server.call(user, contract.readSession, {})

const db = { status: 'UP', details: { blockedRoutes: 0 } }
const components = { db }

async function readiness() {
  const response = await fetch(`${server.url}/readyz`)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

test('an outage of the identity provider is shown to administrators and in the readiness', async () => {
  expect((await session(people.admin)).issuerOutage).toBe(null)
  expect(await readiness()).toEqual({ status: 200, body: { status: 'UP', components } })
  await server.issuer.stop()
  vi.useFakeTimers({ toFake: ['Date'] })
  const since = new Date(Date.now() + 11 * 60_000)
  vi.setSystemTime(since)

  await session(people.bank)

  const { issuerOutage } = await session(people.admin)
  expect(Math.abs(Number(issuerOutage?.since.getTime()) - since.getTime())).toBeLessThan(60_000)
  const hours = (Number(issuerOutage?.keysUntil?.getTime()) - since.getTime()) / 3_600_000
  expect(hours).toBeCloseTo(12 - 11 / 60, 1)
  expect((await session(people.bank)).issuerOutage).toBe(null)
  const details = { since: expect.any(String), keysUntil: expect.any(String) }
  const identityProvider = { status: 'DOWN', details }
  expect((await readiness()).body).toEqual({ status: 'UP', components: { db, identityProvider } })

  await server.issuer.resume()
  // Whoever looks lets it be asked again.
  const isBack = async () => expect((await readiness()).body).toEqual({ status: 'UP', components })
  await vi.waitFor(isBack, { timeout: 30_000, interval: 100 })
  expect((await session(people.admin)).issuerOutage).toBe(null)
})

test('without any keys the server stays ready and says that nobody can be recognised', async () => {
  const alone = await startTestServer()
  await alone.issuer.stop()
  expect((await alone.send(people.admin, 'GET', '/v1/portal/session')).status).toBe(503)

  const response = await fetch(`${alone.url}/readyz`)

  expect(response.status).toBe(200)
  const details = { since: expect.any(String) }
  const identityProvider = { status: 'DOWN', details }
  expect(await response.json()).toEqual({ status: 'UP', components: { db, identityProvider } })
  await alone.issuer.resume()
  await alone.close()
})

test('who signs in at an issuer that calls itself otherwise is not told that it is away', async () => {
  const portal = await startTestPortal('http://portal.test', {
    OIDC_ISSUER: `${server.issuer.issuer}/`,
  })

  expect(await codeOf(await startSignIn(portal.browser()))).toBe('PMP_011')

  await portal.close()
})
