import { expect, test } from 'vitest'
import { usualEmail } from './fields.ts'

const pattern = new RegExp(usualEmail)

test.each([
  'it@north-bank.example',
  'jean.dupont-martin@example.org',
  'User@Example.ORG',
  "o'brien@example.org",
  'user@bücher.example',
  'зоя@почта.рф',
  'a+b_c@mail.ministry.gov.example',
  '1@x.co',
  'x@xn--bcher-kva.example',
])('an address that people have is taken: %s', (address) => {
  expect(pattern.test(address)).toBe(true)
})

test.each([
  '',
  'gfhgytth',
  'user@',
  '@example.org',
  'user@example',
  'user@.example.org',
  'user@example..org',
  'user@-example.org',
  'user@example-.org',
  'user@example.o',
  'user@example.123',
  '.user@example.org',
  'user.@example.org',
  'us..er@example.org',
  'user-@example.org',
  'us er@example.org',
  'user@exa mple.org',
  'user@example.org ',
  'user@one@example.org',
  'user@example.org,other@example.org',
  '<user@example.org>',
  'user\u3000@example.org',
])('a malformed address is refused: %j', (address) => {
  expect(pattern.test(address)).toBe(false)
})
