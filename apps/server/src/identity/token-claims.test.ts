import { expect, test } from 'vitest'
import { accessTokenClaims } from './token-claims.ts'

test('a token stays within a cookie, whatever people type into their account', () => {
  const long = 'é'.repeat(128)
  const account = {
    id: crypto.randomUUID(),
    userName: 'n'.repeat(36),
    email: `${'e'.repeat(240)}@id.example`,
    givenName: long,
    familyName: long,
    attributes: { organizationName: long, phoneNumber: '1'.repeat(16), address: 'ش'.repeat(2000) },
    roles: ['AUTH_PARTNER'],
    isEnabled: true,
  }

  const claims = accessTokenClaims(account, 'mosip-pms-client')

  expect(JSON.stringify(claims).length).toBeLessThan(2000)
  expect(Buffer.byteLength(JSON.stringify(claims))).toBeLessThan(2000)
  expect(claims.addressTest).toMatch(/^ش*$/)
})

test('a usual address is told whole', () => {
  const address = '1 Market Street, North District'
  const person = { userName: 'bank', email: 'it@id.example', givenName: 'A', familyName: 'B' }
  const account = { id: '1', ...person, attributes: { address }, roles: [], isEnabled: true }

  expect(accessTokenClaims(account, 'mosip-pms-client').addressTest).toBe(address)
})
