import { expect, test } from 'vitest'
import { attributeRows, countsOf, sharedBy } from './attribute-rows.ts'

const auth = {
  authTokenType: 'partner',
  allowedAuthTypes: [],
  allowedKycAttributes: [{ attributeName: 'fullName' }, { attributeName: 'hairColour' }],
}
const share = {
  dataSharePolicies: {
    typeOfShare: 'Data Share',
    validForInMinutes: '30',
    transactionsAllowed: '2',
    encryptionType: 'none',
    shareDomain: 'datashare',
    source: 'ID Repository',
  },
  shareableAttributes: [
    { attributeName: 'photo', format: 'jpeg', encrypted: true, source: [{ attribute: 'CBEFF' }] },
    { attributeName: 'fullName', encrypted: false, source: [{ attribute: 'fullName' }] },
  ],
}
const rowsOf = (document: unknown, today?: string[]) =>
  attributeRows(sharedBy(document) ?? new Map(), today)

test('every usual attribute is a cell, and what only the policy names comes last', () => {
  const rows = rowsOf(auth)
  expect(rows.map(({ name }) => name)).toEqual(['identity', 'contact', 'biometrics', 'other'])
  expect(rows.at(-1)?.cells).toMatchObject([{ attribute: 'hairColour', isNew: false }])
  expect(countsOf(rows)).toEqual({ all: 18, shared: 2, fresh: 0 })
})

test('what was not known before is new, also under another name', () => {
  expect(countsOf(rowsOf(share, ['face'])).fresh).toBe(1)
  expect(countsOf(rowsOf(share, [])).fresh).toBe(2)
  expect(countsOf(rowsOf(share, ['photo', 'fullName'])).fresh).toBe(0)
})

test('says how each is shared', () => {
  const shared = sharedBy(share)
  expect(shared?.get('photo')).toEqual({ isEncrypted: true, format: 'jpeg', from: 'CBEFF' })
  expect(shared?.get('fullName')).toMatchObject({ isEncrypted: false, from: '' })
  expect(sharedBy({})).toBeNull()
})
