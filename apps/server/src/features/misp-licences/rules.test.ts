import { describe, expect, test } from 'vitest'
import { randomLettersAndDigits } from '../../database/ids.ts'
import { refusalOf } from '../../testing/registry.ts'
import { normalizedLabel } from '../api-keys/rules.ts'
import {
  checkNameFree,
  endOnDay,
  isExpired,
  isUsable,
  maskedKey,
  onlyMatch,
  wantedOfKey,
} from './rules.ts'

const refused = (work: () => unknown) => refusalOf(new Promise((resolve) => resolve(work())))
const now = new Date('2026-11-30T23:59:59.500Z')

test('a name is compared without spare white space, and letter case counts', async () => {
  expect(normalizedLabel('  North \t\n gate ')).toBe('North gate')
  const licences = [
    { policyId: null, licenseKeyName: ' North  gate' },
    { policyId: 'p', licenseKeyName: null },
  ]
  expect(await refused(() => checkNameFree(licences, 'North gate'))).toBe('PMS_MSP_424')
  expect(checkNameFree(licences, 'north gate')).toBeUndefined()
})

test.each([
  ['0123456789', '******6789'],
  ['abcde', '****e'],
  ['abcd', '****'],
  ['ab', '****'],
])('of the key %s one sees %s: its last four characters, but never all', (key, shown) => {
  expect(maskedKey(key)).toBe(shown)
})

describe('a licence', () => {
  test('ends on its day at the time at which it was made', () => {
    expect(endOnDay('2026-12-01', now).toISOString()).toBe('2026-12-01T23:59:59.500Z')
  })

  test.each(['2026-11-30', '2026-11-29', '0001-01-01'])('cannot end on %s, by UTC', async (day) => {
    expect(await refused(() => endOnDay(day, now))).toBe('PMS_MSP_425')
  })

  test('is valid at its very end, and without an end for ever', () => {
    expect(isExpired({ validToDate: now }, now)).toBe(false)
    expect(isExpired({ validToDate: new Date(now.getTime() - 1) }, now)).toBe(true)
    expect(isExpired({ validToDate: null }, now)).toBe(false)
    expect(isUsable({ isActive: true, validToDate: null }, now)).toBe(true)
    expect(isUsable({ isActive: false, validToDate: null }, now)).toBe(false)
  })
})

test('a status word is known in any letter case', async () => {
  expect(['active', 'ACTIVE', 'De-Active', 'de-active'].map(wantedOfKey)).toEqual([
    true,
    true,
    false,
    false,
  ])
  expect(await refused(() => wantedOfKey('suspended'))).toBe('PMS_MSP_407')
})

describe('policy and name mean one licence', () => {
  const first = { policyId: 'a', licenseKeyName: 'North' }
  const second = { policyId: null, licenseKeyName: 'North' }
  const third = { policyId: 'a', licenseKeyName: null }
  const licences = [first, second, third]

  test('when both are given, or one of them is enough', () => {
    expect(onlyMatch(licences, { policyId: 'a', name: ' North' })).toBe(first)
    expect(onlyMatch([second], {})).toBe(second)
  })

  test('or none, or several', async () => {
    expect(await refused(() => onlyMatch(licences, { policyId: 'b' }))).toBe('PMS_MSP_427')
    expect(await refused(() => onlyMatch([], { name: ' ' }))).toBe('PMS_MSP_427')
    expect(await refused(() => onlyMatch(licences, { name: 'North' }))).toBe('PMS_MSP_428')
    expect(await refused(() => onlyMatch(licences, { policyId: 'a' }))).toBe('PMS_MSP_428')
  })
})

test('a key has as many letters and digits as asked, each of the 62 in time', () => {
  expect(randomLettersAndDigits(50)).toMatch(/^[0-9a-zA-Z]{50}$/)
  expect(new Set(randomLettersAndDigits(5000)).size).toBe(62)
})
