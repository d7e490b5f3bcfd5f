import { existsSync } from 'node:fs'
import type { Config } from '../config.ts'
import { fileKeyStore } from './file-key-store.ts'
import { openKeyFile, readOrMakePin, type KeyFile } from './key-file.ts'
import type { KeyStore } from './key-store.ts'
import { openTokenKeyStore } from './token/token-key-store.ts'

export interface OpenStores {
  keyStore: KeyStore
  /** Keys of the embedded identity provider, which must be at hand in this process. */
  keyFile: KeyFile
}

/**
 * Opens the key store of the settings: the encrypted file, or a PKCS#11 token with the file beside
 * it for what is no platform key.
 * @throws {Error} saying what is wrong with passphrase, file, module or token
 */
export async function openKeyStore(config: Config): Promise<OpenStores> {
  const { keyStorePath: path, pinPath, token, KEY_STORE_PIN: pin } = config
  if (!token) {
    const keyFile = openKeyFile(path, readOrMakePin(pin, pinPath))
    return { keyFile, keyStore: fileKeyStore(keyFile, path) }
  }
  // Not the PIN of the token: it is short, and whoever copied the file could try all of them.
  const keyFile = openLazily(() => openKeyFile(path, readOrMakePin(undefined, pinPath)))
  const keyStore = await openTokenKeyStore(token, pin)
  return { keyFile, keyStore: existsSync(path) ? withEarlier(keyStore, keyFile) : keyStore }
}

/** Who changes over from the file to a token keeps the earlier keys where they are. */
function withEarlier(token: KeyStore, keyFile: KeyFile): KeyStore {
  const earlier = fileKeyStore(keyFile, token.name)
  return { ...token, open: async (alias) => (await token.open(alias)) ?? earlier.open(alias) }
}

/** With an identity provider of one's own the file is never needed, and so never made. */
function openLazily(open: () => KeyFile): KeyFile {
  let opened: KeyFile | undefined
  const file = () => (opened ??= open())
  return {
    read: (alias) => file().read(alias),
    save: (alias, key) => file().save(alias, key),
  }
}
