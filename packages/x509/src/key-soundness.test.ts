/** Keys that are none: refused at every place of a path, and nothing is ever verified with them. */
import { createECDH, createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { TAG, elementAt, readChildren, readWhole } from './asn1.ts'
import { write, writeBitString, writeInteger, writeOid } from './asn1-write.ts'
import { certificateFromDer, isSignedBy } from './certificate.ts'
import { reshape } from './corpus/reshape.ts'
import { describeKey, openPublicKey } from './key.ts'
import { type Made, at, leafBelow, make } from './path-scenes.ts'
import { STRICT_POLICY, UPSTREAM_POLICY } from './path/path-policy.ts'
import { indexSubjects } from './path/trust-source.ts'
import { validatePath } from './path/validate-path.ts'

const RSA = '1.2.840.113549.1.1.1'
const X500_RSA = '2.5.8.1.1'
const EC = '1.2.840.10045.2.1'
const P256 = writeOid('1.2.840.10045.3.1.7')
const ED25519 = '1.3.101.112'
const ED448 = '1.3.101.113'

const absent = new Uint8Array()
const none = write(TAG.null)
const hex = (digits: string) => Uint8Array.from(Buffer.from(digits, 'hex'))

function spki(oid: string, parameters: Uint8Array, key: Uint8Array): Uint8Array {
  return write(TAG.sequence, write(TAG.sequence, writeOid(oid), parameters), writeBitString(key))
}

const numbers = (modulus: bigint, exponent: bigint) =>
  write(TAG.sequence, writeInteger(modulus), writeInteger(exponent))
const rsa = (modulus: bigint, exponent = 65_537n) => spki(RSA, none, numbers(modulus, exponent))

const sound = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
const modulus = BigInt(
  `0x${Buffer.from(sound.export({ format: 'jwk' }).n ?? '', 'base64url').toString('hex')}`,
)
const soundDer = sound.export({ format: 'der', type: 'spki' })
const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
const smallNumbers = elementAt(
  readChildren(readWhole(small.export({ format: 'der', type: 'spki' }))),
  1,
).content.subarray(1)
const point = createECDH('prime256v1').generateKeys()
const beside = Uint8Array.from(point, (byte, at) => (at === 64 ? byte ^ 1 : byte))

/** A long length where a short one would do: BER, not DER. */
const berNumbers = (() => {
  const inside = readWhole(numbers(modulus, 65_537n)).content
  const length = Buffer.alloc(4)
  length.writeUInt32BE(inside.length)
  return Buffer.concat([hex('3084'), length, inside])
})()

const neutral = (octets: number) => Uint8Array.from({ length: octets }, (_, at) => Number(at === 0))

/** A sound group with the number 1 for a key. */
const dsaOfOne = (() => {
  const { publicKey } = generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 })
  const [algorithm] = readChildren(readWhole(publicKey.export({ format: 'der', type: 'spki' })))
  return write(TAG.sequence, algorithm?.bytes ?? absent, writeBitString(writeInteger(1)))
})()

