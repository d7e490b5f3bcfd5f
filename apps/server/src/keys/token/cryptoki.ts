import { CK, isAnswer } from './cryptoki-codes.ts'
import type { CryptokiCalls } from './cryptoki-calls.ts'
import type { Ulong } from './native-library.ts'

/*
 * The calls of PKCS#11 that are needed, with values of JavaScript. Each may throw `CryptokiError`
 * with the token's answer.
 */

export type Attribute = readonly [type: number, value: Uint8Array | boolean | number]

interface Mechanism {
  type: number
  parameter?: Uint8Array
}

export interface TokenInfo {
  label: string
  manufacturer: string
  model: string
  serial: string
  isInitialized: boolean
  /** The PIN is typed at the token itself. */
  hasPinPad: boolean
}

/** A key with the session to use it in. */
interface KeyInSession {
  session: Ulong
  key: Ulong
}

const mostSlots = 256
/** Enough for RSA with 8192 bits. */
const mostBytes = 1024

/** Other parts of this process may use the library already. */
export async function initialize({ call }: CryptokiCalls): Promise<void> {
  const none = { create: null, destroy: null, lock: null, unlock: null, reserved: null }
  try {
    await call.initialize({ ...none, flags: CK.initializeWithLocks })
  } catch (error) {
    if (!isAnswer(error, 'CKR_CRYPTOKI_ALREADY_INITIALIZED')) throw error
  }
}

/** Ends all sessions of this process. */
export async function finalize({ call }: CryptokiCalls): Promise<void> {
  await call.finalize(null)
}

/** Slots with a token in them. */
export async function findSlots({ call, ulongBytes }: CryptokiCalls): Promise<Ulong[]> {
  const slots = Buffer.alloc(mostSlots * ulongBytes)
  const count: [number] = [mostSlots]
  await call.getSlotList(1, slots, count)
  return Array.from({ length: count[0] }, (_, index) =>
    readUlong(slots, index * ulongBytes, ulongBytes),
  )
}

export async function readToken(
  { call, ulongBytes }: CryptokiCalls,
  slot: Ulong,
): Promise<TokenInfo> {
  const info = Buffer.alloc(256)
  await call.getTokenInfo(slot, info)
  const text = (from: number, to: number) => info.toString('utf8', from, to).trimEnd()
  const flags = Number(readUlong(info, 96, ulongBytes))
  return {
    label: text(0, 32),
    manufacturer: text(32, 64),
    model: text(64, 80),
    serial: text(80, 96),
    isInitialized: (flags & CK.initializedToken) !== 0,
    hasPinPad: (flags & CK.protectedPinPad) !== 0,
  }
}

export async function openSession({ call }: CryptokiCalls, slot: Ulong): Promise<Ulong> {
  const session: [Ulong] = [0]
  await call.openSession(slot, CK.serialSession | CK.writableSession, null, null, session)
  return session[0]
}

/** All sessions of a process are signed in together. */
export async function login(
  { call }: CryptokiCalls,
  session: Ulong,
  pin: string | undefined,
): Promise<void> {
  const bytes = pin === undefined ? null : Buffer.from(pin, 'utf8')
  try {
    await call.login(session, CK.normalUser, bytes, bytes?.length ?? 0)
  } catch (error) {
    if (!isAnswer(error, 'CKR_USER_ALREADY_LOGGED_IN')) throw error
  } finally {
    bytes?.fill(0)
  }
}

/** The first object that has all these attributes. */
export async function findObject(
  { call, ...calls }: CryptokiCalls,
  session: Ulong,
  attributes: readonly Attribute[],
): Promise<Ulong | undefined> {
  const object: [Ulong] = [0]
  const count: [number] = [0]
  await call.findObjectsInit(session, template(calls, attributes), attributes.length)
  try {
    await call.findObjects(session, object, 1, count)
  } finally {
    await call.findObjectsFinal(session)
  }
  return count[0] === 0 ? undefined : object[0]
}

/** @throws {CryptokiError} CKR_ATTRIBUTE_SENSITIVE for what the token keeps to itself */
export async function readAttributes(
  { call }: CryptokiCalls,
  { session, key }: KeyInSession,
  wanted: readonly number[],
): Promise<Buffer[]> {
  const values = wanted.map((type) => ({ type, value: Buffer.alloc(mostBytes) }))
  const asked = values.map((value) => ({ ...value, length: mostBytes }))
  await call.getAttributes(session, key, asked, asked.length)
  return values.map(({ value }, index) => value.subarray(0, asked[index]?.length))
}

/** Makes an RSA key pair. */
export async function generateKeyPair(
  { call, ...calls }: CryptokiCalls,
  session: Ulong,
  [publicKey, privateKey]: readonly [readonly Attribute[], readonly Attribute[]],
) {
  const [first, second]: [[Ulong], [Ulong]] = [[0], [0]]
  await call.generateKeyPair(
    session,
    mechanismOf({ type: CK.rsaKeyPair }),
    template(calls, publicKey),
    publicKey.length,
    template(calls, privateKey),
    privateKey.length,
    first,
    second,
  )
  return { publicKey: first[0], privateKey: second[0] }
}

export async function sign(
  { call }: CryptokiCalls,
  { session, key, mechanism }: KeyInSession & { mechanism: Mechanism },
  input: Uint8Array,
): Promise<Buffer> {
  await call.signInit(session, mechanismOf(mechanism), key)
  return output((bytes, length) => call.sign(session, input, input.length, bytes, length))
}

export async function decrypt(
  { call }: CryptokiCalls,
  { session, key, mechanism }: KeyInSession & { mechanism: Mechanism },
  input: Uint8Array,
): Promise<Buffer> {
  await call.decryptInit(session, mechanismOf(mechanism), key)
  return output((bytes, length) => call.decrypt(session, input, input.length, bytes, length))
}

/** RSA-OAEP with SHA-256 throughout and no label. Version 2.40, section 2.1.8. */
export function oaepMechanism({ koffi, types }: CryptokiCalls): Mechanism {
  const parameter = Buffer.alloc(koffi.sizeof(types.oaep))
  koffi.encode(parameter, types.oaep, {
    hash: CK.sha256,
    mask: CK.mgf1Sha256,
    source: CK.oaepLabelGiven,
    label: null,
    length: 0,
  })
  return { type: CK.rsaOaep, parameter }
}

async function output(fill: (bytes: Buffer, length: number[]) => Promise<void>): Promise<Buffer> {
  const bytes = Buffer.alloc(mostBytes)
  const length = [mostBytes]
  await fill(bytes, length)
  return bytes.subarray(0, length[0])
}

function mechanismOf({ type, parameter }: Mechanism) {
  return { type, parameter: parameter ?? null, length: parameter?.length ?? 0 }
}

type Sizes = Pick<CryptokiCalls, 'ulongBytes'>

function template({ ulongBytes }: Sizes, attributes: readonly Attribute[]) {
  return attributes.map(([type, given]) => {
    const value = typeof given === 'object' ? given : encode(given, ulongBytes)
    return { type, value, length: value.length }
  })
}

function encode(value: boolean | number, ulongBytes: number): Buffer {
  if (typeof value === 'boolean') return Buffer.from([value ? 1 : 0])
  const bytes = Buffer.alloc(ulongBytes)
  bytes.writeUInt32LE(value)
  return bytes
}

function readUlong(bytes: Buffer, offset: number, size: number): Ulong {
  return size === 4 ? bytes.readUInt32LE(offset) : bytes.readBigUInt64LE(offset)
}
