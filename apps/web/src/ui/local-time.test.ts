import { expect, test } from 'vitest'
import { fromLocalTime, toLocalTime } from './local-time.ts'

test('an instant becomes what the field shows, and the same instant again', () => {
  const date = new Date('2030-05-01T10:20:00Z')
  expect(toLocalTime(date)).toMatch(/^2030-0[45]-\d\dT\d\d:\d\d$/)
  expect(fromLocalTime(toLocalTime(date))).toEqual(date)
})

test.each(['', '2030-13-01T00:00', 'soon'])('“%s” is no instant', (text) => {
  expect(fromLocalTime(text)).toBeUndefined()
})
