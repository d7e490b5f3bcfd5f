import { Failure } from '@pmp/contract'
import { createTestAuthority, type TestAuthority } from '@pmp/x509/test-authority'
import { beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { checkHandover, checkReplaces } from './rules.ts'

const now = new Date('2030-05-01T12:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * dayMs)

function refusalOf(check: () => void): string | null {
  try {
    check()
    return null
  } catch (error) {
    if (error instanceof Failure) return error.failure
    throw error
  }
}

let authority: TestAuthority
beforeAll(async () => {
  authority = await createTestAuthority({ now, keyType: 'EC' })
})

describe('the handover', () => {
  test.each([
    ['takes a time at which both are valid', 20, null],
    ['takes the last instant of the current one', 30, null],
    ['takes the first instant of the next one', 10, null],
    ['refuses a time before the next one begins', 9, 'renewal_outside_validity'],
    ['refuses a time after the end of the current one', 31, 'renewal_leaves_gap'],
    ['refuses now', 0, 'renewal_not_in_future'],
    ['refuses the past', -1, 'renewal_not_in_future'],
  ] as const)('%s', async (_, days, refusal) => {
    const { certificate: next } = await authority.issueLeaf({ notBefore: inDays(10) })
    const handover = { activateAt: inDays(days), now, next, currentEnd: inDays(30) }
    expect(refusalOf(() => checkHandover(handover))).toBe(refusal)
  })

  test('refuses a time after the end of the next one', async () => {
    const { certificate: next } = await authority.issueLeaf({ days: 20 })
    const handover = { activateAt: inDays(21), now, next, currentEnd: inDays(30) }
    expect(refusalOf(() => checkHandover(handover))).toBe('renewal_outside_validity')
  })
})

describe('one renewal at most waits', () => {
  test.each([
    ['the first one needs no place', undefined, null, null],
    ['another one must say whose place it takes', { id: 'a' }, null, 'renewal_already_scheduled'],
    ['it takes the place it names', { id: 'a' }, 'a', null],
    ['not that of one which waits no more', { id: 'b' }, 'a', 'renewal_not_found'],
    ['nor that of none', undefined, 'a', 'renewal_not_found'],
  ] as const)('%s', (_, scheduled, replaces, refusal) => {
    expect(refusalOf(() => checkReplaces(scheduled, replaces))).toBe(refusal)
  })
})
