import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

/** What kind of key a certificate holds. */
export interface KeyDescription {
  /** `RSA`, `EC`, `Ed25519`, `Ed448`, `DSA`, else what OpenSSL calls it, else `unknown`. */
  readonly type: string
  /** The strength as usually stated: modulus or field size; 0 when it cannot be told. */
  readonly bits: number
  /** OpenSSL's name of a named curve. */
  readonly curve?: string
}

/** Two halves that belong together. */
export interface KeyPair {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

const TYPES: Record<string, string> = {
  rsa: 'RSA',
  'rsa-pss': 'RSA',
  ec: 'EC',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
  dsa: 'DSA',
}
const EDWARDS_BITS: Record<string, number> = { ed25519: 256, ed448: 456 }

/** Opens a SubjectPublicKeyInfo, or gives undefined for kinds of keys that OpenSSL does not know. */
export function openPublicKey(spki: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}

/** Describes a public key; a missing one is of type `unknown`. */
export function describeKey(key: KeyObject | undefined): KeyDescription {
  const kind = key?.asymmetricKeyType
  if (!key || !kind) return { type: 'unknown', bits: 0 }
  const details = key.asymmetricKeyDetails ?? {}
  const type = TYPES[kind] ?? kind
  if (kind === 'ec') return { type, ...describeCurve(details.namedCurve) }
  return { type, bits: details.modulusLength ?? EDWARDS_BITS[kind] ?? 0 }
}

/** A curve that is none of the named ones has no bits: nobody vouches for it. */
function describeCurve(curve: string | undefined): { bits: number; curve?: string } {
  if (curve === undefined) return { bits: 0 }
  return { bits: Number(/\d{3}/.exec(curve)?.[0] ?? 0), curve }
}

/** Makes a new RSA key pair, outside the event loop. */
export async function generateRsaKey(bits = 2048): Promise<KeyPair> {
  return await promisify(generateKeyPair)('rsa', { modulusLength: bits })
}
