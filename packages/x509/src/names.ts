import {
  TAG,
  type Element,
  elementAt,
  readChildren,
  readOid,
  readWhole,
  write,
  writeOid,
} from './asn1.ts'
import { unreadable } from './x509-error.ts'

/** One attribute of a name, e.g. `{ type: 'O', oid: '2.5.4.10', value: 'Example' }`. */
export interface NameAttribute {
  /** The short name where there is a usual one, else the object identifier. */
  readonly type: string
  readonly oid: string
  readonly value: string
}

/** A distinguished name. RFC 5280 §4.1.2.4. */
export interface Name {
  /** In the order of the certificate; an entry holds several attributes only when multi-valued. */
  readonly rdns: readonly (readonly NameAttribute[])[]
  /** First CN, OU, O, L, ST and C as `CN=…,OU=…`; all else is left out. certificates.md B2. */
  readonly formatted: string
  /** The exact bytes; two names are the same when these are. */
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
  const rdns = readChildren(element, TAG.sequence).map((rdn) =>
    readChildren(rdn, TAG.set).map(readAttribute),
  )
  return { rdns, formatted: formatName(rdns), der: element.bytes }
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

function readAttribute(element: Element): NameAttribute {
  const fields = readChildren(element, TAG.sequence)
  const oid = readOid(elementAt(fields, 0))
  const value = readText(elementAt(fields, 1))
  if (value.includes('\0')) throw unreadable('a name contains a NUL character')
  return { type: SHORT_NAMES.get(oid) ?? oid, oid, value }
}

/** Reads the string kinds X.520 allows; anything else is shown as `#` and hexadecimal digits. */
function readText({ tag, content, bytes }: Element): string {
  const buffer = Buffer.from(content)
  if (tag === TAG.utf8String) return buffer.toString('utf8')
  // Numeric, printable, teletex, IA5 and visible strings: one byte is one character.
  if ([0x12, TAG.printableString, 0x14, 0x16, 0x1a].includes(tag)) return buffer.toString('latin1')
  if (tag === 0x1e && buffer.length % 2 === 0) return buffer.swap16().toString('utf16le')
  if (tag === 0x1c && buffer.length % 4 === 0) return readUniversal(buffer)
  return `#${Buffer.from(bytes).toString('hex')}`
}

function readUniversal(buffer: Buffer): string {
  let text = ''
  for (let at = 0; at < buffer.length; at += 4) {
    const point = buffer.readUInt32BE(at)
    if (point > 0x10ffff) throw unreadable('a name contains an impossible character')
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
  return FORMATTED_ORDER.flatMap((type) => {
    const value = firstValue({ rdns }, type)
    return value === undefined ? [] : [`${type}=${escapeValue(value)}`]
  }).join(',')
}

/** RFC 4514 §2.4, so that no value can pose as another attribute. */
function escapeValue(value: string): string {
  return value.replaceAll(/[,+"\\<>;=]/g, String.raw`\$&`).replaceAll(/^[ #]| $/g, String.raw`\$&`)
}
