import type { Signer } from '@pmp/x509'

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
