/**
 * Strict DER (X.690 §8, §10, §11), read once as a whole before any field is looked at. Signatures
 * and thumbprints cover bytes, so one certificate must have one encoding.
 */
import { type Element, TAG, readWhole } from './asn1.ts'
import { unreadable } from './x509-error.ts'

const DEEPEST_NESTING = 32
const MOST_ELEMENTS = 200_000
const LARGEST = 16 * 1024 * 1024
const CONSTRUCTED = 0x20
const FIRST_APPLICATION_TAG = 0x40

interface Walk {
  readonly bytes: Uint8Array
  elementsLeft: number
}

/**
 * Reads the one DER value that fills `bytes`, and checks everything inside it that is not itself
 * wrapped in an OCTET STRING or BIT STRING: shortest definite lengths, closed numbers, booleans,
 * identifiers and bit strings, no more than 32 levels and 200 000 values.
 * @throws {X509Error} unreadable
 */
export function readDer(bytes: Uint8Array): Element {
  if (bytes.length > LARGEST) throw unreadable('too_large', 'more than 16 MiB of DER')
  const walk: Walk = { bytes, elementsLeft: MOST_ELEMENTS }
  const end = walkOne(walk, 0, { limit: bytes.length, depth: 0 })
  if (end !== bytes.length) throw unreadable('trailing_bytes', 'bytes follow the DER value')
  return readWhole(bytes)
}

/** Checks the value at a position and what is inside it; returns where it ends. */
function walkOne(walk: Walk, at: number, within: { limit: number; depth: number }): number {
  const { limit, depth } = within
  if (depth > DEEPEST_NESTING) throw unreadable('too_deep', 'DER nested too deeply')
  if (walk.elementsLeft === 0) throw unreadable('too_many', 'too many DER values')
  walk.elementsLeft -= 1
  const tag = walk.bytes[at] ?? 0
  if ((tag & 0x1f) === 0x1f) throw unreadable('not_asn1', 'ASN.1 tag number too high')
  const { start, end } = readHeader(walk.bytes, at, limit)
  if ((tag & CONSTRUCTED) === 0) {
    if (tag < FIRST_APPLICATION_TAG) checkPrimitive(tag, walk.bytes.subarray(start, end))
    return end
  }
  if (tag < FIRST_APPLICATION_TAG && tag !== TAG.sequence && tag !== TAG.set) {
    throw unreadable('not_der', 'a string in pieces')
  }
  const inside = { limit: end, depth: depth + 1 }
  for (let child = start; child < end;) child = walkOne(walk, child, inside)
  return end
}

/** X.690 §10.1: definite form, fewest octets. */
function readHeader(bytes: Uint8Array, at: number, limit: number): { start: number; end: number } {
  const first = bytes[at + 1]
  if (first === undefined || at + 2 > limit) throw unreadable('cut_short', 'DER value cut short')
  if (first === 0x80) throw unreadable('not_der', 'an indefinite length')
  const lengthBytes = first > 0x80 ? first - 0x80 : 0
  const start = at + 2 + lengthBytes
  if (lengthBytes > 4 || start > limit) throw unreadable('cut_short', 'DER length too large')
  let length = lengthBytes === 0 ? first : 0
  for (let index = at + 2; index < start; index += 1) length = length * 256 + (bytes[index] ?? 0)
  if (start + length > limit) throw unreadable('cut_short', 'DER value cut short')
  if (lengthBytes > 0 && (length < 0x80 || bytes[at + 2] === 0)) {
    throw unreadable('not_der', 'a length with more octets than needed')
  }
  return { start, end: start + length }
}

/** What DER demands of the values that have one right form. */
const PRIMITIVE: Record<number, (content: Uint8Array) => boolean> = {
  // X.690 §11.1. An explicit FALSE is not DER for a default, but every reader takes it.
  [TAG.boolean]: ({ length, 0: value }) => length === 1 && (value === 0 || value === 0xff),
  [TAG.integer]: (content) => isShortestInteger(content),
  0x0a: (content) => isShortestInteger(content),
  [TAG.bitString]: (content) => isCleanBitString(content),
  [TAG.null]: ({ length }) => length === 0,
  [TAG.oid]: (content) => isShortestOid(content),
}

function checkPrimitive(tag: number, content: Uint8Array): void {
  if (tag === 0x10 || tag === 0x11) throw unreadable('not_asn1', 'a list that holds no values')
  if (tag === 0) throw unreadable('not_asn1', 'a reserved ASN.1 tag')
  if (PRIMITIVE[tag]?.(content) === false) {
    throw unreadable('not_der', `a value of ASN.1 tag ${tag} is not in its shortest form`)
  }
}

/** X.690 §8.3.2: the first nine bits are not all the same. */
function isShortestInteger({ length, 0: first = 0, 1: second = 0 }: Uint8Array): boolean {
  if (length < 2) return length === 1
  return !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))
}

/** X.690 §8.6.2, §11.2.1: unused bits are counted right and zero. */
function isCleanBitString(content: Uint8Array): boolean {
  const unused = content[0]
  if (unused === undefined || unused > 7) return false
  if (content.length === 1) return unused === 0
  return ((content.at(-1) ?? 0) & ((1 << unused) - 1)) === 0
}

/** X.690 §8.19.2: no arc starts with padding, and the last one ends. */
function isShortestOid(content: Uint8Array): boolean {
  if (content.length === 0 || (content.at(-1) ?? 0x80) >= 0x80) return false
  for (let at = 0, before = 0; at < content.length; at += 1) {
    const byte = content[at] ?? 0
    if (byte === 0x80 && before < 0x80) return false
    before = byte
  }
  return true
}
