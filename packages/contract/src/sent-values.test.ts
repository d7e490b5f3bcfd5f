import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Endpoint } from './endpoint.ts'
import { blankText } from './fields.ts'
import * as contract from './index.ts'

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'envelope' in value && 'path' in value

const accepts = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success

/** Every member of one part of every endpoint's input. */
function membersOf(part: 'request' | 'query') {
  return Object.values<unknown>(contract)
    .filter(isEndpoint)
    .flatMap(({ method, path, [part]: schema }) =>
      Object.entries(schema?.shape ?? {}).map(([name, member]) => ({
        at: `${method} ${path} ${name}`,
        member: member as z.ZodType,
      })),
    )
}

describe('a boolean in a body', () => {
  const booleans = membersOf('request')
    .filter(({ member }) => member.safeParse(true).data === true && !accepts(member, 'some text'))
    .map(({ at, member }) => [at, member] as const)

  test('is found in every request that has one', () => {
    expect(booleans.map(([at]) => at)).toEqual(
      expect.arrayContaining([
        'PUT /policies/group/:policygroupId isActive',
        'POST /partners/:partnerId/contact/add is_Active',
        'PATCH /ftpchipdetail approvalStatus',
        'POST /ftpchipdetail/uploadcertificate isItForRegistrationDevice',
      ]),
    )
  })

  test.each(booleans)('may be a number or a word: %s', (_at, member) => {
    const read = [0, 1, -5, 'true', 'FALSE', ' True '].map((value) => member.parse(value))
    expect(read).toEqual([false, true, true, true, false, true])
    for (const value of [0.5, 'yes', '1', {}, []]) expect(accepts(member, value)).toBe(false)
  })

  test.each(booleans)('is none when it is blank: %s', (at, member) => {
    for (const blank of ['', '   ']) {
      const read = member.safeParse(blank)
      const message = read.error?.issues[0]?.message
      const isOptional = accepts(member, null) && !at.endsWith('is_Active')
      expect(isOptional ? read.data : message).toBe(isOptional ? null : blankText)
    }
  })
})

describe('an empty value of a query parameter', () => {
  const typed = membersOf('query')
    .filter(({ member }) => accepts(member, '1') || accepts(member, 'true'))
    .filter(({ member }) => !accepts(member, 'some text'))
    .map(({ at, member }) => [at, member] as const)

  test('is tried for every number and boolean', () => {
    expect(typed.map(([at]) => at)).toEqual(
      expect.arrayContaining([
        'GET /admin-partners isActive',
        'GET /partners/v3 policyGroupAvailable',
        'GET /trust-chain-certificates expiryPeriod',
        'GET /partners/partner-certificates-details expiryPeriod',
      ]),
    )
  })

  test.each(typed)('counts as absent: %s', (_at, member) => {
    const absent = member.parse(undefined)
    expect(member.parse('')).toEqual(absent)
    expect(member.parse('  ')).toEqual(absent)
  })
})
