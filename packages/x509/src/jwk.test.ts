import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { numbersOfPkcs1, numbersOfSpki, spkiOfCertificate, spkiOfNumbers } from './jwk.ts'
import { createTestAuthority } from './test-authority.ts'

const keys = [
  ...[2048, 3072].map((modulusLength) => generateKeyPairSync('rsa', { modulusLength }).publicKey),
  ...['P-256', 'P-384', 'P-521'].flatMap((namedCurve) =>
    Array.from({ length: 40 }, () => generateKeyPairSync('ec', { namedCurve }).publicKey),
  ),
]
const spkiOf = (key: (typeof keys)[number]) => key.export({ type: 'spki', format: 'der' })
const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex')

test('numbers and SubjectPublicKeyInfo are those that OpenSSL makes of each other', () => {
  for (const key of keys) {
    const der = spkiOf(key)
    const numbers = numbersOfSpki(der)
    if (!numbers) throw new Error('no numbers')
    expect(hex(spkiOfNumbers(numbers))).toBe(hex(der))
    const { kty, ...members } = numbers
    const told = Object.fromEntries(
      Object.entries(members).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : Buffer.from(value).toString('base64url'),
      ]),
    )
    expect({ kty, ...told }).toEqual(key.export({ format: 'jwk' }))
  }
})

test('coordinates may be written with fewer octets, or with more zeros', () => {
  const key = keys.find((one) => one.asymmetricKeyType === 'ec')
  const numbers = key && numbersOfSpki(spkiOf(key))
  if (numbers?.kty !== 'EC') throw new Error('no point')
  const x = Uint8Array.from([0, 0, ...numbers.x])
  expect(hex(spkiOfNumbers({ ...numbers, x }))).toBe(hex(key && spkiOf(key)))
})

test('a point beside its curve, above the field or of another curve is none', () => {
  const key = keys.find((one) => one.asymmetricKeyType === 'ec')
  const numbers = key && numbersOfSpki(spkiOf(key))
  if (numbers?.kty !== 'EC') throw new Error('no point')
  expect(spkiOfNumbers({ ...numbers, y: numbers.x })).toBeUndefined()
  expect(spkiOfNumbers({ ...numbers, x: new Uint8Array(33).fill(255) })).toBeUndefined()
  expect(spkiOfNumbers({ ...numbers, crv: 'P-384' })).toBeUndefined()
  expect(spkiOfNumbers({ ...numbers, crv: 'secp256k1' })).toBeUndefined()
  const foreign = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey
  expect(numbersOfSpki(spkiOf(foreign))).toBeUndefined()
})

test('a bare RSA key and the key of a certificate are read', async () => {
  const authority = await createTestAuthority({ now: new Date(), organization: 'Keys' })
  const { certificate } = await authority.issueLeaf({ organization: 'Keys', days: 30 })
  const spki = spkiOfCertificate(certificate.der)
  expect(hex(spki)).toBe(hex(certificate.publicKeyDer))
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  const pkcs1 = key.export({ type: 'pkcs1', format: 'der' })
  expect(numbersOfPkcs1(Uint8Array.from(pkcs1))).toEqual(numbersOfSpki(spki))
  expect(() => spkiOfCertificate(spki)).toThrow('not a certificate')
  expect(() => numbersOfPkcs1(spki)).toThrow('no usable integer')
  expect(() => numbersOfSpki(pkcs1)).toThrow('where 48 is expected')
})
