/**
 * The part of ASN.1 (X.690) that certificates and certificate bundles need. It is our own because
 * names must chain on their exact bytes and bundles must keep their order, and the libraries
 * re-encode both.
 */
import { unreadable } from './x509-error.ts'

/** One tag-length-value as found in the input. */
export interface Element {
  readonly tag: number
  /** The value without header and, for indefinite lengths, without the end marker. */
  readonly content: Uint8Array
  /** Header and value, exactly as found. */
  readonly bytes: Uint8Array
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** The tag of a context-specific field; constructed ones hold other elements. */
export const contextTag = (number: number, constructed = true): number =>
  (constructed ? 0xa0 : 0x80) + number

const DEEPEST_NESTING = 24
const LONGEST_INTEGER = 64
/** Seven more bits still fit a number. */
const LARGEST_PLAIN_ARC = 2 ** 45
const LONG_TAG = 0x1f
const INDEFINITE = 0x80

interface Place {
  readonly tag: number
  readonly at: number
  readonly start: number
  readonly contentEnd: number
  readonly end: number
}

/** A class for its getters: most elements are asked for one of the two views only. */
class Slice implements Element {
  readonly tag: number
  /** Octets of header, value and end marker together. */
  readonly size: number
  readonly #source: Uint8Array
  readonly #place: Place
  #content: Uint8Array | undefined
  #bytes: Uint8Array | undefined

  constructor(source: Uint8Array, place: Place) {
    this.tag = place.tag
    this.size = place.end - place.at
    this.#source = source
    this.#place = place
  }

