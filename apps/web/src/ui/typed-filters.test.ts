import { expect, test } from 'vitest'
import { stillAhead } from './typed-filters.ts'

test('the address takes the place of what was typed, except for what is still being typed', () => {
  const typed = {
    name: { text: 'old words', isSent: true },
    group: { text: 'bank ', isSent: true },
    desc: { text: 'not yet', isSent: false },
  }
  expect(Object.keys(stillAhead(typed, { name: 'from a saved view', group: 'bank' }))).toEqual([
    'group',
    'desc',
  ])
})
