import { describe, expect, test } from 'vitest'
import { hueOf, lettersOf } from './mark-of.ts'

describe('the mark of a name', () => {
  test.each([
    ['North Bank', 'NB'],
    ['Bank of the North', 'BO'],
    ['registrar', 'RE'],
    ['بنك الشمال', 'با'],
    ['  ', ''],
    ['7', '7'],
  ])('%s has the letters %s', (name, letters) => {
    expect(lettersOf(name)).toBe(letters)
  })

  test('has the hue of the id, whatever the name', () => {
    expect(hueOf('north-bank')).toBe(hueOf('north-bank'))
  })

  test('uses every hue', () => {
    const found = new Set(Array.from({ length: 200 }, (_, index) => hueOf(`partner-${index}`)))
    expect(found.size).toBe(8)
  })
})
