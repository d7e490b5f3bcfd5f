import { createPublicKey, sign, webcrypto, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { generateRsaKey } from '@pmp/x509'
import type { KeyFile } from './key-file.ts'
import type { KeyStore, StoredKey } from './key-store.ts'

/** The encrypted key file as key store: keys lie in the memory of this process once it is open. */
export function fileKeyStore(file: KeyFile, name: string): KeyStore {
  return {
    name,
    async generate(alias) {
      const { privateKey } = await generateRsaKey()
      file.save(alias, privateKey)
      return storedKey(privateKey)
    },
    async open(alias) {
      const privateKey = file.read(alias)
      return privateKey && storedKey(privateKey)
    },
    async close() {},
  }
}

/** Both operations run beside the event loop. */
function storedKey(privateKey: KeyObject): StoredKey {
  const decryptionKey = privateKey.toCryptoKey({ name: 'RSA-OAEP', hash: 'SHA-256' }, false, [
    'decrypt',
  ])
  return {
    publicKeyDer: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
    sign: async (data) => promisify(sign)('sha256', data, privateKey),
    async decrypt(encrypted) {
      const bytes = Uint8Array.from(encrypted)
      const opened = webcrypto.subtle.decrypt({ name: 'RSA-OAEP' }, decryptionKey, bytes)
      return opened.then(
        (plain) => new Uint8Array(plain),
        () => undefined,
      )
    },
  }
}
