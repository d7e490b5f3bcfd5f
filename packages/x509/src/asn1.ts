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
const LONG_TAG = 0x1f
const INDEFINITE = 0x80

/**
 * Reads the element that fills `bytes` completely, DER or BER.
 * @throws {X509Error} unreadable
 */
export function readWhole(bytes: Uint8Array): Element {
  const element = readAt(bytes, 0, 0)
  if (element.bytes.length !== bytes.length) throw unreadable('bytes follow the ASN.1 value')
  return element
}

/**
 * Reads the elements inside a constructed one, in their order.
 * @param expectedTag refuses an element of another kind
 * @throws {X509Error} unreadable
 */
export function readChildren(element: Element, expectedTag?: number): Element[] {
  if (expectedTag !== undefined && element.tag !== expectedTag) throw unreadable('unexpected tag')
  const children: Element[] = []
  for (let at = 0; at < element.content.length;) {
    const child = readAt(element.content, at, 0)
    children.push(child)
    at += child.bytes.length
  }
  return children
}

/** The element at a position, which must exist. */
export function elementAt(elements: readonly Element[], index: number): Element {
  const element = elements[index]
  if (!element) throw unreadable('an ASN.1 field is missing')
  return element
}

function readAt(bytes: Uint8Array, at: number, depth: number): Element {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) throw unreadable('ASN.1 value cut short')
  if ((tag & LONG_TAG) === LONG_TAG) throw unreadable('ASN.1 tag number too high')
  if (first === INDEFINITE) return readIndefinite(bytes, at, depth)
  const lengthBytes = first > INDEFINITE ? first - INDEFINITE : 0
  if (lengthBytes > 4) throw unreadable('ASN.1 length too large')
  const start = at + 2 + lengthBytes
  let length = lengthBytes === 0 ? first : 0
  for (const byte of bytes.subarray(at + 2, start)) length = length * 256 + byte
  if (start + length > bytes.length) throw unreadable('ASN.1 value cut short')
  return {
    tag,
    content: bytes.subarray(start, start + length),
    bytes: bytes.subarray(at, start + length),
  }
}

/** BER only: the length is not given, the value ends at two zero bytes. X.690 §8.1.3.6. */
function readIndefinite(bytes: Uint8Array, at: number, depth: number): Element {
  const tag = bytes[at] ?? 0
  if ((tag & 0x20) === 0) throw unreadable('indefinite length on a primitive ASN.1 value')
  if (depth >= DEEPEST_NESTING) throw unreadable('ASN.1 nested too deeply')
  let end = at + 2
  while (bytes[end] !== 0 || bytes[end + 1] !== 0) {
    end += readAt(bytes, end, depth + 1).bytes.length
  }
  return { tag, content: bytes.subarray(at + 2, end), bytes: bytes.subarray(at, end + 2) }
}

/** Reads a signed INTEGER of up to 20 bytes, the limit of serial numbers. RFC 5280 §4.1.2.2. */
export function readInteger(element: Element): bigint {
  const size = element.content.length
  if (element.tag !== TAG.integer || size === 0 || size > 20) throw unreadable('no usable integer')
  return BigInt.asIntN(size * 8, BigInt(`0x${toHex(element.content)}`))
}

/** Reads an OBJECT IDENTIFIER as dotted text. X.690 §8.19. */
export function readOid(element: Element): string {
  const { content } = element
  const last = content.at(-1)
  if (element.tag !== TAG.oid || last === undefined || last >= 0x80 || content.length > 64) {
    throw unreadable('no object identifier')
  }
  const arcs: bigint[] = []
  let arc = 0n
  for (const byte of content) {
    arc = (arc << 7n) + BigInt(byte & 0x7f)
    if (byte >= 0x80) continue
    arcs.push(arc)
    arc = 0n
  }
  const [first = 0n, ...rest] = arcs
  const top = first < 80n ? first / 40n : 2n
  return [top, first - top * 40n, ...rest].join('.')
}

/** Reads the set bits of a BIT STRING as positions, the first bit being 0. X.690 §8.6. */
export function readBits(element: Element): number[] {
  if (element.tag !== TAG.bitString || element.content.length === 0) throw unreadable('no bits')
  const positions: number[] = []
  element.content.subarray(1, 5).forEach((byte, index) => {
    for (let bit = 0; bit < 8; bit += 1) {
      if (byte & (0x80 >> bit)) positions.push(index * 8 + bit)
    }
  })
  return positions
}

/** Writes one element with a definite, shortest length (DER). */
export function write(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts)
  return new Uint8Array(Buffer.concat([Buffer.of(tag, ...writeLength(content.length)), content]))
}

function writeLength(length: number): number[] {
  if (length < 0x80) return [length]
  const digits: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256)
  return [0x80 + digits.length, ...digits]
}

/** Writes a non-negative INTEGER. */
export function writeInteger(value: bigint | number): Uint8Array {
  const digits = BigInt(value).toString(16)
  const even = digits.padStart(digits.length + (digits.length % 2), '0')
  // A leading 1 bit would read as a minus sign.
  const padded = Number.parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even
  return write(TAG.integer, Buffer.from(padded, 'hex'))
}

/** Writes an OBJECT IDENTIFIER given as dotted text. */
export function writeOid(dotted: string): Uint8Array {
  const [top = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt)
  const bytes = [top * 40n + second, ...rest].flatMap((arc) => {
    const groups = [Number(arc & 0x7fn)]
    for (let left = arc >> 7n; left > 0n; left >>= 7n) groups.unshift(Number(left & 0x7fn) | 0x80)
    return groups
  })
  return write(TAG.oid, Uint8Array.from(bytes))
}

/** Writes a BIT STRING whose bits at the given positions are set, without trailing zeros. */
export function writeBits(positions: readonly number[]): Uint8Array {
  const size = Math.max(-1, ...positions) + 1
  const bytes = new Uint8Array(Math.ceil(size / 8))
  for (const position of positions) {
    const index = Math.floor(position / 8)
    bytes[index] = (bytes[index] ?? 0) | (0x80 >> (position % 8))
  }
  return write(TAG.bitString, Uint8Array.from([bytes.length * 8 - size]), bytes)
}

/** Writes a BIT STRING of whole bytes, as signatures and keys use. */
export const writeBitString = (bytes: Uint8Array): Uint8Array =>
  write(TAG.bitString, Uint8Array.of(0), bytes)

/** Writes an instant in whole seconds as certificates do. RFC 5280 §4.1.2.5. */
export function writeTime(at: Date): Uint8Array {
  const digits = at.toISOString().slice(0, 19).replaceAll(/\D/g, '')
  const year = at.getUTCFullYear()
  const isShort = year >= 1950 && year < 2050
  const text = `${isShort ? digits.slice(2) : digits}Z`
  return write(isShort ? TAG.utcTime : TAG.generalizedTime, Buffer.from(text, 'ascii'))
}

/** Lower-case hexadecimal digits of bytes. */
export const toHex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
