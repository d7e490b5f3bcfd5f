import { expect, test } from 'vitest'
import { wantedActivity } from './stored-states.ts'

test('a status word counts in any letter case', () => {
  expect(wantedActivity('ACTIVE')).toBe(true)
  expect(wantedActivity('de-active')).toBe(false)
  expect(() => wantedActivity('off')).toThrow(expect.objectContaining({ code: 'PMS_PM_058' }))
})
