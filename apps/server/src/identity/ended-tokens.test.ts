import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestDatabase } from '../database/testing.ts'
import { people, startTestServer } from '../testing/server.ts'
import { jobContextFor } from '../jobs/testing.ts'
import { createEndedTokens, endedTokenKey } from './ended-tokens.ts'
import { sweepIdentityJob } from './sweep.ts'
import { base, encode, page, signIn, startTestPortal } from './testing-portal.ts'

type TestDatabase = Awaited<ReturnType<typeof createTestDatabase>>

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const later = (ms: number) => new Date(Date.now() + ms)
const hour = 3_600_000

describe('an ended token', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const replica = () => createEndedTokens(database.db)

  test('is known here at once, and five seconds later at a replica that had just looked', async () => {
    const [here, there] = [replica(), replica()]
    expect([await here.has('t-1'), await there.has('t-1')]).toEqual([false, false])

    await here.add('t-1', later(hour))

    expect(here.has('t-1')).toBe(true)
    expect(there.has('t-1')).toBe(false)
    vi.advanceTimersByTime(5000)
    expect(await there.has('t-1')).toBe(true)
  })

  test('is found beside the requests that come meanwhile, none of which waits', async () => {
    const [here, there] = [replica(), replica()]
    await there.has('t-2')
    await here.add('t-2', later(hour))

    vi.advanceTimersByTime(2000)
    expect(there.has('t-2')).toBe(false)
    await vi.waitFor(() => expect(there.has('t-2')).toBe(true))
  })

  test('is known to a replica that starts later, until it has expired', async () => {
    await replica().add('t-3', later(hour))
    await replica().add('t-4', later(-1))

    const started = replica()

    expect([await started.has('t-3'), await started.has('t-4')]).toEqual([true, false])
  })

  test('may be ended twice', async () => {
    await replica().add('t-5', later(hour))
    await replica().add('t-5', later(hour))
    expect(await replica().has('t-5')).toBe(true)
  })
})

test('without the database what is known goes on counting', async () => {
  const gone = await createTestDatabase()
  const reports: unknown[] = []
  const ended = createEndedTokens(gone.db, { error: (_, line) => reports.push(line) })
  await ended.add('t-6', later(hour))
  await gone.db.destroy()

  expect([await ended.has('t-6'), await ended.has('t-7')]).toEqual([true, false])
  expect(reports).toEqual(['ended tokens cannot be read'])
})

test('a token is the same however its signature is written', () => {
  expect(endedTokenKey('head.claims.signature')).toBe(endedTokenKey('head.claims.signaturf'))
  expect(endedTokenKey('head.claims.x')).not.toBe(endedTokenKey('head.claim.x'))
})

test('rows are deleted an hour after their token has expired', async () => {
  const { db } = database
  await createEndedTokens(db).add('old', later(-2 * hour))
  await createEndedTokens(db).add('young', later(-hour / 2))

  await sweepIdentityJob.run(jobContextFor(db))

  const kept = await db.selectFrom('pmp.endedToken').select('tokenHash').execute()
  expect(kept).toContainEqual({ tokenHash: 'young' })
  expect(kept).not.toContainEqual({ tokenHash: 'old' })
})

test('signing out ends the token itself, as cookie and as bearer, also where it was copied', async () => {
  const portal = await startTestPortal('http://portal.test')
  const browser = portal.browser()
  await signIn(browser)
  const token = browser.cookie('Authorization') ?? ''
  const check = async (headers: Record<string, string>) => {
    const address = `${portal.config.internalUrl}${base}/authorize/admin/validateToken`
    return (await fetch(address, { headers })).status
  }
  const asked: Record<string, string>[] = [
    { authorization: `Bearer ${token}` },
    { cookie: `Authorization=${token}` },
  ]
  for (const headers of asked) expect(await check(headers)).toBe(200)
  // The last of 342 digits of an RS256 signature has four bits that no reader looks at.
  const spelled = `${token.slice(0, -1)}${nextDigit(token.at(-1))}`
  expect(await check({ authorization: `Bearer ${spelled}` })).toBe(200)

  await browser.get(`${base}/logout/user?redirecturi=${encode(page)}`)

  for (const headers of [...asked, { authorization: `Bearer ${spelled}` }]) {
    expect(await check(headers)).toBe(401)
  }
  const [row] = await portal.db.selectFrom('pmp.endedToken').selectAll().execute()
  expect(row?.tokenHash).toHaveLength(43)
  await portal.close()
})

test('a token that was ended here is refused by another replica five seconds later', async () => {
  const here = await startTestServer()
  const there = await here.startReplica()
  const token = await here.issuer.tokenFor(people.bank)
  const headers = { authorization: `Bearer ${token}` }
  const statusAt = async (url: string) =>
    (await fetch(`${url}/v1/portal/session`, { headers })).status
  vi.useFakeTimers({ toFake: ['performance'] })
  expect([await statusAt(here.url), await statusAt(there.url)]).toEqual([200, 200])

  const target = encode(here.config.PUBLIC_URL)
  const signOut = `${here.url}${base}/logout/user?redirecturi=${target}`
  expect((await fetch(signOut, { headers, redirect: 'manual' })).status).toBe(302)

  expect(await statusAt(here.url)).toBe(401)
  const again = await fetch(signOut, { headers, redirect: 'manual' })
  expect(again.status, 'who signs out twice is signed out').toBe(302)
  vi.advanceTimersByTime(5000)
  expect(await statusAt(there.url)).toBe(401)
  const other = await here.issuer.tokenFor(people.bank)
  expect(
    (await here.send({ ...people.bank, token: other }, 'GET', '/v1/portal/session')).status,
  ).toBe(200)
  vi.useRealTimers()
  await there.close()
  await here.close()
})

function nextDigit(digit = 'A'): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return digits.charAt(digits.indexOf(digit) + 1)
}
