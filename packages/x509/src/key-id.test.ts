import { ECDH, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { write, writeBitString, writeOid } from './asn1-write.ts'
import { TAG } from './asn1.ts'
import { identifyKey } from './key-id.ts'

const spkiOf = (key: ReturnType<typeof createPublicKey>) =>
  key.export({ type: 'spki', format: 'der' })

test('a point in its short form is the same key', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = spkiOf(publicKey)
  const point = spki.subarray(-65)
  const short = ECDH.convertKey(point, 'prime256v1', undefined, undefined, 'compressed')
  const algorithm = write(
    TAG.sequence,
    writeOid('1.2.840.10045.2.1'),
    writeOid('1.2.840.10045.3.1.7'),
  )
  const compressed = write(TAG.sequence, algorithm, writeBitString(Buffer.from(short)))
  expect(createPublicKey({ key: Buffer.from(compressed), format: 'der', type: 'spki' }).type).toBe(
    'public',
  )
  expect(identifyKey(compressed).id).toBe(identifyKey(spki).id)
  expect(Buffer.from(compressed).includes(Buffer.from(identifyKey(spki).octets))).toBe(true)
})

const spkiOfRsa = (n: string | undefined, e: string) =>
  spkiOf(createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }))

test('an RSA key with another exponent, or for PSS, is the same key', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const spki = spkiOf(publicKey)
  const { id, octets } = identifyKey(spki)
  const other = spkiOfRsa(publicKey.export({ format: 'jwk' }).n, 'Aw')
  expect(other.equals(spki)).toBe(false)
  expect(identifyKey(other).id).toBe(id)
  expect(other.includes(Buffer.from(octets))).toBe(true)
  const algorithm = write(TAG.sequence, writeOid('1.2.840.113549.1.1.10'))
  const key = spki.subarray(-270)
  expect(identifyKey(write(TAG.sequence, algorithm, writeBitString(key))).id).toBe(id)
})

test('the mirror image of a point is the same key', () => {
  const spki = spkiOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)
  const mirrored = Buffer.from(spki)
  const prime = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
  const ordinate = BigInt(`0x${spki.subarray(-32).toString('hex')}`)
  mirrored.write((prime - ordinate).toString(16).padStart(64, '0'), spki.length - 32, 'hex')
  expect(createPublicKey({ key: mirrored, format: 'der', type: 'spki' }).type).toBe('public')
  expect(identifyKey(mirrored).id).toBe(identifyKey(spki).id)
})

test('what is no RSA key is told apart, too', () => {
  const algorithm = write(TAG.sequence, writeOid('1.2.840.113549.1.1.1'))
  const [one, other] = ['deadbeef', '3000'].map((octets) =>
    identifyKey(write(TAG.sequence, algorithm, writeBitString(Buffer.from(octets, 'hex')))),
  )
  expect(one?.id).not.toBe(other?.id)
})

test('two keys are two', () => {
  const ids = [0, 1].map(() => identifyKey(spkiOf(generateKeyPairSync('ed25519').publicKey)).id)
  expect(ids[0]).not.toBe(ids[1])
})
