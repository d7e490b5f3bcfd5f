import { expect, test } from 'vitest'
import { nameOfToken, parseTokenUri } from './token-address.ts'

const softHsm = 'module-path=/usr/lib/softhsm/libsofthsm2.so'

test('a URI tells token, module and PIN, percent-encoded', () => {
  const uri =
    'pkcs11:token=Partner%20keys;serial=a1;manufacturer=M;model=X;slot-id=7;object=pmp' +
    `?${softHsm}&pin-source=file:/run/secrets/pin&pin-value=%3b1`
  expect(parseTokenUri(uri)).toEqual({
    token: 'Partner keys',
    serial: 'a1',
    manufacturer: 'M',
    model: 'X',
    slotId: 7,
    object: 'pmp',
    module: { path: '/usr/lib/softhsm/libsofthsm2.so' },
    pin: ';1',
    pinFile: '/run/secrets/pin',
  })
  expect(parseTokenUri('pkcs11:?module-name=softhsm2')).toEqual({ module: { name: 'softhsm2' } })
})

test('its name in messages is without PIN', () => {
  const address = parseTokenUri(`pkcs11:token=keys;slot-id=2?${softHsm}&pin-value=1234`)
  expect(nameOfToken(address)).toBe('pkcs11:token=keys;slot-id=2')
})

test.each([
  ['softhsm', 'must start with pkcs11:'],
  ['pkcs11:token=a', 'needs `module-path`'],
  [`pkcs11:tokn=a?${softHsm}`, 'does not take `tokn` here'],
  [`pkcs11:token=a;id=%01?${softHsm}`, 'does not take `id` here'],
  [`pkcs11:token=a;token=b?${softHsm}`, 'names `token` twice'],
  [`pkcs11:token=?${softHsm}`, 'gives `token` no value'],
  [`pkcs11:token?${softHsm}`, 'gives `token` no value'],
  [`pkcs11:token=%zz?${softHsm}`, 'broken % sequence in `token`'],
  [`pkcs11:slot-id=0x1?${softHsm}`, 'whole number as `slot-id`'],
  [`pkcs11:token=a?${softHsm}&module-name=b`, 'not both'],
  ['pkcs11:token=a?module-name=../b', 'bare name as `module-name`'],
  [`pkcs11:token=a?${softHsm}&pin-source=|cat`, 'absolute path as `pin-source`'],
  [`pkcs11:token=a?${softHsm}&pin-value=1&pin-value=2`, 'names `pin-value` twice'],
])('%s is refused', (uri, message) => {
  expect(() => parseTokenUri(uri)).toThrow(message)
})
