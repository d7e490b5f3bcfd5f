import { DataSharePolicy } from '@pmp/contract'
import { expect, test } from 'vitest'
import { encryptionOf, isCount, sourcesOf } from './share-facts.ts'

function share(encryptionType: string, encrypted: boolean[]) {
  return DataSharePolicy.parse({
    dataSharePolicies: {
      typeOfShare: 'direct',
      validForInMinutes: '30',
      transactionsAllowed: '1',
      encryptionType,
      shareDomain: 'datashare',
      source: 'ID Repository',
    },
    shareableAttributes: encrypted.map((isEncrypted) => ({
      attributeName: 'photo',
      encrypted: isEncrypted,
      source: [
        { attribute: 'photo' },
        { attribute: 'CBEFF', filter: [{ type: 'FACE', subType: ['Left'] }] },
      ],
    })),
  })
}

test.each([
  ['none', [true], 'none'],
  ['Partner Based', [true, true], 'all'],
  ['Partner Based', [true, false], 'some'],
  ['Partner Based', [false], 'package'],
] as const)('%s with %j is encrypted: %s', (type, encrypted, expected) => {
  expect(encryptionOf(share(type, [...encrypted]))).toBe(expected)
})

test('an attribute says where it comes from, unless it is from itself', () => {
  const [photo] = share('none', [true]).shareableAttributes
  expect(photo && sourcesOf(photo)).toEqual([{ from: 'CBEFF', only: ['FACE', 'Left'] }])
})

test.each([
  ['30', true],
  ['abc', false],
  ['', false],
  ['1.5', false],
])('%j is a count: %s', (text, expected) => expect(isCount(text)).toBe(expected))
