import { expect, test } from 'vitest'
import { rangeOfPointer } from './range-of-pointer.ts'

const text = JSON.stringify(
  {
    authTokenType: 'shop',
    allowedAuthTypes: [
      { authType: 'otp', mandatory: false },
      { authType: 'say "bio"', mandatory: 'no' },
    ],
    'a/b': -1.5e-7,
  },
  null,
  2,
)

function marked(pointer: string, source = text): string {
  const { from, to } = rangeOfPointer(source, pointer)
  return source.slice(from, to)
}

test.each([
  ['authTokenType', '"shop"'],
  ['allowedAuthTypes/1/mandatory', '"no"'],
  ['allowedAuthTypes/1/authType', String.raw`"say \"bio\""`],
  ['a/b', '-1.5e-7'],
])('finds the value of %s', (pointer, value) => {
  expect(marked(pointer)).toBe(value)
})

test('what is missing is marked on what should hold it', () => {
  expect(JSON.parse(marked('allowedAuthTypes/0/authSubType'))).toEqual({
    authType: 'otp',
    mandatory: false,
  })
  expect(marked('kycLanguages')).toBe('{')
})

test('a text that is no JSON is marked as a whole', () => {
  for (const source of ['{"a": [1, 2', '{"a" 1}', '{a: 1}', '']) {
    expect(marked('a', source)).toBe(source)
  }
})
