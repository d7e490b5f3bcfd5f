/** Keys that are none: refused at every place of a path, and nothing is ever verified with them. */
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readWhole } from './asn1.ts'
import { isSignedBy } from './certificate.ts'
import {
  keysThatAreNone,
  keysTooLong,
  pointAtInfinity,
  soundKey,
  withForgedSignature,
  withKey,
} from './corpus/keys-that-are-none.ts'
import { describeKey } from './key-description.ts'
import { openPublicKey } from './key.ts'
import { type Made, at, leafBelow, make } from './path-scenes.ts'
import { STRICT_POLICY, UPSTREAM_POLICY } from './path/path-policy.ts'
import { indexSubjects } from './path/trust-source.ts'
import { validatePath } from './path/validate-path.ts'

const root = await make('root')
const middle = await make('middle', root)
const leaf = await leafBelow(middle)
const policies = { strict: STRICT_POLICY, upstream: UPSTREAM_POLICY }

function verdictOf(target: Made, above: { anchor: Made; between?: Made }, policy = STRICT_POLICY) {
  const intermediates = above.between ? [above.between.certificate] : []
  const pool = indexSubjects({ anchors: [above.anchor.certificate], intermediates })
  return validatePath({ target: target.certificate, at, policy }, pool)
}

describe.each(Object.entries(policies))('by the %s rules', (_name, policy) => {
  test.each([...keysThatAreNone, ...keysTooLong])(
    '%s is refused in a leaf, an authority and an anchor',
    (_what, key) => {
      const target = withKey(leaf, middle, key)
      const between = withKey(middle, root, key)
      const anchor = withKey(root, root, key)
      const failed = [
        verdictOf(target, { anchor: root, between: middle }, policy),
        verdictOf(leaf, { anchor: root, between }, policy),
        verdictOf(anchor, { anchor }, policy),
      ].map(
        (verdict) =>
          !verdict.ok &&
          verdict.failed.some(({ rule }) => rule === 'strong_key' || rule === 'signature'),
      )
      expect(failed).toEqual([true, true, true])
    },
  )

  test.each([
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['EC', generateKeyPairSync('ec', { namedCurve: 'secp384r1' })],
    ['Ed25519', generateKeyPairSync('ed25519')],
    ['Ed448', generateKeyPairSync('ed448')],
  ])('a sound key of kind %s passes', (_kind, { publicKey }) => {
    const target = withKey(leaf, middle, publicKey.export({ format: 'der', type: 'spki' }))
    expect(verdictOf(target, { anchor: root, between: middle }, policy).failed).toEqual([])
  })
})

test.each([
  ['an even modulus', 'key_modulus_even'],
  ['a modulus with the factor 751', 'key_modulus_factor'],
  ['the square of a prime', 'key_primes_close'],
  ['two primes next to each other', 'key_primes_close'],
  ['exponent 1', 'key_exponent_one'],
  ['an even exponent', 'key_exponent_even'],
  ['an exponent that is the modulus', 'key_exponent_too_great'],
  ['RSA without its NULL', 'key_parameters'],
  ['RSA made of garbage', 'key_malformed'],
  ['the point at infinity', 'key_point_at_infinity'],
  ['a point beside its curve', 'key_off_curve'],
  ['a curve nobody knows', 'key_curve_unknown'],
  ['an Ed25519 key of 31 octets', 'key_wrong_length'],
  ['the neutral point of Ed448', 'key_small_order'],
  ['a DSA key of 1', 'key_outside_group'],
  ['RSA of 8193 bits', 'key_too_long'],
] as const)('%s is told as %s', (what, flaw) => {
  const [, key = new Uint8Array()] =
    [...keysThatAreNone, ...keysTooLong].find(([name]) => name === what) ?? []
  const { checks } = verdictOf(withKey(leaf, middle, key), { anchor: root, between: middle })
  const judged = checks.find(({ rule, position }) => rule === 'strong_key' && position === 0)
  expect(judged).toMatchObject({ outcome: 'failed', reason: flaw })
})

test('a key that is none opens nothing', () => {
  expect(keysThatAreNone.filter(([, key]) => openPublicKey(key)).map(([what]) => what)).toEqual([])
  expect(openPublicKey(soundKey)?.asymmetricKeyType).toBe('rsa')
  expect(describeKey(readWhole(soundKey))).toEqual({ type: 'RSA', bits: 2048, exponent: 65_537n })
})

describe('a signature that no private key made', () => {
  test('verifies with the point at infinity in OpenSSL, and never with us', () => {
    const issuer = withKey(middle, root, pointAtInfinity)
    const { certificate: forged } = withForgedSignature(leaf, middle)
    const inOpenssl = createPublicKey({
      key: Buffer.from(pointAtInfinity),
      format: 'der',
      type: 'spki',
    })
    expect(verify('sha256', forged.signedDer, inOpenssl, forged.signature)).toBe(true)
    expect(isSignedBy(forged, issuer.certificate)).toBe(false)
  })
})
