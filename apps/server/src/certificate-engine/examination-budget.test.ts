import {
  CallFailed,
  caUploadStatuses,
  inspectCertificate,
  uploadCaCertificate,
} from '@pmp/contract'
import { createTestAuthority } from '@pmp/x509/test-authority'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { people, startTestServer, type TestServer, type TestUser } from '../testing/server.ts'
import { createExaminationBudget } from './examination-budget.ts'

describe('what a caller may have examined', () => {
  test('is overdrawn by one request, and comes back with time', () => {
    let now = 0
    const budget = createExaminationBudget(() => now)
    budget.spend('bank', 250, 100)
    expect(budget.secondsUntilFree('bank', 100)).toBe(91)
    expect(budget.secondsUntilFree('shop', 100)).toBe(0)
    now += 60_000
    expect(budget.secondsUntilFree('bank', 100)).toBe(31)
    now += 31_000
    expect(budget.secondsUntilFree('bank', 100)).toBe(0)
  })

  test('is never more than that of a minute', () => {
    let now = 0
    const budget = createExaminationBudget(() => now)
    budget.spend('bank', 1, 100)
    now += 3_600_000
    budget.spend('bank', 100, 100)
    expect(budget.secondsUntilFree('bank', 100)).toBe(1)
  })

  test('is kept for ten thousand callers, those who came last', () => {
    const budget = createExaminationBudget(() => 0)
    for (const caller of ['first', 'busy']) budget.spend(caller, 200, 100)
    for (let one = 0; one < 9999; one += 1) {
      budget.spend(`caller ${one}`, 200, 100)
      budget.spend('busy', 1, 100)
    }
    expect(budget.secondsUntilFree('first', 100)).toBe(0)
    expect(budget.secondsUntilFree('busy', 100)).toBeGreaterThan(0)
  })
})

describe('at the doors', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({
      CERTIFICATES_PER_MINUTE: '2',
      CERTIFICATES_PER_MINUTE_OF_ADMINISTRATORS: '3000',
    })
  })
  afterAll(() => server.close())

  /** Roots of so many authorities. */
  async function bundle(size: number): Promise<string> {
    const { now } = server.clock
    const made = Array.from({ length: size }, () => createTestAuthority({ now }))
    return (await Promise.all(made)).map(({ root }) => root.certificate.pem).join('\n')
  }

  const inspect = (user: TestUser, certificateData: string) =>
    server.call(user, inspectCertificate, { certificateData, partnerDomain: 'AUTH' })

  test('who had too much examined is told when to come back, nobody else is', async () => {
    const many = await bundle(5)
    await inspect(people.bank, many)
    const refusal: unknown = await inspect(people.bank, many).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(CallFailed)
    expect(refusal).toMatchObject({ status: 429, code: 'PMP_001' })
    const path = '/v1/portal/certificates/inspect'
    const body = { certificateData: many, partnerDomain: 'AUTH' }
    const reply = await server.send(people.bank, 'POST', path, { request: body })
    expect([reply.status, Number(reply.headers.get('retry-after')) > 60]).toEqual([429, true])
    await inspect(people.shop, many)
  })

  test('what cannot be read counts by its size', async () => {
    const reader = { ...people.bank, userName: 'reader' }
    await expect(inspect(reader, 'A'.repeat(20_000))).rejects.toMatchObject({ status: 200 })
    await expect(inspect(reader, 'A')).rejects.toMatchObject({ status: 429 })
  })

  test('administrators of the trust store have room for an import', async () => {
    for (let chunk = 0; chunk < 3; chunk += 1) {
      const certificateData = await bundle(10)
      await inspect(people.admin, certificateData)
      const upload = { certificateData, partnerDomain: 'AUTH' }
      const { status } = await server.call(people.admin, uploadCaCertificate, upload)
      expect(status).toBe(caUploadStatuses.all)
    }
  })
})
