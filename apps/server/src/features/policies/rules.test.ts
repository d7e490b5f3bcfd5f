import { checkDocument, checkPolicyDocument, Failure } from '@pmp/contract'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { everyRow } from '../../database/every-row.ts'
import { otpPolicy } from '../../testing/given.ts'
import { policyText, readPolicyText } from './rules.ts'

function failureOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof Failure) return error.code
    throw error
  }
  return 'none'
}

describe('a stored text', () => {
  test.each([
    ['plain', '{"a":[1,2]}', { a: [1, 2] }],
    ['with spare commas', '{"a":[1,,2,],,"b":",,"}', { a: [1, 2], b: ',,' }],
  ])('is read: %s', (_, text, document) => {
    expect(readPolicyText(text)).toEqual(document)
  })

  test.each(['{"a":', '[]', '"text"', 'null', '12', ''])('is no policy: %s', (text) => {
    expect(failureOf(() => readPolicyText(text))).toBe('PMS_POL_052')
  })
})

describe('a document', () => {
  test('may not hold the character NUL, which no database stores', () => {
    const document = { ...otpPolicy, kycLanguages: ['e\0'] }
    expect(failureOf(() => policyText('Auth', document))).toBe('PMS_COR_001')
  })

  test('that breaks a choice is told the choices', () => {
    expect(checkPolicyDocument('Auth', { ...otpPolicy, authTokenType: 'Partner' })).toEqual([
      {
        failure: 'policy_value_not_allowed',
        pointer: 'authTokenType',
        expected: 'random, partner, policy',
      },
    ])
  })

  test.each([
    ['an array that is too short', { list: [], word: 'x' }, 'PMS_PV_008', 'list'],
    ['a text that is too short', { list: [1], word: '' }, 'PMS_PV_009', 'word'],
  ])('has a code for %s', (_, document, code, pointer) => {
    const schema = z.object({ list: z.array(z.number()).min(1), word: z.string().min(1) })
    const [violation, ...others] = checkDocument(schema, document)
    expect(others).toEqual([])
    expect(violation?.pointer).toBe(pointer)
    expect(violation && new Failure(violation.failure).code).toBe(code)
  })
})

describe('an answer without pages', () => {
  test.each([0, 1, 2, 3, 4, 5])('gives each of %i rows once, two at a time', async (count) => {
    const all = Array.from({ length: count }, (_, index) => ({ id: `id-${index}` }))
    const read = (after: string, limit: number) =>
      Promise.resolve(all.filter(({ id }) => id > after).slice(0, limit))
    expect(await everyRow(read, 2)).toEqual(all)
  })
})