  get content(): Uint8Array {
    return (this.#content ??= this.#source.subarray(this.#place.start, this.#place.contentEnd))
  }

  get bytes(): Uint8Array {
    return (this.#bytes ??= this.#source.subarray(this.#place.at, this.#place.end))
  }
}

/**
 * Reads the element that fills `bytes` completely, DER or BER.
 * @throws {X509Error} unreadable
 */
export function readWhole(bytes: Uint8Array): Element {
  const element = readAt(bytes, 0, 0)
  if (element.size !== bytes.length)
    throw unreadable('trailing_bytes', 'bytes follow the ASN.1 value')
  return element
}

/**
 * Reads the elements inside a constructed one, in their order.
 * @param expectedTag refuses an element of another kind
 * @param most refuses more elements, for input that `readDer` has not bounded
 * @throws {X509Error} unreadable
 */
export function readChildren(element: Element, expectedTag?: number, most = Infinity): Element[] {
  if (expectedTag !== undefined && element.tag !== expectedTag) {
    throw unreadable('structure', `ASN.1 tag ${element.tag} where ${expectedTag} is expected`)
  }
  const children: Element[] = []
  for (let at = 0; at < element.content.length;) {
    if (children.length >= most) throw unreadable('too_many', 'too many ASN.1 values in a list')
    const child = readAt(element.content, at, 0)
    children.push(child)
    at += child.size
  }
  return children
}

/** An element whose own tag was replaced by a context tag, as what it is. X.690 §8.14.3. */
export const retagged = ({ content, bytes }: Element, tag: number): Element => ({
  tag,
  content,
  bytes,
})

/** The element at a position, which must exist. */
export function elementAt(elements: readonly Element[], index: number): Element {
  const element = elements[index]
  if (!element) throw unreadable('structure', 'an ASN.1 field is missing')
  return element
}

function readAt(bytes: Uint8Array, at: number, depth: number): Slice {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined)
    throw unreadable('cut_short', 'ASN.1 value cut short')
  if ((tag & LONG_TAG) === LONG_TAG) throw unreadable('not_asn1', 'ASN.1 tag number too high')
  if (first === INDEFINITE) return readIndefinite(bytes, at, depth)
  const lengthBytes = first > INDEFINITE ? first - INDEFINITE : 0
  if (lengthBytes > 4) throw unreadable('cut_short', 'ASN.1 length too large')
  const start = at + 2 + lengthBytes
  let length = lengthBytes === 0 ? first : 0
  for (let index = at + 2; index < start; index += 1) length = length * 256 + (bytes[index] ?? 0)
  if (start + length > bytes.length) throw unreadable('cut_short', 'ASN.1 value cut short')
  return new Slice(bytes, { tag, at, start, contentEnd: start + length, end: start + length })
}

/** BER only: the length is not given, the value ends at two zero bytes. X.690 §8.1.3.6. */
function readIndefinite(bytes: Uint8Array, at: number, depth: number): Slice {
  const tag = bytes[at] ?? 0
  if ((tag & 0x20) === 0) {
    throw unreadable('not_asn1', 'indefinite length on a primitive ASN.1 value')
  }
  if (depth >= DEEPEST_NESTING) throw unreadable('too_deep', 'ASN.1 nested too deeply')
  let end = at + 2
  while (bytes[end] !== 0 || bytes[end + 1] !== 0) {
    end += readAt(bytes, end, depth + 1).size
  }
  return new Slice(bytes, { tag, at, start: at + 2, contentEnd: end, end: end + 2 })
}

/**
 * Reads a signed INTEGER of up to 64 bytes: serial numbers may have 20 (RFC 5280 §4.1.2.2), and a
 * longer one is for the path rules to refuse by name.
 */
export function readInteger(element: Element, longest = LONGEST_INTEGER): bigint {
  const size = element.content.length
  if (element.tag !== TAG.integer || size === 0 || size > longest)
    throw unreadable('bad_number', 'no usable integer')
  return BigInt.asIntN(size * 8, BigInt(`0x${toHex(element.content)}`))
}

/** Reads an OBJECT IDENTIFIER as dotted text. X.690 §8.19. */
export function readOid(element: Element): string {
  const { content } = element
  const last = content.at(-1)
  if (element.tag !== TAG.oid || last === undefined || last >= 0x80 || content.length > 64) {
    throw unreadable('structure', 'no object identifier')
  }
  let dotted = ''
  for (let at = 0; at < content.length;) {
    const end = endOfArc(content, at)
    const arc = readArc(content, at, end)
    dotted = at === 0 ? firstTwoArcs(arc) : `${dotted}.${arc}`
    at = end
  }
  return dotted
}

/** Seven bits each, all but the last with the high bit set. X.690 §8.19.2. */
function endOfArc(content: Uint8Array, start: number): number {
  let at = start
  while ((content[at] ?? 0) >= 0x80) at += 1
  return at + 1
}

function readArc(content: Uint8Array, start: number, end: number): number | bigint {
  let arc = 0
  for (let at = start; at < end; at += 1) {
    if (arc >= LARGEST_PLAIN_ARC) return readLargeArc(content.subarray(start, end))
    arc = arc * 128 + ((content[at] ?? 0) & 0x7f)
  }
  return arc
}

const readLargeArc = (bytes: Uint8Array): bigint =>
  bytes.reduce((arc, byte) => (arc << 7n) + BigInt(byte & 0x7f), 0n)

/** X.690 §8.19.4: the first two arcs are one number. */
function firstTwoArcs(both: number | bigint): string {
  if (both < 40) return `0.${both}`
  if (both < 80) return `1.${Number(both) - 40}`
  return `2.${typeof both === 'number' ? both - 80 : both - 80n}`
}

/** Reads an instant in the two forms certificates may use. RFC 5280 §4.1.2.5. */
export function readTime({ tag, content }: Element): Date {
  const isShort = tag === TAG.utcTime
  const yearDigits = isShort ? 2 : 4
  const hasForm = isShort || tag === TAG.generalizedTime
  if (!hasForm || content.length !== yearDigits + 11 || content.at(-1) !== LETTER_Z) {
    throw unreadable('bad_time', 'a date is not in the form of RFC 5280 §4.1.2.5')
  }
  const given = readDigits(content, 0, yearDigits)
  const century = given < 50 ? 2000 : 1900
  const pair = (at: number) => readDigits(content, yearDigits + at, 2)
  const [month, day, hour, minute, second] = [pair(0), pair(2), pair(4), pair(6), pair(8)]
  const date = new Date(0)
  date.setUTCFullYear(isShort ? century + given : given, month - 1, day)
  date.setUTCHours(hour, minute, second)
  // Whatever does not exist, such as 30 February or a 61st second, came out as another instant.
  const isReal = date.getUTCDate() === day && date.getUTCSeconds() === second
  if (!isReal || month < 1 || month > 12 || hour > 23 || minute > 59) {
    throw unreadable('bad_time', 'a date does not exist')
  }
  return date
}

const LETTER_Z = 0x5a
const DIGIT_0 = 0x30

function readDigits(content: Uint8Array, start: number, count: number): number {
  let value = 0
  for (let at = start; at < start + count; at += 1) {
    const digit = (content[at] ?? 0) - DIGIT_0
    if (digit < 0 || digit > 9) throw unreadable('bad_time', 'a date holds more than digits')
    value = value * 10 + digit
  }
  return value
}

/** Reads the set bits of a BIT STRING as positions, the first bit being 0. X.690 §8.6. */
export function readBits(element: Element): number[] {
  if (element.tag !== TAG.bitString || element.content.length === 0) {
    throw unreadable('structure', 'no bits')
  }
  const positions: number[] = []
  element.content.subarray(1, 5).forEach((byte, index) => {
    for (let bit = 0; bit < 8; bit += 1) {
      if (byte & (0x80 >> bit)) positions.push(index * 8 + bit)
    }
  })
  return positions
}

/** Lower-case hexadecimal digits of bytes; Node's own way is the quickest, and browsers lack it. */
export const toHex = (bytes: Uint8Array): string =>
  'Buffer' in globalThis
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
    : Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
