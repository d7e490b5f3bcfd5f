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

test('an RSA key for PSS is the same key', () => {
  const spki = spkiOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)
  const { id, octets } = identifyKey(spki)
  const algorithm = write(TAG.sequence, writeOid('1.2.840.113549.1.1.10'))
  expect(identifyKey(write(TAG.sequence, algorithm, writeBitString(octets))).id).toBe(id)
})

test('two keys are two', () => {
  const ids = [0, 1].map(() => identifyKey(spkiOf(generateKeyPairSync('ed25519').publicKey)).id)
  expect(ids[0]).not.toBe(ids[1])
})
