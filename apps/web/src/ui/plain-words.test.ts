import { expect, test } from 'vitest'
import { tidied, trimmed, untidy } from './plain-words.ts'

const words = { name: 'line', desc: 'text' } as const
const blank = { name: '', desc: '' }

test('names lose white space around and inside, texts only around', () => {
  const typed = { name: '\u00A0 Car \t rental ', desc: ' one\n two ', other: ' as it is ' }
  expect(tidied(typed, words)).toEqual({
    name: 'Car rental',
    desc: 'one\n two',
    other: ' as it is ',
  })
})

test('a name that a certificate repeats loses white space around it, and nothing else', () => {
  const typed = { name: '\u00A0 L’Épargne  & Co ', password: ' as it is ' }
  expect(trimmed(typed, ['name'])).toEqual({ name: 'L’Épargne  & Co', password: ' as it is ' })
})

test.each(['Banque d’Épargne', 'بنوك، تأمين', '<b>Bank</b>', '100 %', '\u0000'])(
  '%j holds a character that lists cannot be asked for',
  (name) => {
    const said = untidy({ values: { name, desc: '' }, initial: blank }, words, (id) => id)
    expect(said).toEqual({ name: 'forms.characters' })
  },
)

test.each(["Banque d'Épargne (Nord) & Fils", 'مجموعة البنوك ١', 'Harbour Bank No. 3', ''])(
  '%j is plain',
  (name) => {
    expect(
      untidy({ values: { name, desc: 'two\nlines' }, initial: blank }, words, (id) => id),
    ).toEqual({})
  },
)

test('what was there before is not refused', () => {
  const former = { name: 'A/B', desc: '' }
  expect(untidy({ values: former, initial: former }, words, (id) => id)).toEqual({})
})
