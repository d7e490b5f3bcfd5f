import { expect, test } from 'vitest'
import { strengthOf } from './strength-of.ts'

test.each([
  ['short', 'weak'],
  ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['ababababababab', 'weak'],
  ['riverstones!', 'fair'],
  ['River-stones-7', 'good'],
  ['a longer sentence of words', 'good'],
])('%s is %s', (password, strength) => {
  expect(strengthOf(password, 12)).toBe(strength)
})
