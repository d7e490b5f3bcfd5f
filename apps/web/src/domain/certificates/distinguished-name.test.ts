import { expect, test } from 'vitest'
import { commonNameOf } from './distinguished-name.ts'

test.each([
  ['CN=Demo Issuing CA,O=Demo Trust Services,C=XX', 'Demo Issuing CA'],
  ['C=XX, O=Demo, CN=Root CA', 'Root CA'],
  ['O=No Name,C=XX', 'O=No Name,C=XX'],
  ['O=ACN=x,C=XX', 'O=ACN=x,C=XX'],
])('of %s', (distinguishedName, name) => {
  expect(commonNameOf(distinguishedName)).toBe(name)
})
