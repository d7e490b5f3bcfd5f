/** The names a certificate may give besides its subject. RFC 5280 §4.2.1.6. */
import { type Element, elementAt, readChildren, readOid, readWhole, toHex } from './asn1.ts'
import { type Name, readName } from './names.ts'
import { unreadable } from './x509-error.ts'

/** One name; `value` is for people, `bytes` and `name` for rules. */
export interface GeneralName {
  readonly kind: GeneralNameKind
  /** Text, address, formatted name, object identifier, else hexadecimal digits. */
  readonly value: string
  /** The content octets: for an address 4 or 16, with its mask in a constraint 8 or 32. */
  readonly bytes: Uint8Array
  /** Only for `directoryName`. */
  readonly name?: Name
}

/** In the order of their tags. */
const GENERAL_NAME_KINDS = [
  'otherName',
  'rfc822Name',
  'dNSName',
  'x400Address',
  'directoryName',
  'ediPartyName',
  'uniformResourceIdentifier',
  'iPAddress',
  'registeredID',
] as const

export type GeneralNameKind = (typeof GENERAL_NAME_KINDS)[number]

const TEXTS: readonly GeneralNameKind[] = ['rfc822Name', 'dNSName', 'uniformResourceIdentifier']
const MOST_NAMES = 2000

/**
 * Reads a list of names as subjectAltName and its like hold it.
 * @throws {X509Error} unreadable, also beyond 2000 names
 */
export function readGeneralNames(elements: readonly Element[]): GeneralName[] {
  if (elements.length > MOST_NAMES) throw unreadable('too_many', 'too many alternative names')
  return elements.map((element) => readGeneralName(element))
}

/**
 * Reads one name.
 * @throws {X509Error} unreadable, also for a text with other than printable ASCII characters
 */
export function readGeneralName(element: Element): GeneralName {
  const kind = GENERAL_NAME_KINDS[element.tag & 0x1f]
  if (!kind || (element.tag & 0xc0) !== 0x80) {
    throw unreadable('bad_extension', 'an alternative name of no known kind')
  }
  const bytes = element.content
  if (TEXTS.includes(kind)) return { kind, bytes, value: readAscii(bytes) }
  if (kind === 'directoryName') {
    const name = readName(elementAt(readChildren(element), 0))
    return { kind, bytes, value: name.formatted, name }
  }
  if (kind === 'iPAddress') return { kind, bytes, value: formatAddress(bytes) }
  if (kind === 'registeredID') return { kind, bytes, value: readRegisteredId(bytes) }
  return { kind, bytes, value: toHex(bytes) }
}

/** A space or NUL would let one name pose as another in logs and other readers. */
function readAscii(bytes: Uint8Array): string {
  if (!bytes.every((byte) => byte > 0x20 && byte < 0x7f)) {
    throw unreadable('bad_extension', 'an alternative name with other than ASCII characters')
  }
  return Buffer.from(bytes).toString('latin1')
}

function readRegisteredId(bytes: Uint8Array): string {
  return readOid(readWhole(Buffer.from([0x06, bytes.length & 0x7f, ...bytes])))
}

/** Addresses as usually written, with a mask after a slash; anything else is malformed. */
function formatAddress(bytes: Uint8Array): string {
  const size = bytes.length
  if (size === 4) return bytes.join('.')
  if (size === 16) return formatLong(bytes)
  if (size === 8) return `${bytes.subarray(0, 4).join('.')}/${bytes.subarray(4).join('.')}`
  if (size === 32) return `${formatLong(bytes.subarray(0, 16))}/${formatLong(bytes.subarray(16))}`
  throw unreadable('bad_extension', 'an address of a strange length')
}

const formatLong = (bytes: Uint8Array): string => toHex(bytes).match(/.{4}/g)?.join(':') ?? ''
