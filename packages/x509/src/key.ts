import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { readWhole } from './asn1.ts'
import { describeKey } from './key-description.ts'

/** Two halves that belong together. */
export interface KeyPair {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

/**
 * Opening a key and using it for the first time takes three times as long as verifying with one in
 * use, and the same few issuers sign nearly everything. Keyed by the exact bytes; those used last
 * are kept.
 */
const opened = new Map<string, KeyObject | 'unusable'>()
const MOST_KEPT = 256
const LARGEST_KEPT = 2048

/**
 * Opens a SubjectPublicKeyInfo, or gives undefined for keys that OpenSSL does not know or that
 * are none, such as a point beside its curve: nothing is ever verified with those.
 */
export function openPublicKey(spki: Uint8Array): KeyObject | undefined {
  const bytes = Buffer.from(spki.buffer, spki.byteOffset, spki.length)
  const name = bytes.toString('latin1')
  const key = opened.get(name) ?? openAnew(bytes)
  opened.delete(name)
  if (spki.length <= LARGEST_KEPT) opened.set(name, key)
  const [oldest] = opened.size > MOST_KEPT ? opened.keys() : []
  if (oldest !== undefined) opened.delete(oldest)
  return key === 'unusable' ? undefined : key
}

function openAnew(spki: Buffer): KeyObject | 'unusable' {
  try {
    if (describeKey(readWhole(spki)).flaw !== undefined) return 'unusable'
    return createPublicKey({ key: spki, format: 'der', type: 'spki' })
  } catch {
    return 'unusable'
  }
}

/** Makes a new RSA key pair, outside the event loop. */
export async function generateRsaKey(bits = 2048): Promise<KeyPair> {
  return await promisify(generateKeyPair)('rsa', { modulusLength: bits })
}
