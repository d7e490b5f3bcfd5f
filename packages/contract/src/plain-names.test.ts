import { describe, expect, test } from 'vitest'
import { firstDifference, hasHiddenCharacters, tidyName, visibleName } from './plain-names.ts'

describe('a name', () => {
  test.each([
    ['a bell', 'Acme\u0007Bank'],
    ['a line break', 'Acme\nBank'],
    ['a soft hyphen', 'Acme\u00ADBank'],
    ['a zero-width space', 'Acme\u200BBank'],
    ['a joiner between Latin letters', 'Acme\u200DBank'],
    ['a mark of direction', 'Acme\u200FBank'],
    ['an override of direction', 'Acme\u202EknaB'],
    ['an isolate', 'Acme\u2066Bank'],
    ['a word joiner', 'Acme\u2060Bank'],
    ['a byte-order mark', '\uFEFFAcme Bank'],
    ['a variation selector', 'Acme\uFE0F Bank'],
    ['a Hangul filler', 'Acme\u3164Bank'],
    ['a tag', 'Acme\u{E0041}Bank'],
    ['half a character', 'Acme\uD800Bank'],
  ])('with %s cannot be seen as it is', (_, name) => {
    expect(hasHiddenCharacters(name)).toBe(true)
    expect(visibleName(name)).toMatch(/\[U\+[0-9A-F]{4,}\]/)
  })

  test.each([
    'Société générale',
    'Socie\u0301te\u0301',
    '銀行',
    'بنك الشمال',
    'می\u200Cخواهم',
    'ಬ್ಯಾಂಕ್\u200Cಗಳು',
    'Bank 🏦',
  ])('%s is plain', (name) => {
    expect(hasHiddenCharacters(name)).toBe(false)
    expect(visibleName(name)).toBe(name)
  })

  test('is tidied: composed, without blanks around it and with one between words', () => {
    expect(tidyName('  Socie\u0301te\u0301\u00A0  Nord\n')).toBe('Société Nord')
  })

  test('is compared character by character, by code point', () => {
    expect(firstDifference('Bank', 'Bаnk')).toEqual({
      position: 2,
      found: 'a (U+0061)',
      wanted: 'а (U+0430)',
    })
    expect(firstDifference('Acme', 'Acme\u200F')).toEqual({
      position: 5,
      found: '–',
      wanted: 'U+200F',
    })
    expect(firstDifference('Acme', 'Acme')).toBeUndefined()
  })
})
