import { createPublicKey, publicEncrypt, constants, randomUUID, verify } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import type { KeyStore, StoredKey } from './key-store.ts'
import { openKeyStore } from './open-key-store.ts'
import {
  isSoftHsmRequired,
  leftOut,
  makeTestToken,
  softHsmModule,
  type TestToken,
} from './token/testing-token.ts'

test('SoftHSM is installed where the tests on a token are demanded', () => {
  expect(isSoftHsmRequired && softHsmModule === undefined).toBe(false)
})

const publicKeyOf = ({ publicKeyDer }: StoredKey) =>
  createPublicKey({ key: Buffer.from(publicKeyDer), format: 'der', type: 'spki' })

function encryptFor(key: StoredKey, text: string): Buffer {
  const padding = constants.RSA_PKCS1_OAEP_PADDING
  return publicEncrypt({ key: publicKeyOf(key), padding, oaepHash: 'sha256' }, Buffer.from(text))
}

const decrypted = async (key: StoredKey, value: Uint8Array) => {
  const text = await key.decrypt(value)
  return text && Buffer.from(text).toString()
}

const kinds = [
  { kind: 'encrypted file', isToken: false },
  { kind: `PKCS#11 token${leftOut}`, isToken: true },
]

describe.each(kinds)('$kind as key store', ({ isToken }) => {
  describe.skipIf(isToken && softHsmModule === undefined)('keeps the promises of every one', () => {
    let folder: string
    let token: TestToken | undefined
    let store: KeyStore
    const open = async () => {
      const settings = { DATA_DIR: folder, ...token?.settings }
      return (await openKeyStore(readConfig(settings, '/no-env-file'))).keyStore
    }

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'pmp-store-'))
      token = isToken ? makeTestToken() : undefined
      store = await open()
    })
    afterAll(async () => {
      await store.close()
      token?.remove()
      rmSync(folder, { recursive: true, force: true })
    })

    test('a key signs with RSA 2048 and SHA-256, and hands out its public half only', async () => {
      const key = await store.generate(randomUUID(), 'sign')
      const data = Buffer.from('to be signed')
      const signature = await key.sign(data)
      expect(verify('sha256', data, publicKeyOf(key), signature)).toBe(true)
      expect(signature).toHaveLength(256)
      expect(Object.keys(key).toSorted()).toEqual(['decrypt', 'publicKeyDer', 'sign'])
    })

    test('a key decrypts RSA-OAEP with SHA-256, and nothing else', async () => {
      const key = await store.generate(randomUUID(), 'decrypt')
      const other = await store.generate(randomUUID(), 'decrypt')
      expect(await decrypted(key, encryptFor(key, 'a secret'))).toBe('a secret')
      expect(await decrypted(key, encryptFor(key, ''))).toBe('')
      expect(await key.decrypt(encryptFor(other, 'a secret'))).toBeUndefined()
      const padding = constants.RSA_PKCS1_OAEP_PADDING
      const withSha1 = publicEncrypt({ key: publicKeyOf(key), padding }, Buffer.from('a secret'))
      expect(await key.decrypt(withSha1)).toBeUndefined()
      for (const bytes of [Buffer.alloc(0), Buffer.alloc(256, 0xff), Buffer.alloc(256, 1)]) {
        expect(await key.decrypt(bytes)).toBeUndefined()
      }
    })

    test('a key is there again after the store was opened anew', async () => {
      const [alias, missing] = [randomUUID(), randomUUID()]
      const key = await store.generate(alias, 'decrypt')
      const value = encryptFor(key, 'kept')
      await store.close()
      store = await open()
      const again = await store.open(alias)
      expect(again?.publicKeyDer).toEqual(key.publicKeyDer)
      expect(again && (await decrypted(again, value))).toBe('kept')
      expect(await store.open(missing)).toBeUndefined()
    })

    test('many operations at once do not mix', async () => {
      const signer = await store.generate(randomUUID(), 'sign')
      const reader = await store.generate(randomUUID(), 'decrypt')
      const works = Array.from({ length: 60 }, async (_, number) => {
        const text = `text ${number}`
        if (number % 2 === 0) return (await decrypted(reader, encryptFor(reader, text))) === text
        const signature = await signer.sign(Buffer.from(text))
        return verify('sha256', Buffer.from(text), publicKeyOf(signer), signature)
      })
      expect(new Set(await Promise.all(works))).toEqual(new Set([true]))
    })

    test('other work goes on while a key is made', async () => {
      const seen = { isMade: false, turns: 0 }
      const made = store.generate(randomUUID(), 'sign').finally(() => {
        seen.isMade = true
      })
      while (!seen.isMade) {
        await setImmediate()
        seen.turns += 1
      }
      await made
      // A call that blocks would leave a handful of turns.
      expect(seen.turns).toBeGreaterThan(50)
    })

    test('its name tells where it is, without PIN', () => {
      expect(store.name).toBe(isToken ? 'pkcs11:token=Partner keys' : join(folder, 'keys.json'))
    })
  })
})

test.skipIf(softHsmModule === undefined)(
  `who changes over from the file to a token keeps the earlier keys in the file${leftOut}`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pmp-store-'))
    const token = makeTestToken()
    const open = (settings = {}) =>
      openKeyStore(readConfig({ DATA_DIR: folder, ...settings }, '/no-env-file'))
    const [inFile, inToken] = [randomUUID(), randomUUID()]
    const before = await (await open()).keyStore.generate(inFile, 'decrypt')

    const { keyStore, keyFile } = await open(token.settings)
    const earlier = await keyStore.open(inFile)
    expect(earlier && (await decrypted(earlier, encryptFor(before, 'kept')))).toBe('kept')
    await keyStore.generate(inToken, 'sign')
    expect(keyFile.read(inToken)).toBeUndefined()
    expect(await keyStore.open(inToken)).toBeDefined()
    await keyStore.close()
    token.remove()
    rmSync(folder, { recursive: true, force: true })
  },
)
