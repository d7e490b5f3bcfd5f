import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHash,
  publicEncrypt,
  createPublicKey,
  randomBytes,
} from 'node:crypto'
import { Failure } from '@pmp/contract'
import type { Keys, PlatformKey } from './keys.ts'

/*
 * Personal data at rest, byte for byte as Key Manager writes it (certificates.md B7, end), so that
 * either product reads the other's rows:
 *
 *   VER_R2 | SHA-256 of the certificate | RSA-OAEP(AES key) | #KEY_SPLITTER# | AAD | AES-256-GCM
 *
 * database.md 2.7 calls the text around it base64, certificates.md B7 base64url: Key Manager
 * answers base64url without padding, and that is written. Both alphabets, padded or not, are read.
 */

const version = Buffer.from('VER_R2')
const splitter = Buffer.from('#KEY_SPLITTER#')
const thumbprintBytes = 32
const aadBytes = 32
const nonceBytes = 12
const tagBytes = 16
const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } as const

/** Encrypts a text with the platform's key for personal data; never twice to the same value. */
export function encryptPersonalData(keys: Keys, text: string): string {
  const { certificate } = keys.personalData
  const publicKey = createPublicKey({
    key: Buffer.from(certificate.publicKeyDer),
    format: 'der',
    type: 'spki',
  })
  const secret = randomBytes(32)
  const aad = randomBytes(aadBytes)
  const cipher = createCipheriv('aes-256-gcm', secret, aad.subarray(0, nonceBytes)).setAAD(aad)
  return Buffer.concat([
    version,
    Buffer.from(certificate.thumbprintSha256, 'hex'),
    publicEncrypt({ key: publicKey, ...oaep }, secret),
    splitter,
    aad,
    cipher.update(text, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]).toString('base64url')
}

/**
 * Reads a stored value. What is not in the encrypted form is from before encryption and returned
 * as it is (partner.md 1.5); what its key has opened lately is known.
 * @throws {Failure} partner_data_unreadable when the value was altered or its key is not at hand
 */
export function decryptPersonalData(keys: Keys, stored: string): string | Promise<string> {
  for (const key of keysOf(keys)) {
    const known = findOpened(key, stored)
    if (known !== undefined) return known
  }
  const sealed = parse(stored)
  return sealed ? openSealed(keys, sealed, stored) : stored
}

function keysOf({ personalData, nextPersonalData, earlierPersonalData }: Keys): PlatformKey[] {
  return [personalData, ...(nextPersonalData ? [nextPersonalData] : []), ...earlierPersonalData]
}

async function openSealed(keys: Keys, sealed: Sealed, stored: string): Promise<string> {
  const key = keysOf(keys).find(
    ({ certificate }) => certificate.thumbprintSha256 === sealed.thumbprint,
  )
  const secret = await key?.decrypt(sealed.wrappedSecret)
  const text = secret && open(secret, sealed.data)
  if (!key || text === undefined) throw new Failure('partner_data_unreadable')
  keepOpened(key, stored, text)
  return text
}

/**
 * What a key has opened lately, in memory only, as the key itself: a page of partners has fifty
 * addresses, and each would take an operation with the private key (decision 38).
 */
const opened = new WeakMap<PlatformKey, Map<string, { stored: string; text: string }>>()
const mostOpened = 2000

/** A value ends with its tag, which no other has; a Map would read the whole of it each time. */
const endOf = (stored: string) => stored.slice(-tagBytes)

function findOpened(key: PlatformKey, stored: string): string | undefined {
  const known = opened.get(key)?.get(endOf(stored))
  return known?.stored === stored ? known.text : undefined
}

function keepOpened(key: PlatformKey, stored: string, text: string): void {
  const known = opened.get(key) ?? new Map<string, { stored: string; text: string }>()
  opened.set(key, known.set(endOf(stored), { stored, text }))
  const [oldest] = known.keys()
  if (known.size > mostOpened && oldest !== undefined) known.delete(oldest)
}

/** What e-mail addresses are looked up by: hex SHA-256 of the lower-cased address, not trimmed. */
export function emailHash(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('hex')
}

interface Sealed {
  /** Upper-case hex, as certificates carry it. */
  thumbprint: string
  wrappedSecret: Buffer
  data: Buffer
}

/** The parts of an encrypted value, or undefined for any other text. */
function parse(stored: string): Sealed | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(stored)) return undefined
  const bytes = Buffer.from(stored, 'base64')
  const headerBytes = version.length + thumbprintBytes
  if (!bytes.subarray(0, version.length).equals(version)) return undefined
  // The size of the wrapped key follows from the RSA key, so the mark behind it tells where it ends.
  const split = bytes.indexOf(splitter, headerBytes)
  const data = bytes.subarray(split + splitter.length)
  if (split < 0 || data.length < aadBytes + tagBytes) return undefined
  return {
    thumbprint: bytes.subarray(version.length, headerBytes).toString('hex').toUpperCase(),
    wrappedSecret: bytes.subarray(headerBytes, split),
    data,
  }
}

/** The text, or undefined when it was altered. */
function open(secret: Uint8Array, data: Buffer): string | undefined {
  const aad = data.subarray(0, aadBytes)
  try {
    const decipher = createDecipheriv('aes-256-gcm', secret, aad.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
    decipher.setAAD(aad).setAuthTag(data.subarray(-tagBytes))
    const text = [decipher.update(data.subarray(aadBytes, -tagBytes)), decipher.final()]
    return Buffer.concat(text).toString('utf8')
  } catch {
    return undefined
  }
}
