import { expect, test } from 'vitest'
import { strengthOf } from './strength-of.ts'

test.each([
  ['short', 'weak'],
  ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['ababababababab', 'weak'],
  ['riverstones!', 'fair'],
  ['River-stones-7', 'good'],
  ['a longer sentence of words', 'good'],
  ['River-Bank-Stones-7', 'weak'],
])('%s is %s', (password, strength) => {
  expect(strengthOf(password, { minLength: 12, userName: 'river-bank' })).toBe(strength)
})
