import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { KeyObject } from 'node:crypto'
import { generateRsaKey } from '@pmp/x509'
import type { Config } from '../config.ts'
import { fileKeyStore } from './file-key-store.ts'
import type { KeyFile } from './key-file.ts'
import type { KeyStore } from './key-store.ts'
import { openKeyStore, type OpenStores } from './open-key-store.ts'

/** The key file without the file and its slow passphrase. */
export function memoryKeyStore(): KeyStore {
  const keys = new Map<string, KeyObject>()
  return withKeysMadeBefore({
    read: (alias) => keys.get(alias),
    save: (alias, key) => void keys.set(alias, key),
  })
}

/**
 * The key store of the settings. A key file whose passphrase is derived in no time: the file itself
 * says with what effort, and this one is made with little.
 */
export async function openTestKeyStore(config: Config): Promise<OpenStores> {
  if (config.token) return openKeyStore(config)
  writeQuickKeyFile(config.keyStorePath)
  const { keyFile } = await openKeyStore(config)
  return { keyFile, keyStore: withKeysMadeBefore(keyFile) }
}

/** An empty key file that opens with any passphrase, at once. */
export function writeQuickKeyFile(path: string): void {
  if (existsSync(path)) return
  const kdf = { name: 'scrypt', N: 2, r: 1, p: 1, salt: Buffer.from('a test').toString('base64') }
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify({ version: 1, kdf, keys: {} }), { mode: 0o600 })
}

const madeBefore: Promise<KeyObject>[] = []

/** Real RSA keys, different within a store, but made once for all stores of a test process. */
function withKeysMadeBefore(file: KeyFile): KeyStore {
  const store = fileKeyStore(file, 'test')
  let next = 0
  return {
    ...store,
    async generate(alias, use) {
      madeBefore[next] ??= generateRsaKey().then(({ privateKey }) => privateKey)
      const key = madeBefore[next]
      next += 1
      if (key) file.save(alias, await key)
      return (await store.open(alias)) ?? store.generate(alias, use)
    },
  }
}
