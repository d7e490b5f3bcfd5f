import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  randomBytes,
  scryptSync,
  type KeyObject,
} from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

/** An encrypted file of private keys by alias, whose keys work in this process. */
export interface KeyFile {
  read(alias: string): KeyObject | undefined
  save(alias: string, key: KeyObject): void
}

const SealedKey = z.object({ nonce: z.string(), sealed: z.string() })

type SealedKey = z.output<typeof SealedKey>

const FileContent = z.object({
  version: z.literal(1),
  kdf: z.object({
    name: z.literal('scrypt'),
    N: z.number(),
    r: z.number(),
    p: z.number(),
    salt: z.string(),
  }),
  keys: z.record(z.string(), SealedKey),
})

type FileContent = z.output<typeof FileContent>

/** Told apart first: what a later version holds is not known here. */
const Versioned = FileContent.pick({ version: true })

interface OpenFile {
  file: FileContent
  secret: Buffer
  keys: Map<string, KeyObject>
}

// OWASP's interactive minimum for scrypt; the file is opened once per start.
const cost = { N: 2 ** 17, r: 8, p: 1 } as const
const tagBytes = 16
const lockPauseMs = 20
/** A lock this old belongs to a process that died while it wrote. */
const longestLockMs = 3000

/**
 * The passphrase of the key store: the configured one, else a random one kept beside the file and
 * readable by its owner only. Replicas that start together agree on one.
 */
export function readOrMakePin(configured: string | undefined, path: string): string {
  if (configured !== undefined) return configured
  if (!existsSync(path)) writeFirst(path, `${randomBytes(32).toString('base64url')}\n`)
  return readFileSync(path, 'utf8').trim()
}

/** A link appears whole or not at all, so nobody reads half a file; the first one stays. */
function writeFirst(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}.new`
  writeDraft(draft, content)
  try {
    linkSync(draft, path)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  syncFolder(path)
}

/**
 * Opens the encrypted key file, or makes an empty one. Keys are PKCS#8, sealed one by one with
 * AES-256-GCM under a key that scrypt (RFC 7914) derives from the passphrase; the alias is bound
 * to its entry as additional data. Several processes may use one file.
 * @throws {Error} when the passphrase is wrong or the file is damaged
 */
export function openKeyFile(path: string, pin: string): KeyFile {
  // Before anybody derives a secret: processes that start together must have one salt.
  if (!existsSync(path)) writeFirst(path, textOf(newKeyFile()))
  let open = readOpen(path, pin)
  return {
    read(alias) {
      // Another replica may have saved the key since.
      if (!open.keys.has(alias)) open = readOpen(path, pin, open)
      return open.keys.get(alias)
    },
    save(alias, key) {
      whileLocked(`${path}.lock`, () => {
        open = readOpen(path, pin, open)
        open.file.keys[alias] = seal(open.secret, alias, key)
        writeWhole(path, textOf(open.file))
        open.keys.set(alias, key)
      })
    },
  }
}

/** Reads the file anew; the slow derivation is repeated only when the salt is another one. */
function readOpen(path: string, pin: string, before?: OpenFile): OpenFile {
  const file = before && !existsSync(path) ? before.file : readKeyFile(path)
  const isSameSalt = before?.file.kdf.salt === file.kdf.salt
  const secret = before && isSameSalt ? before.secret : derive(pin, file.kdf)
  const entries = Object.entries(file.keys)
  return {
    file,
    secret,
    keys: new Map(entries.map(([alias, entry]) => [alias, unseal(secret, alias, entry)])),
  }
}

function derive(pin: string, { salt, N, r, p }: FileContent['kdf']): Buffer {
  const maxmem = 256 * 1024 * 1024
  return scryptSync(pin, Buffer.from(salt, 'base64'), 32, { N, r, p, maxmem })
}

/** Two processes that change the file at once would lose one of the changes. */
function whileLocked(lock: string, work: () => void): void {
  while (!tryLock(lock)) {
    if (isAbandoned(lock)) rmSync(lock, { force: true })
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lockPauseMs)
  }
  try {
    work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function isAbandoned(lock: string): boolean {
  const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
  return age > longestLockMs
}

function tryLock(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', 0o600))
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function newKeyFile(): FileContent {
  return {
    version: 1,
    kdf: { name: 'scrypt', ...cost, salt: randomBytes(16).toString('base64') },
    keys: {},
  }
}

function readKeyFile(path: string): FileContent {
  let file: unknown
  try {
    file = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new Error(`The key file ${path} cannot be read`, { cause })
  }
  const { success } = Versioned.safeParse(file)
  if (!success) throw new Error(`The key file ${path} has an unknown version`)
  const { data, error } = FileContent.safeParse(file)
  if (!data) throw new Error(`The key file ${path} cannot be read`, { cause: error })
  return data
}

function seal(secret: Buffer, alias: string, key: KeyObject): SealedKey {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', secret, nonce).setAAD(Buffer.from(alias))
  const plain = key.export({ type: 'pkcs8', format: 'der' })
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return { nonce: nonce.toString('base64'), sealed: sealed.toString('base64') }
}

function unseal(secret: Buffer, alias: string, entry: SealedKey): KeyObject {
  const sealed = Buffer.from(entry.sealed, 'base64')
  const nonce = Buffer.from(entry.nonce, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', secret, nonce, { authTagLength: tagBytes })
  try {
    decipher.setAAD(Buffer.from(alias)).setAuthTag(sealed.subarray(-tagBytes))
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()])
    return createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' })
  } catch {
    throw new Error(
      'The key store cannot be opened: the passphrase is wrong or the file is damaged',
    )
  }
}

/** Writes beside the file and renames, so that a crash never leaves half a key file. */
function writeWhole(path: string, content: string): void {
  const draft = `${path}.${process.pid}.new`
  writeDraft(draft, content)
  renameSync(draft, path)
  syncFolder(path)
}

/** The new name is on the disk, too. Windows has no such call. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const opened = openSync(dirname(path), 'r')
  fsyncSync(opened)
  closeSync(opened)
}

const textOf = (file: FileContent) => `${JSON.stringify(file, null, 2)}\n`

/** On the disk before it gets its name: a lost key takes all that it encrypted with it. */
function writeDraft(draft: string, content: string): void {
  const opened = openSync(draft, 'w', 0o600)
  try {
    writeFileSync(opened, content)
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}
