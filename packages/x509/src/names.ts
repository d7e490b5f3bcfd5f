import { isAscii } from 'node:buffer'
import { TAG, type Element, elementAt, readChildren, readOid, readWhole, toHex } from './asn1.ts'
import { write, writeOid } from './asn1-write.ts'
import { unreadable } from './x509-error.ts'

/** One attribute of a name, e.g. `{ type: 'O', oid: '2.5.4.10', value: 'Example' }`. */
interface NameAttribute {
  /** The short name where there is a usual one, else the object identifier. */
  readonly type: string
  readonly oid: string
  readonly value: string
  /** Only where it is no text; `value` then is `#` and the encoding in hexadecimal digits. */
  readonly isText?: false
}

/** A distinguished name. RFC 5280 §4.1.2.4. */
export interface Name {
  /** In the order of the certificate; an entry holds several attributes only when multi-valued. */
  readonly rdns: readonly (readonly NameAttribute[])[]
  /** First CN, OU, O, L, ST and C as `CN=…,OU=…`; all else is left out. certificates.md B2. */
  readonly formatted: string
  /** The exact bytes. */
  readonly der: Uint8Array
}

/** The attributes a name of our own may carry. */
export interface NameParts {
  readonly C?: string | undefined
  readonly ST?: string | undefined
  readonly L?: string | undefined
  readonly O?: string | undefined
  readonly OU?: string | undefined
  readonly CN?: string | undefined
}

const SHORT_NAMES = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'SERIALNUMBER'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'T'],
  ['2.5.4.42', 'GIVENNAME'],
  ['2.5.4.97', 'ORGANIZATIONIDENTIFIER'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'E'],
])
const FORMATTED_ORDER = ['CN', 'OU', 'O', 'L', 'ST', 'C'] as const
const WRITTEN_ORDER = ['C', 'ST', 'L', 'O', 'OU', 'CN'] as const
const OIDS = {
  CN: '2.5.4.3',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
} as const
const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/

/**
 * Reads a name.
 * @throws {X509Error} unreadable, also for a value with a NUL character: no registry, database or
 * log could keep such a name as it is
 */
export function readName(element: Element): Name {
  const rdns = readChildren(element, TAG.sequence).map((rdn) => {
    const attributes = readChildren(rdn, TAG.set).map(readAttribute)
    if (attributes.length === 0) throw unreadable('bad_name', 'a name has an empty part')
    return attributes
  })
  return { rdns, formatted: formatName(rdns), der: element.bytes }
}

/** What names are compared by, kept as long as they are. */
const compared = new WeakMap<Name['rdns'], Comparable>()

interface Comparable {
  /** One text per RDN. */
  readonly rdns: readonly string[]
  readonly key: string
}

/**
 * Two names are the same when the texts of all their RDNs are, whatever letter case, spaces and
 * string kinds they are written in. RFC 5280 §7.1.
 */
function comparableName({ rdns: parts }: Pick<Name, 'rdns'>): Comparable {
  const known = compared.get(parts)
  if (known) return known
  const rdns = parts.map((attributes) =>
    attributes.length === 1
      ? attributes.map(comparable).join('')
      : attributes.map(comparable).toSorted().join('+'),
  )
  const name = { rdns, key: rdns.join(',') }
  compared.set(parts, name)
  return name
}

/** A text that is the same for names that RFC 5280 §7.1 calls the same, for look-ups. */
export const nameKey = (name: Pick<Name, 'rdns'>): string => comparableName(name).key

/** RFC 5280 §7.1. */
export const isSameName = (one: Name, other: Name): boolean =>
  Buffer.compare(one.der, other.der) === 0 || nameKey(one) === nameKey(other)

/** Tells whether a name lies in the subtree of another. RFC 5280 §4.2.1.10. */
export const isNameBelow = (name: Name, base: Name): boolean =>
  comparableName(base).rdns.every((rdn, index) => rdn === comparableName(name).rdns[index])

/** Characters that RFC 4518 §2.2 maps to nothing. */
const IGNORED = /\p{Default_Ignorable_Code_Point}|\ufffc/gu

/** Most names: words of ASCII with single spaces, where only letter case is left to level. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/

/**
 * Prepares a text for comparison as RFC 4518 §2 asks: characters without meaning are dropped,
 * compatible ones made equal, letter case and the number of spaces levelled.
 */
