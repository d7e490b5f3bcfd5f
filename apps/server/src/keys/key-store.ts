import { existsSync } from 'node:fs'
import type { Signer } from '@pmp/x509'
import type { Config } from '../config.ts'
import { fileKeyStore } from './file-key-store.ts'
import { openKeyFile, readOrMakePin, type KeyFile } from './key-file.ts'
import { openTokenKeyStore } from './token/token-key-store.ts'

/** What a key may do; a token enforces it. */
export type KeyUse = 'sign' | 'decrypt'

/** A private key that works where it lies, with its public half. */
export interface StoredKey {
  /** SubjectPublicKeyInfo. */
  publicKeyDer: Uint8Array
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  sign: Signer
  /** RSA-OAEP with SHA-256 and MGF1-SHA-256; undefined for what was not encrypted for this key. */
  decrypt(encrypted: Uint8Array): Promise<Uint8Array | undefined>
}

/**
 * Where the private keys of the platform are made, kept and used. Nobody gets at the keys
 * themselves: neither adapter hands them out (docs/decisions/0012).
 */
export interface KeyStore {
  /** For messages; holds no secret. */
  name: string
  /** Makes an RSA 2048 key under a new alias. */
  generate(alias: string, use: KeyUse): Promise<StoredKey>
  /** The key of an alias, also one that another process made meanwhile. */
  open(alias: string): Promise<StoredKey | undefined>
  close(): Promise<void>
}

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
