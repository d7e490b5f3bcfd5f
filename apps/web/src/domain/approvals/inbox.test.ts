import { expect, test } from 'vitest'
import { groupsOf, type Item } from './inbox.ts'

const now = new Date('2026-11-30T12:00:00Z')
const item = (key: string, days: number): Item => ({
  kind: 'request',
  key,
  who: 'North Bank',
  whose: 'north-bank',
  what: 'Account opening',
  at: new Date(now.getTime() - days * 86_400_000),
  to: '/',
  isElsewhere: false,
})

test('what waits longest comes first, by whether the promise is kept', () => {
  const groups = groupsOf(
    [item('new', 0.1), item('due', 4.9), item('late', 5), item('old', 30)],
    now,
  )
  expect(groups.map(({ name, items }) => [name, items.map(({ key }) => key)])).toEqual([
    ['late', ['old', 'late']],
    ['week', ['due']],
    ['today', ['new']],
  ])
})

test('nothing waits: no groups', () => expect(groupsOf([], now)).toEqual([]))
