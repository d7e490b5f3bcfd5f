import { expect, test } from 'vitest'
import { differenceOf } from './difference-of.ts'

const before = {
  authTokenType: 'random',
  allowedAuthTypes: [
    { authType: 'otp', mandatory: false },
    { authType: 'bio', authSubType: 'IRIS', mandatory: false },
  ],
  allowedKycAttributes: [{ attributeName: 'fullName' }],
  kycLanguages: ['eng'],
}

test('equal documents do not differ, whatever the order of their lists', () => {
  const turned = { ...before, allowedAuthTypes: before.allowedAuthTypes.toReversed() }
  expect(differenceOf(before, turned)).toEqual([])
})

test('tells what is added, removed and changed, by the names that people know', () => {
  const after = {
    authTokenType: 'partner',
    allowedAuthTypes: [{ authType: 'otp', mandatory: true }],
    allowedKycAttributes: [{ attributeName: 'fullName' }, { attributeName: 'gender' }],
    kycLanguages: ['eng'],
  }
  expect(differenceOf(before, after)).toEqual([
    { kind: 'changed', path: ['authTokenType'], before: '"random"', after: '"partner"' },
    {
      kind: 'changed',
      path: ['allowedAuthTypes', 'otp', 'mandatory'],
      before: 'false',
      after: 'true',
    },
    {
      kind: 'added',
      path: ['allowedKycAttributes', 'gender', 'attributeName'],
      after: '"gender"',
    },
    {
      kind: 'removed',
      path: ['allowedAuthTypes', 'bio IRIS', 'authType'],
      before: '"bio"',
    },
    {
      kind: 'removed',
      path: ['allowedAuthTypes', 'bio IRIS', 'authSubType'],
      before: '"IRIS"',
    },
    {
      kind: 'removed',
      path: ['allowedAuthTypes', 'bio IRIS', 'mandatory'],
      before: 'false',
    },
  ])
})

test('an emptied list is told', () => {
  expect(differenceOf({ a: ['x'] }, { a: [] })).toEqual([
    { kind: 'added', path: ['a'], after: '[]' },
    { kind: 'removed', path: ['a', 'x'], before: '"x"' },
  ])
})