const keysThatAreNone: [string, Uint8Array][] = [
  ['RSA 1024 under an identifier of X.500', spki(X500_RSA, none, smallNumbers)],
  ['RSA 2048 under an identifier of X.500', spki(X500_RSA, none, numbers(modulus, 65_537n))],
  ['RSA with a length of too many octets inside', spki(RSA, none, berNumbers)],
  ['RSA made of garbage', spki(RSA, none, hex('deadbeef'))],
  [
    'RSA with a third number',
    spki(RSA, none, write(TAG.sequence, writeInteger(modulus), writeInteger(3), writeInteger(3))),
  ],
  ['RSA without its NULL', spki(RSA, absent, numbers(modulus, 65_537n))],
  ['RSA with a curve', spki(RSA, P256, numbers(modulus, 65_537n))],
  ['modulus 0', rsa(0n)],
  ['an even modulus', rsa(modulus - 1n)],
  ['a modulus with the factor 3', rsa((modulus / 3n) * 3n)],
  ['a modulus with the factor 751', rsa((modulus / 1502n) * 1502n + 751n)],
  ['exponent 1', rsa(modulus, 1n)],
  ['an even exponent', rsa(modulus, 65_536n)],
  ['exponent 0', rsa(modulus, 0n)],
  ['an exponent that is the modulus', rsa(modulus, modulus)],
  ['the point at infinity', spki(EC, P256, hex('00'))],
  ['the point at infinity, written at full length', spki(EC, P256, new Uint8Array(65))],
  ['a point beside its curve', spki(EC, P256, beside)],
  ['a point of another field', spki(EC, P256, point.subarray(0, 33))],
  ['a point in the hybrid form', spki(EC, P256, Buffer.concat([hex('06'), point.subarray(1)]))],
  ['a curve that is NULL', spki(EC, none, point)],
  ['a curve left to the issuer', spki(EC, absent, point)],
  ['a curve nobody knows', spki(EC, writeOid('1.2.3.4'), point)],
  ['an Ed25519 key with parameters', spki(ED25519, none, new Uint8Array(32).fill(9))],
  ['an Ed25519 key of 31 octets', spki(ED25519, absent, new Uint8Array(31).fill(9))],
  ['the neutral point of Ed25519', spki(ED25519, absent, neutral(32))],
  [
    'a point of order 8 of Ed25519',
    spki(ED25519, absent, hex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05')),
  ],
  ['the neutral point of Ed448', spki(ED448, absent, neutral(57))],
  ['a DSA key of 1', dsaOfOne],
  ['a kind of key nobody knows', spki('1.2.3.4', none, hex('00'))],
]

const root = await make('root')
const middle = await make('middle', root)
const leaf = await leafBelow(middle)
const policies = { strict: STRICT_POLICY, upstream: UPSTREAM_POLICY }

function verdictOf(target: Made, above: { anchor: Made; between?: Made }, policy = STRICT_POLICY) {
  const intermediates = above.between ? [above.between.certificate] : []
  const pool = indexSubjects({ anchors: [above.anchor.certificate], intermediates })
  return validatePath({ target: target.certificate, at, policy }, pool)
}

const withKey = (made: Made, signer: Made, publicKey: Uint8Array): Made => ({
  ...made,
  certificate: certificateFromDer(reshape(made, signer, { publicKey })),
})

describe.each(Object.entries(policies))('by the %s rules', (_name, policy) => {
  test.each(keysThatAreNone)(
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

test('a key that is none opens nothing', () => {
  expect(keysThatAreNone.filter(([, key]) => openPublicKey(key)).map(([what]) => what)).toEqual([])
  expect(openPublicKey(soundDer)?.asymmetricKeyType).toBe('rsa')
  expect(describeKey(readWhole(soundDer))).toEqual({ type: 'RSA', bits: 2048, exponent: 65_537n })
})

describe('a signature that no private key made', () => {
  /** FIPS 186-4 §6.4.2 with the point at infinity for a key: r is the abscissa of e/s times G. */
  function forgedEcdsa(tbs: Uint8Array): Uint8Array {
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    const digest = BigInt(`0x${createHash('sha256').update(tbs).digest('hex')}`) % order
    const multiple = createECDH('prime256v1')
    const one = Buffer.alloc(32)
    one[31] = 1
    multiple.setPrivateKey(one)
    const abscissa = BigInt(`0x${multiple.getPublicKey().subarray(1, 33).toString('hex')}`) % order
    return write(TAG.sequence, writeInteger(abscissa), writeInteger(digest))
  }

  test('verifies with the point at infinity in OpenSSL, and never with us', () => {
    const publicKey = spki(EC, P256, hex('00'))
    const issuer = withKey(middle, root, publicKey)
    const forged = certificateFromDer(reshape(leaf, middle, { sign: forgedEcdsa }))
    const inOpenssl = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
    expect(verify('sha256', forged.signedDer, inOpenssl, forged.signature)).toBe(true)
    expect(isSignedBy(forged, issuer.certificate)).toBe(false)
  })
})
