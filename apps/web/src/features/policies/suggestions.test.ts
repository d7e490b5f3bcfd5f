import { expect, test } from 'vitest'
import { suggestionsAt } from './suggestions.ts'

test('suggests the members of the schema', () => {
  expect(suggestionsAt('Auth', []).keys).toEqual([
    'authTokenType',
    'allowedAuthTypes',
    'allowedKycAttributes',
    'kycLanguages',
  ])
  expect(suggestionsAt('Auth', ['allowedAuthTypes', 0]).keys).toContain('mandatory')
  expect(suggestionsAt('DataShare', ['dataSharePolicies']).keys).toContain('typeOfShare')
})

test('suggests the values of the schema, and those that consumers know', () => {
  expect(suggestionsAt('Auth', ['authTokenType']).values).toEqual([
    '"random"',
    '"partner"',
    '"policy"',
  ])
  expect(suggestionsAt('MISP', ['allowKycRequestDelegation']).values).toEqual(['true', 'false'])
  expect(suggestionsAt('Auth', ['allowedAuthTypes', 2, 'authType']).values).toContain('"otp"')
  const share = ['shareableAttributes', 0, 'attributeName']
  expect(suggestionsAt('DataShare', share).values).toContain('"fullName"')
})

test('suggests nothing at a place that the schema does not know', () => {
  expect(suggestionsAt('MISP', ['nothing', 0, 'more'])).toEqual({ keys: [], values: [] })
})
