import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { KeyStore, KeyUse, StoredKey } from '../key-store.ts'
import { CK, CKA, isAnswer } from './cryptoki-codes.ts'
import {
  decrypt,
  findObject,
  generateKeyPair,
  oaepMechanism,
  readAttributes,
  sign,
  type Attribute,
} from './cryptoki.ts'
import type { Ulong } from './native-library.ts'
import { unpadOaep } from './oaep.ts'
import { nameOfToken, type TokenAddress } from './token-address.ts'
import { openTokenSessions, type TokenSession, type TokenSessions } from './token-sessions.ts'

const keyBits = 2048
const exponent = Buffer.from([1, 0, 1])

/**
 * A PKCS#11 token as key store. Keys are made in it, sensitive and not extractable, with the alias
 * as CKA_ID and in CKA_LABEL; an alias of upstream's, which Java writes as CKA_ID, is found too.
 * @throws {Error} saying that module, token or PIN is wrong
 */
export async function openTokenKeyStore(
  address: TokenAddress,
  pin: string | undefined,
): Promise<KeyStore> {
  const sessions = openTokenSessions(address, pin ?? address.pin ?? readPin(address.pinFile))
  const label = (alias: string) => (address.object ? `${address.object} ${alias}` : alias)
  // A missing token and a wrong PIN show at start, not at the first signature.
  await sessions.use(async () => {})
  return {
    name: nameOfToken(address),
    generate: (alias, use) =>
      sessions.use(async (at) => {
        const templates = templatesOf(Buffer.from(alias), label(alias), use)
        const made = await generateKeyPair(at.calls, at.session, templates)
        at.keys.set(alias, made.privateKey)
        return storedKey(sessions, alias, await readPublicKey(at, made.publicKey))
      }),
    open: (alias) =>
      sessions.use(async (at) => {
        const privateKey = await findKey(at, alias)
        if (privateKey === undefined) return undefined
        const publicKey = await findObject(at.calls, at.session, marksOf(alias, 'public'))
        return storedKey(sessions, alias, await readPublicKey(at, publicKey ?? privateKey))
      }),
    close: () => sessions.close(),
  }
}

function readPin(path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '')
  } catch (cause) {
    throw new Error(`The file of pin-source, ${path}, cannot be read`, { cause })
  }
}

function templatesOf(id: Buffer, label: string, use: KeyUse) {
  const common: Attribute[] = [
    [CKA.token, true],
    [CKA.id, id],
    [CKA.label, Buffer.from(label)],
  ]
  const isSigner = use === 'sign'
  const publicKey: Attribute[] = [
    ...common,
    [CKA.private, false],
    [CKA.modulusBits, keyBits],
    [CKA.publicExponent, exponent],
    [CKA.verify, isSigner],
    [CKA.encrypt, !isSigner],
  ]
  const privateKey: Attribute[] = [
    ...common,
    [CKA.private, true],
    [CKA.sensitive, true],
    [CKA.extractable, false],
    [CKA.sign, isSigner],
    [CKA.decrypt, !isSigner],
  ]
  return [publicKey, privateKey] as const
}

function marksOf(alias: string, half: 'public' | 'private'): Attribute[] {
  const objectClass = half === 'public' ? CK.publicKeyClass : CK.privateKeyClass
  return [
    [CKA.class, objectClass],
    [CKA.id, Buffer.from(alias)],
  ]
}

async function findKey(at: TokenSession, alias: string): Promise<Ulong | undefined> {
  const known = at.keys.get(alias)
  if (known !== undefined) return known
  const found = await findObject(at.calls, at.session, marksOf(alias, 'private'))
  if (found !== undefined) at.keys.set(alias, found)
  return found
}

/** Modulus and exponent may be read from either half. Version 2.40, section 2.1. */
async function readPublicKey(at: TokenSession, key: Ulong): Promise<[n: Buffer, e: Buffer]> {
  const wanted = [CKA.modulus, CKA.publicExponent]
  const [n, e] = await readAttributes(at.calls, { session: at.session, key }, wanted)
  if (!n?.length || !e?.length) throw new Error('The token shows no public key')
  return [n, e]
}

function storedKey(
  sessions: TokenSessions,
  alias: string,
  [modulus, exponent]: readonly [Buffer, Buffer],
): StoredKey {
  const [n, e] = [modulus.toString('base64url'), exponent.toString('base64url')]
  const publicKey = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' })
  const withKey = <T>(work: (at: TokenSession, key: Ulong) => Promise<T>) =>
    sessions.use(async (at) => {
      const key = await findKey(at, alias)
      if (key === undefined) throw new Error(`The key ${alias} is no longer in the token`)
      return work(at, key)
    })
  return {
    publicKeyDer: publicKey.export({ type: 'spki', format: 'der' }),
    sign: (data) =>
      withKey(({ calls, session }, key) =>
        sign(calls, { session, key, mechanism: { type: CK.rsaSha256 } }, data),
      ),
    async decrypt(encrypted) {
      // RFC 8017 §5.1.2. Tokens answer as if the connection was lost.
      const isInRange =
        encrypted.length === modulus.length && Buffer.compare(encrypted, modulus) < 0
      return isInRange ? withKey((at, key) => decryptOaep(at, key, encrypted)) : undefined
    },
  }
}

/**
 * Some tokens, SoftHSM 2.6 among them, know RSA-OAEP with SHA-1 only: there the token does the RSA
 * operation, and the padding is taken off here. Upstream's key manager always works so.
 */
async function decryptOaep(
  { calls, session }: TokenSession,
  key: Ulong,
  encrypted: Uint8Array,
): Promise<Buffer | undefined> {
  try {
    return await decrypt(calls, { session, key, mechanism: oaepMechanism(calls) }, encrypted)
  } catch (error) {
    if (isAnswer(error, 'CKR_ENCRYPTED_DATA_INVALID')) return undefined
    if (!isAnswer(error, ...oaepUnknown)) throw error
  }
  const block = await decrypt(calls, { session, key, mechanism: { type: CK.rsaRaw } }, encrypted)
  // Some tokens leave out leading zeros.
  const padding = Buffer.alloc(Math.max(0, encrypted.length - block.length))
  return unpadOaep(Buffer.concat([padding, block]))
}

const oaepUnknown = [
  'CKR_ARGUMENTS_BAD',
  'CKR_MECHANISM_INVALID',
  'CKR_MECHANISM_PARAM_INVALID',
  'CKR_FUNCTION_NOT_SUPPORTED',
]
