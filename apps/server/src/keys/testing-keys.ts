import type { KeyObject } from 'node:crypto'
import { fileKeyStore } from './file-key-store.ts'
import type { KeyStore } from './key-store.ts'

/** The key file without the file and its slow passphrase. */
export function memoryKeyStore(): KeyStore {
  const keys = new Map<string, KeyObject>()
  const file = {
    read: (alias: string) => keys.get(alias),
    save: (alias: string, key: KeyObject) => void keys.set(alias, key),
  }
  return fileKeyStore(file, 'memory')
}
