import { namesOf } from '@pmp/contract'
/** Where a token is and which one it is, as a `pkcs11:` URI tells (RFC 7512). */
export interface TokenAddress {
  /** What the token must have; all that is given counts. */
  token?: string
  serial?: string
  manufacturer?: string
  model?: string
  slotId?: number
  /** Stands before the alias in the label of each key that is made. */
  object?: string
  /** Path of the library, or its bare name to be looked for in the usual folders. */
  module: { path: string } | { name: string }
  pin?: string
  /** File that holds the PIN. */
  pinFile?: string
}

const pathAttributes = ['token', 'serial', 'manufacturer', 'model', 'slot-id', 'object']
const queryAttributes = ['module-path', 'module-name', 'pin-value', 'pin-source']

/**
 * Reads a `pkcs11:` URI. What cannot be understood is refused instead of ignored: a mistyped
 * attribute would otherwise choose another token.
 * @throws {Error} naming what is malformed, never a value, which may be the PIN
 */
export function parseTokenUri(uri: string): TokenAddress {
  const [, path = '', query = ''] = /^pkcs11:([^?]*)(?:\?(.*))?$/.exec(uri) ?? []
  if (!uri.startsWith('pkcs11:')) throw new Error('must start with pkcs11:')
  const where = readAttributes(path, ';', pathAttributes)
  const how = readAttributes(query, '&', queryAttributes)
  const { token, serial, manufacturer, model, object } = where
  const slotId = where['slot-id']
  return {
    ...given({ token, serial, manufacturer, model, object }),
    ...(slotId === undefined ? {} : { slotId: readSlotId(slotId) }),
    module: readModule(how['module-path'], how['module-name']),
    ...given({ pin: how['pin-value'], pinFile: readPinSource(how['pin-source']) }),
  }
}

/** What is wrong with a `KEY_STORE`, which is a file or a token; undefined when nothing is. */
export function keyStoreProblem(address: string): string | undefined {
  if (address.startsWith('file:')) return undefined
  if (!address.startsWith('pkcs11:')) return 'must start with file: or pkcs11:'
  try {
    parseTokenUri(address)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The token in words, without PIN, for messages. */
export function nameOfToken({ token, serial, manufacturer, model, slotId }: TokenAddress): string {
  const marks = given({ token, serial, manufacturer, model, 'slot-id': slotId?.toString() })
  const text = Object.entries(marks).map(([name, value]) => `${name}=${value}`)
  return `pkcs11:${text.join(';')}`
}

/** RFC 7512 §2.3: `name=value` pairs, percent-encoded, each name at most once. */
function readAttributes(text: string, separator: string, known: readonly string[]) {
  const attributes: Record<string, string | undefined> = {}
  for (const pair of text.split(separator).filter((pair) => pair !== '')) {
    const at = pair.indexOf('=')
    const name = at < 0 ? pair : pair.slice(0, at)
    if (!known.includes(name)) {
      throw new Error(`does not take \`${name}\` here; known are ${known.join(', ')}`)
    }
    if (name in attributes) throw new Error(`names \`${name}\` twice`)
    const value = at < 0 ? '' : decode(name, pair.slice(at + 1))
    if (value === '') throw new Error(`gives \`${name}\` no value`)
    attributes[name] = value
  }
  return attributes
}

function decode(name: string, value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    throw new Error(`has a broken % sequence in \`${name}\``)
  }
}

function readSlotId(text: string): number {
  const slotId = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(slotId)) return slotId
  throw new Error('needs a whole number as `slot-id`')
}

function readModule(path: string | undefined, name: string | undefined): TokenAddress['module'] {
  if (path !== undefined && name !== undefined) {
    throw new Error('takes `module-path` or `module-name`, not both')
  }
  if (path !== undefined) return { path }
  if (name === undefined) throw new Error('needs `module-path`, the library of the token')
  // RFC 7512 §2.3: a name without folder and ending.
  if (!/^[\w-]+$/.test(name)) throw new Error('needs a bare name as `module-name`')
  return { name }
}

/** RFC 7512 §2.4: a path or `file:` URI; commands are not run. */
function readPinSource(source: string | undefined): string | undefined {
  if (source === undefined) return undefined
  const path = source.replace(/^file:(\/\/)?/, '')
  if (path.startsWith('/')) return path
  throw new Error('needs an absolute path as `pin-source`')
}

function given<T extends Record<string, string | undefined>>(values: T) {
  const found: { [K in keyof T]?: string } = {}
  for (const name of namesOf(values)) {
    if (values[name] !== undefined) found[name] = values[name]
  }
  return found
}
