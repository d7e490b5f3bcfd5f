import { expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { fromLocalTime } from '../../ui/local-time.ts'
import { canWait, instantOf, proposedTime } from './handover.ts'

const now = new Date('2030-05-01T10:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * dayMs)

test.each([
  ['a week before the end', 30, 23],
  ['half-way where less than a week is left', 4, 2],
])('the handover is proposed %s', (_, end, proposed) => {
  expect(fromLocalTime(proposedTime(inDays(end), now))).toEqual(inDays(proposed))
})

test('a handover at once, or at no time, has no instant', () => {
  expect(instantOf({ isLater: false })).toBeUndefined()
  expect(instantOf({ isLater: true, time: '' })).toBeUndefined()
  const time = proposedTime(inDays(30), now)
  expect(instantOf({ isLater: true, time })).toEqual(inDays(23))
})

test.each([
  ['while one is valid', inDays(1), false, true],
  ['not when it has ended', inDays(-1), false, false],
  ['not before the first one', null, false, false],
  ['not for a deactivated partner', inDays(1), true, false],
])('the next certificate can wait %s', (_, renewableUntil, isDeactivated, outcome) => {
  const partner = { partnerId: 'a', partnerType: 'b', organizationName: 'c', isDeactivated }
  expect(canWait({ renewableUntil, partner }, now)).toBe(outcome)
})
