import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { jobContextFor } from '../jobs/testing.ts'
import { sweepIdentityJob } from './sweep.ts'
import {
  bank,
  codeOf,
  password,
  reachSignInPage,
  startSignIn,
  startTestPortal,
  type TestPortal,
} from './testing-portal.ts'

let portal: TestPortal
beforeAll(async () => {
  portal = await startTestPortal('http://portal.test', { TRUST_PROXY: 'true' })
})
afterAll(() => portal.close())
beforeEach(async () => {
  portal.clock.now = () => new Date()
  await portal.db.deleteFrom('pmp.failedSignIn').execute()
})

/** Sends credentials from an address; `names` are tried in turn, as often as asked. */
async function attempts(address: string, count: number, names: string[], typed = 'wrong') {
  const browser = portal.browser(address)
  const page = await reachSignInPage(browser)
  const answers: { status: number; body: unknown }[] = []
  for (let attempt = 0; attempt < count; attempt += 1) {
    const userName = names[attempt % names.length] ?? ''
    const answer = await browser.post(page, { userName, password: typed })
    const body = (await answer.json()) as Record<string, unknown>
    answers.push({ status: answer.status, body: { ...body, responsetime: undefined } })
  }
  return answers
}

async function statusFrom(address: string, userName = bank.userName, typed = password) {
  const browser = portal.browser(address)
  return (await browser.post(await reachSignInPage(browser), { userName, password: typed })).status
}

const counts = () => portal.db.selectFrom('pmp.failedSignIn').selectAll().execute()

/** Another one for each test: the server hears no address more than 120 times a minute. */
let attacker = ''
let tests = 0
beforeEach(() => {
  tests += 1
  attacker = `203.0.113.${tests}`
})

describe('who begins sign-ins without end', () => {
  test('is not heard by the provider more than 120 times a minute', async () => {
    const browser = portal.browser(attacker)
    const { headers } = await startSignIn(browser)
    const statuses: number[] = []
    for (let count = 0; count < 130; count += 1) {
      statuses.push((await browser.get(headers.get('location') ?? '')).status)
    }

    expect(statuses.filter((status) => status === 303)).toHaveLength(120)
    expect(statuses.slice(120)).toEqual(Array.from({ length: 10 }, () => 429))
    expect(await reachSignInPage(portal.browser('198.51.100.6'))).toContain('/sign-in/')
  })
})

describe('who guesses passwords', () => {
  test('a hundred times from one address shuts nobody out elsewhere', async () => {
    await attempts(attacker, 100, [bank.userName])

    expect(await statusFrom(attacker)).toBe(401)
    expect(await statusFrom('198.51.100.7')).toBe(200)
  })

  test('is not heard for that account after ten, whatever the letter case, for fifteen minutes', async () => {
    await attempts(attacker, 9, ['north-bank', 'NORTH-BANK', 'North-Bank'])
    expect(await statusFrom(attacker)).toBe(200)

    await attempts(attacker, 10, ['north-bank', 'NORTH-BANK', 'North-Bank'])
    expect(await statusFrom(attacker)).toBe(401)

    portal.clock.now = () => new Date(Date.now() + 15 * 60_000 + 1000)
    expect(await statusFrom(attacker)).toBe(200)
  })

  test('side by side cannot outrun the bound', async () => {
    const browser = portal.browser(attacker)
    const page = await reachSignInPage(browser)
    const wrong = { userName: bank.userName, password: 'wrong' }

    await Promise.all(Array.from({ length: 14 }, () => browser.post(page, wrong).then(codeOf)))

    const failures = (await counts()).map((count) => count.failures)
    expect(failures).toEqual([14, 14])
    expect(await statusFrom(attacker)).toBe(401)
  })

  test('for many names is not heard from there after a hundred, and leaves no more rows', async () => {
    const names = Array.from({ length: 110 }, (_, index) => `name-${index}`)

    await attempts(attacker, 110, names)

    expect(await counts()).toHaveLength(101)
    expect(await statusFrom(attacker)).toBe(401)
    expect(await statusFrom('198.51.100.8')).toBe(200)
  })

  test('with all addresses of an IPv6 network counts once', async () => {
    for (let host = 1; host <= 10; host += 1) {
      await attempts(`2001:db8:7:7::${host}`, 1, [bank.userName])
    }

    expect(await statusFrom('2001:db8:7:7:ffff::1')).toBe(401)
    expect(await statusFrom('2001:db8:7:8::1')).toBe(200)
  })
})

test('known, unknown and no longer heard are answered alike', async () => {
  const known = await attempts(attacker, 12, [bank.userName])
  const unknown = await attempts('198.51.100.9', 12, ['nobody'])

  const [first] = known
  expect(first).toMatchObject({ status: 401, body: { errors: [{ errorCode: 'PMP_002' }] } })
  expect(new Set([...known, ...unknown].map((answer) => JSON.stringify(answer))).size).toBe(1)
})

test('a right password forgets earlier wrong ones, for its account alone', async () => {
  await attempts(attacker, 9, [bank.userName])
  await attempts(attacker, 9, ['somebody-else'])

  await statusFrom(attacker)

  const kept = (await counts()).map(({ failures }) => failures)
  expect(kept.toSorted((one, other) => other - one)).toEqual([18, 9])
})

test('what was not looked at leaves no entry in the audit trail', async () => {
  const entries = async () => {
    const rows = await portal.db.selectFrom('pmp.auditEntry').select('id').execute()
    return rows.length
  }
  const before = await entries()

  await attempts(attacker, 15, ['nobody'])

  expect(await entries()).toBe(before + 10)
})

test('counts that have ended are deleted', async () => {
  await attempts(attacker, 1, ['nobody'])

  await sweepIdentityJob.run(jobContextFor(portal.db))
  expect(await counts()).toHaveLength(2)
  await sweepIdentityJob.run(jobContextFor(portal.db, () => new Date(Date.now() + 16 * 60_000)))

  expect(await counts()).toEqual([])
})
