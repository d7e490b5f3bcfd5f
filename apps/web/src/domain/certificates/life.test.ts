import { describe, expect, test } from 'vitest'
import { lifeOf } from './life.ts'

const from = new Date('2026-01-01T00:00:00Z')
const till = new Date('2026-04-11T00:00:00Z')
const on = (day: string) => lifeOf(from, till, new Date(`${day}T00:00:00Z`))

describe('the life of a certificate of 100 days', () => {
  test('is over for as much as has passed, and warns in its last thirty days', () => {
    expect(on('2026-02-20')).toEqual({ at: 50, warn: 70, tone: 'good' })
  })

  test.each([
    ['2026-03-12', 'good'],
    ['2026-03-13', 'wait'],
    ['2026-03-28', 'wait'],
    ['2026-03-29', 'bad'],
    ['2026-05-01', 'bad'],
  ])('on %s it is %s', (day, tone) => {
    expect(on(day).tone).toBe(tone)
  })

  test('neither begins before its begin nor goes on after its end', () => {
    expect(on('2025-12-01').at).toBe(0)
    expect(on('2026-12-01').at).toBe(100)
  })

  test('of no length at all is over', () => {
    expect(lifeOf(from, from, from)).toEqual({ at: 100, warn: 100, tone: 'bad' })
  })
})
