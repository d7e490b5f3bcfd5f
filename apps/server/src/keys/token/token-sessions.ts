import { bindCryptoki, type CryptokiCalls } from './cryptoki-calls.ts'
import { CryptokiError, isAnswer } from './cryptoki-codes.ts'
import { finalize, findSlots, initialize, login, openSession, readToken } from './cryptoki.ts'
import type { TokenInfo } from './cryptoki.ts'
import { loadNativeLibrary, type Ulong } from './native-library.ts'
import { nameOfToken, type TokenAddress } from './token-address.ts'

/** A signed-in session, lent to one operation at a time. */
export interface TokenSession {
  calls: CryptokiCalls
  session: Ulong
  /** Handles of private keys by alias; they end with the connection. */
  keys: Map<string, Ulong>
}

export interface TokenSessions {
  /** Runs an operation, again on a new connection when the token was lost meanwhile. */
  use<T>(work: (at: TokenSession) => Promise<T>): Promise<T>
  close(): Promise<void>
}

interface Connection {
  calls: CryptokiCalls
  keys: Map<string, Ulong>
  count: number
  free: Ulong[]
  waiting: ((session: Ulong) => void)[]
  isOver: boolean
}

/**
 * Each session occupies a thread of Node's pool while it works. One of the four stays for files
 * and name look-ups.
 */
const mostSessions = 3
const mostAttempts = 3

const lost = [
  'CKR_GENERAL_ERROR',
  'CKR_FUNCTION_FAILED',
  'CKR_DEVICE_ERROR',
  'CKR_DEVICE_REMOVED',
  'CKR_KEY_HANDLE_INVALID',
  'CKR_OBJECT_HANDLE_INVALID',
  'CKR_OPERATION_ACTIVE',
  'CKR_SESSION_CLOSED',
  'CKR_SESSION_HANDLE_INVALID',
  'CKR_TOKEN_NOT_PRESENT',
  'CKR_TOKEN_NOT_RECOGNIZED',
  'CKR_USER_NOT_LOGGED_IN',
  'CKR_CRYPTOKI_NOT_INITIALIZED',
]
const pinRefusals = [
  'CKR_PIN_INCORRECT',
  'CKR_PIN_INVALID',
  'CKR_PIN_LEN_RANGE',
  'CKR_PIN_EXPIRED',
  'CKR_PIN_LOCKED',
  'CKR_USER_PIN_NOT_INITIALIZED',
]

/**
 * Keeps sessions with a token open and opens them anew after it was away. A refused PIN is never
 * tried again: a few wrong ones lock the token.
 * @throws {Error} when there is no module; a missing token or wrong PIN shows at the first `use`
 */
export function openTokenSessions(address: TokenAddress, pin: string | undefined): TokenSessions {
  const calls = bindCryptoki(loadNativeLibrary(address.module))
  let current: Promise<Connection> | undefined
  let ended: Promise<void> = Promise.resolve()
  let refusal: PinRefused | undefined

  async function open(): Promise<Connection> {
    await ended
    if (refusal) throw refusal
    try {
      return await connect(calls, address, pin)
    } catch (error) {
      // The library looks for slots anew only after a fresh start.
      await finalize(calls).catch(() => {})
      throw error
    }
  }

  function connection(): Promise<Connection> {
    if (current) return current
    const opening = open()
    opening.catch((error: unknown) => {
      if (current === opening) current = undefined
      if (error instanceof PinRefused) refusal = error
    })
    current = opening
    return opening
  }

  /** Operations that still run on the lost connection end first; they fail by themselves. */
  function drop(opened: Promise<Connection>): void {
    if (current !== opened) return
    current = undefined
    ended = opened.then(disconnect).catch(() => {})
  }

  async function use<T>(work: (at: TokenSession) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const opening = connection()
      const opened = await opening
      try {
        return await lend(opened, work)
      } catch (error) {
        if (!isAnswer(error, ...lost) || attempt === mostAttempts) throw error
        drop(opening)
      }
    }
  }

  async function close(): Promise<void> {
    if (current) drop(current)
    await ended
  }

  return { use, close }
}

class PinRefused extends Error {}

async function connect(
  calls: CryptokiCalls,
  address: TokenAddress,
  pin: string | undefined,
): Promise<Connection> {
  await initialize(calls)
  const { slot, token } = await findToken(calls, address)
  if (pin === undefined && !token.hasPinPad) {
    throw new PinRefused(`The token ${nameOfToken(address)} needs its PIN: set KEY_STORE_PIN`)
  }
  const first = await openSession(calls, slot)
  await signIn(calls, first, { address, pin })
  const free = [first, ...(await openMore(calls, slot))]
  return { calls, keys: new Map(), count: free.length, free, waiting: [], isOver: false }
}

async function findToken(calls: CryptokiCalls, address: TokenAddress) {
  const found: { slot: Ulong; token: TokenInfo }[] = []
  for (const slot of await findSlots(calls)) {
    const token = await readToken(calls, slot)
    if (token.isInitialized && isMeant(address, token, slot)) found.push({ slot, token })
  }
  const [only, other] = found
  const name = nameOfToken(address)
  if (!only) throw new Error(`There is no token ${name}`)
  if (other) throw new Error(`Several tokens fit ${name}: add token, serial or slot-id`)
  return only
}

function isMeant(address: TokenAddress, token: TokenInfo, slot: Ulong): boolean {
  const { slotId = Number(slot), serial = token.serial, model = token.model } = address
  const { token: label = token.label, manufacturer = token.manufacturer } = address
  return (
    slotId === Number(slot) &&
    serial === token.serial &&
    model === token.model &&
    label === token.label &&
    manufacturer === token.manufacturer
  )
}

async function signIn(
  calls: CryptokiCalls,
  session: Ulong,
  { address, pin }: { address: TokenAddress; pin: string | undefined },
): Promise<void> {
  try {
    await login(calls, session, pin)
  } catch (error) {
    if (!isAnswer(error, ...pinRefusals)) throw error
    const text = `The token ${nameOfToken(address)} refuses KEY_STORE_PIN (${error.code})`
    throw new PinRefused(text, { cause: error })
  }
}

/** Some tokens allow fewer sessions; one is enough. */
async function openMore(calls: CryptokiCalls, slot: Ulong): Promise<Ulong[]> {
  const sessions: Ulong[] = []
  try {
    while (sessions.length < mostSessions - 1) sessions.push(await openSession(calls, slot))
  } catch (error) {
    if (!isAnswer(error, 'CKR_SESSION_COUNT')) throw error
  }
  return sessions
}

async function lend<T>(connection: Connection, work: (at: TokenSession) => Promise<T>): Promise<T> {
  const session = await borrow(connection)
  try {
    return await work({ calls: connection.calls, session, keys: connection.keys })
  } finally {
    const next = connection.waiting.shift()
    if (next) next(session)
    else connection.free.push(session)
  }
}

const sessionClosed = 0xb0

async function borrow({ free, waiting, isOver }: Connection): Promise<Ulong> {
  if (isOver) throw new CryptokiError('C_OpenSession', sessionClosed)
  const session = free.pop()
  return session ?? new Promise((resolve) => waiting.push(resolve))
}

/** Waits for every session, so that nothing runs in the library when it is shut down. */
async function disconnect(connection: Connection): Promise<void> {
  for (let left = connection.count; left > 0; left -= 1) await borrow(connection)
  connection.isOver = true
  await finalize(connection.calls)
}