export function comparableText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  return text
    .replaceAll(IGNORED, '')
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .trim()
    .replaceAll(/\s+/g, ' ')
}

/** The first value of an attribute such as `O`, or undefined. */
export function firstValue(name: Pick<Name, 'rdns'>, type: string): string | undefined {
  return name.rdns.flat().find((attribute) => attribute.type === type)?.value
}

/**
 * Writes a name in the order C, ST, L, O, OU, CN; absent and empty attributes are left out.
 * certificates.md B6.
 */
export function writeName(parts: NameParts): Name {
  const rdns = WRITTEN_ORDER.flatMap((type) => {
    const value = parts[type]
    if (!value) return []
    return [write(TAG.set, write(TAG.sequence, writeOid(OIDS[type]), writeText(type, value)))]
  })
  return readName(readWhole(write(TAG.sequence, ...rdns)))
}

const ONE_BYTE_KINDS = [0x12, TAG.printableString, 0x14, 0x16, 0x1a]
const BMP_STRING = 0x1e
const UNIVERSAL_STRING = 0x1c

function readAttribute(element: Element): NameAttribute {
  const fields = readChildren(element, TAG.sequence)
  const oid = readOid(elementAt(fields, 0))
  const encoded = elementAt(fields, 1)
  const type = SHORT_NAMES.get(oid) ?? oid
  const value = readText(encoded)
  if (value === undefined) return { type, oid, value: `#${toHex(encoded.bytes)}`, isText: false }
  if (value.includes('\0')) throw unreadable('bad_name', 'a name contains a NUL character')
  return { type, oid, value }
}

/** Quoted where it could pose as two attributes. */
function comparable({ oid, value, isText }: NameAttribute): string {
  return isText !== false ? `${oid}=${quoted(comparableText(value))}` : `${oid}${value}`
}

const quoted = (text: string): string => (/["\\+,]/.test(text) ? JSON.stringify(text) : text)

/** Reads the string kinds X.520 allows; undefined for anything else. */
function readText({ tag, content }: Element): string | undefined {
  const buffer = Buffer.from(content)
  if (tag === TAG.utf8String) return readUtf8(content)
  if (ONE_BYTE_KINDS.includes(tag)) return buffer.toString('latin1')
  if (tag === BMP_STRING && buffer.length % 2 === 0) return buffer.swap16().toString('utf16le')
  if (tag === UNIVERSAL_STRING && buffer.length % 4 === 0) return readUniversal(buffer)
  return undefined
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Wrong UTF-8 would be read in different ways by different readers. */
function readUtf8(content: Uint8Array): string {
  if (isAscii(content)) return Buffer.from(content).toString('latin1')
  try {
    return UTF8.decode(content)
  } catch (cause) {
    throw unreadable('bad_name', 'a name is not UTF-8', cause)
  }
}

function readUniversal(buffer: Buffer): string {
  let text = ''
  for (let at = 0; at < buffer.length; at += 4) {
    const point = buffer.readUInt32BE(at)
    if (point > 0x10ffff) throw unreadable('bad_name', 'a name contains an impossible character')
    text += String.fromCodePoint(point)
  }
  return text
}

/** Countries are printable strings, all else is UTF-8. RFC 5280 appendix A.1. */
function writeText(type: string, value: string): Uint8Array {
  const isPrintable = type === 'C' && PRINTABLE.test(value)
  return write(isPrintable ? TAG.printableString : TAG.utf8String, Buffer.from(value, 'utf8'))
}

function formatName(rdns: Name['rdns']): string {
  const attributes = rdns.flat()
  return FORMATTED_ORDER.flatMap((type) => {
    const value = attributes.find((attribute) => attribute.type === type)?.value
    return value === undefined ? [] : [`${type}=${escapeValue(value)}`]
  }).join(',')
}

const NEEDS_ESCAPE = /[,+"\\<>;=]|^[ #]| $/

/** RFC 4514 §2.4, so that no value can pose as another attribute. */
function escapeValue(value: string): string {
  if (!NEEDS_ESCAPE.test(value)) return value
  return value.replaceAll(/[,+"\\<>;=]/g, String.raw`\$&`).replaceAll(/^[ #]| $/g, String.raw`\$&`)
}
