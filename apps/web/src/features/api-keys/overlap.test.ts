import { expect, test } from 'vitest'
import { endAfter, type Overlap } from './overlap.ts'

const now = new Date('2026-05-01T10:00:00Z')

test.each<[Overlap, string | undefined]>([
  ['none', undefined],
  ['day', '2026-05-02T10:00:00.000Z'],
  ['week', '2026-05-08T10:00:00.000Z'],
  ['month', '2026-05-31T10:00:00.000Z'],
])('with the overlap “%s” the old key ends at %s', (overlap, end) => {
  expect(endAfter(overlap, '', { now, end: null })?.toISOString()).toBe(end)
})

test('a chosen time is taken as it is, for the server to judge; an incomplete one is none', () => {
  const end = new Date('2026-05-02T00:00:00Z')
  const chosen = endAfter('until', '2026-06-01T12:30', { now, end })
  expect(chosen).toEqual(new Date('2026-06-01T12:30'))
  expect(endAfter('until', '2026-06', { now, end: null })).toEqual(new Date('2026-06'))
  expect(endAfter('until', '', { now, end: null })).toBeUndefined()
})

test('a key that ends sooner ends when it does', () => {
  const end = new Date('2026-05-03T00:00:00Z')
  expect(endAfter('week', '', { now, end })).toBe(end)
  expect(endAfter('day', '', { now, end })?.toISOString()).toBe('2026-05-02T10:00:00.000Z')
})
