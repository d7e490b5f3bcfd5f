import { createDecipheriv, generateKeyPairSync } from 'node:crypto'
import { issueCertificate } from '@pmp/x509'
import { beforeAll, expect, test } from 'vitest'
import { fileKeyStore } from './file-key-store.ts'
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
  const keyStore = fileKeyStore({ read: () => privateKey, save: () => {} }, 'memory')
  const key = await keyStore.open(name)
  if (!key) throw new Error('the store holds one key under every name')
  return { id: name, certificate, ...key }
}

beforeAll(async () => {
  const [first, second] = await Promise.all([makeKey('first'), makeKey('second')])
  const rest = { root: first, signer: first, earlierSigners: [], earlierPersonalData: [] }
  keys = { ...rest, personalData: first }
  other = { ...rest, personalData: second }
})

test.each(['', 'it@north-bank.example', '١ شارع السوق', '🏦 Näherei', 'x'.repeat(9000)])(
  'what was encrypted can be read (%#)',
  async (text) => {
    const stored = encryptPersonalData(keys, text)
    expect(stored).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(await decryptPersonalData(keys, stored)).toBe(text)
  },
)

test('the same text never gives the same value', () => {
  expect(encryptPersonalData(keys, 'same')).not.toBe(encryptPersonalData(keys, 'same'))
})

test('every byte stands where Key Manager looks for it', async () => {
  const bytes = Buffer.from(encryptPersonalData(keys, 'North Bank'), 'base64url')
  const { certificate, decrypt } = keys.personalData
  expect(bytes.subarray(0, 6).toString()).toBe('VER_R2')
  expect(bytes.subarray(6, 38).toString('hex').toUpperCase()).toBe(certificate.thumbprintSha256)
  expect(bytes.subarray(294, 308).toString()).toBe('#KEY_SPLITTER#')
  const secret = (await decrypt(bytes.subarray(38, 294))) ?? new Uint8Array()
  expect(secret).toHaveLength(32)
  const aad = bytes.subarray(308, 340)
  const decipher = createDecipheriv('aes-256-gcm', secret, aad.subarray(0, 12))
  decipher.setAAD(aad).setAuthTag(bytes.subarray(-16))
  const text = Buffer.concat([decipher.update(bytes.subarray(340, -16)), decipher.final()])
  expect(text.toString()).toBe('North Bank')
})

test('standard base64 with padding is read too', async () => {
  const stored = Buffer.from(encryptPersonalData(keys, 'text'), 'base64url').toString('base64')
  expect(await decryptPersonalData(keys, stored)).toBe('text')
})

test.each(['', 'info@mosip.io', 'mpartner-default-cert', '9232121212', 'VkVSX1Iy', 'VER_R2'])(
  'a value from before encryption stays as it is: %s',
  async (stored) => {
    expect(await decryptPersonalData(keys, stored)).toBe(stored)
  },
)

test.each([
  ['the key id', 10],
  ['the wrapped key', 100],
  ['the additional data', 320],
  ['the text', 341],
  ['the tag', -1],
])('an altered value is refused: %s', async (_, at) => {
  const bytes = Buffer.from(encryptPersonalData(keys, 'North Bank'), 'base64url')
  const index = at < 0 ? bytes.length + at : at
  bytes.writeUInt8((bytes[index] ?? 0) ^ 1, index)
  await expect(decryptPersonalData(keys, bytes.toString('base64url'))).rejects.toThrow(
    'partner_data_unreadable',
  )
})

test('a value of another key is readable as long as that key is at hand', async () => {
  const stored = encryptPersonalData(keys, 'old')
  await expect(decryptPersonalData(other, stored)).rejects.toThrow('partner_data_unreadable')
  const renewed = { ...other, earlierPersonalData: [keys.personalData] }
  expect(await decryptPersonalData(renewed, stored)).toBe('old')
  // Another replica may use it already.
  const ahead = { ...other, nextPersonalData: keys.personalData }
  expect(await decryptPersonalData(ahead, stored)).toBe('old')
})

test('what was read lately is known without the private key, but not to whom lacks the key', async () => {
  let decrypted = 0
  const counted = {
    ...keys.personalData,
    decrypt: (wrapped: Uint8Array) => {
      decrypted += 1
      return keys.personalData.decrypt(wrapped)
    },
  }
  const stored = encryptPersonalData(keys, 'North Bank')
  for (let time = 0; time < 3; time += 1) {
    expect(await decryptPersonalData({ ...keys, personalData: counted }, stored)).toBe('North Bank')
  }
  expect(decrypted).toBe(1)
  const earlier = { ...other, earlierPersonalData: [counted] }
  expect(await decryptPersonalData(earlier, stored)).toBe('North Bank')
  await expect(decryptPersonalData(other, stored)).rejects.toThrow('partner_data_unreadable')
  // The same end, but not the same value.
  const altered = `${stored.startsWith('V') ? 'W' : 'V'}${stored.slice(1)}`
  expect(await decryptPersonalData({ ...keys, personalData: counted }, altered)).toBe(altered)
})

test('a key store that does not answer is not taken for an altered value', async () => {
  const stored = encryptPersonalData(keys, 'text')
  const away = { ...keys.personalData, decrypt: () => Promise.reject(new Error('no token')) }
  await expect(decryptPersonalData({ ...keys, personalData: away }, stored)).rejects.toThrow(
    'no token',
  )
})

test('an e-mail address is found by its hash in any letter case, blanks counted', () => {
  // sha256 of `info@mosip.io`
  expect(emailHash('Info@MOSIP.io')).toBe(emailHash('info@mosip.io'))
  expect(emailHash('info@mosip.io')).toMatch(/^[0-9a-f]{64}$/)
  expect(emailHash(' info@mosip.io')).not.toBe(emailHash('info@mosip.io'))
})
