import { constants, generateKeyPairSync, privateDecrypt, publicEncrypt } from 'node:crypto'
import { expect, test } from 'vitest'
import { unpadOaep } from './oaep.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const { RSA_PKCS1_OAEP_PADDING, RSA_NO_PADDING } = constants

/** The block that a token gives which only does the arithmetic. */
function blockOf(text: string, oaepHash = 'sha256'): Buffer {
  const encryption = { key: publicKey, padding: RSA_PKCS1_OAEP_PADDING, oaepHash }
  const encrypted = publicEncrypt(encryption, Buffer.from(text))
  return privateDecrypt({ key: privateKey, padding: RSA_NO_PADDING }, encrypted)
}

test.each(['', 'a', 'x'.repeat(190)])('openssl’s padding is taken off (%#)', (text) => {
  expect(unpadOaep(blockOf(text))?.toString()).toBe(text)
})

test.each([
  ['its first byte', 0],
  ['the seed', 5],
  ['the hash of the label', 40],
  ['the filling', 100],
])('a block with another bit in %s is refused', (_, at) => {
  const block = blockOf('text')
  block.writeUInt8((block[at] ?? 0) ^ 1, at)
  expect(unpadOaep(block)).toBeUndefined()
})

test('blocks of another hash, of zeros and too short ones are refused', () => {
  expect(unpadOaep(blockOf('text', 'sha1'))).toBeUndefined()
  for (const length of [0, 1, 33, 65, 256]) {
    expect(unpadOaep(Buffer.alloc(length))).toBeUndefined()
  }
})
