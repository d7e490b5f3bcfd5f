import { constants, createDecipheriv, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { issueCertificate } from '@pmp/x509'
import { beforeAll, expect, test } from 'vitest'
import type { Keys, PlatformKey } from './keys.ts'
import { decryptPersonalData, emailHash, encryptPersonalData } from './personal-data.ts'

let keys: Keys
let other: Keys

async function makeKey(name: string): Promise<PlatformKey> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const certificate = await issueCertificate({
    subject: { CN: name },
    publicKey,
    signingKey: privateKey,
    notBefore: new Date('2031-01-01'),
    notAfter: new Date('2032-01-01'),
    basicConstraints: { ca: false },
    keyUsage: ['keyEncipherment'],
  })
  return { id: name, privateKey, certificate }
}

beforeAll(async () => {
  const [first, second] = await Promise.all([makeKey('first'), makeKey('second')])
  const rest = { root: first, signer: first, earlierSigners: [], earlierPersonalData: [] }
  keys = { ...rest, personalData: first }
  other = { ...rest, personalData: second }
})

test.each(['', 'it@north-bank.example', '١ شارع السوق', '🏦 Näherei', 'x'.repeat(9000)])(
  'what was encrypted can be read (%#)',
  (text) => {
    const stored = encryptPersonalData(keys, text)
    expect(stored).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(decryptPersonalData(keys, stored)).toBe(text)
  },
)

test('the same text never gives the same value', () => {
  expect(encryptPersonalData(keys, 'same')).not.toBe(encryptPersonalData(keys, 'same'))
})

test('every byte stands where Key Manager looks for it', () => {
  const bytes = Buffer.from(encryptPersonalData(keys, 'North Bank'), 'base64url')
  const { certificate, privateKey } = keys.personalData
  expect(bytes.subarray(0, 6).toString()).toBe('VER_R2')
  expect(bytes.subarray(6, 38).toString('hex').toUpperCase()).toBe(certificate.thumbprintSha256)
  expect(bytes.subarray(294, 308).toString()).toBe('#KEY_SPLITTER#')
  const secret = privateDecrypt(
    { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    bytes.subarray(38, 294),
  )
  expect(secret).toHaveLength(32)
  const aad = bytes.subarray(308, 340)
  const decipher = createDecipheriv('aes-256-gcm', secret, aad.subarray(0, 12))
  decipher.setAAD(aad).setAuthTag(bytes.subarray(-16))
  const text = Buffer.concat([decipher.update(bytes.subarray(340, -16)), decipher.final()])
  expect(text.toString()).toBe('North Bank')
})

test('standard base64 with padding is read too', () => {
  const stored = Buffer.from(encryptPersonalData(keys, 'text'), 'base64url').toString('base64')
  expect(decryptPersonalData(keys, stored)).toBe('text')
})

test.each(['', 'info@mosip.io', 'mpartner-default-cert', '9232121212', 'VkVSX1Iy', 'VER_R2'])(
  'a value from before encryption stays as it is: %s',
  (stored) => {
    expect(decryptPersonalData(keys, stored)).toBe(stored)
  },
)

test.each([
  ['the key id', 10],
  ['the wrapped key', 100],
  ['the additional data', 320],
  ['the text', 341],
  ['the tag', -1],
])('an altered value is refused: %s', (_, at) => {
  const bytes = Buffer.from(encryptPersonalData(keys, 'North Bank'), 'base64url')
  const index = at < 0 ? bytes.length + at : at
  bytes.writeUInt8((bytes[index] ?? 0) ^ 1, index)
  expect(() => decryptPersonalData(keys, bytes.toString('base64url'))).toThrow(
    'partner_data_unreadable',
  )
})

test('a value of an earlier key is readable as long as that key is at hand', () => {
  const stored = encryptPersonalData(keys, 'old')
  expect(() => decryptPersonalData(other, stored)).toThrow('partner_data_unreadable')
  const renewed = { ...other, earlierPersonalData: [keys.personalData] }
  expect(decryptPersonalData(renewed, stored)).toBe('old')
})

test('an e-mail address is found by its hash in any letter case, blanks counted', () => {
  // sha256 of `info@mosip.io`
  expect(emailHash('Info@MOSIP.io')).toBe(emailHash('info@mosip.io'))
  expect(emailHash('info@mosip.io')).toMatch(/^[0-9a-f]{64}$/)
  expect(emailHash(' info@mosip.io')).not.toBe(emailHash('info@mosip.io'))
})
