/**
 * Writes the part of DER (X.690) that certificates, bundles and revocation lists need. Browsers use
 * it, too: nothing here is Node's.
 */
import { TAG } from './asn1.ts'

/** Writes one element with a definite, shortest length (DER). */
export function write(tag: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0
  for (const part of parts) length += part.length
  const lengthBytes = countLengthBytes(length)
  const bytes = new Uint8Array(2 + lengthBytes + length)
  bytes[0] = tag
  bytes[1] = lengthBytes === 0 ? length : 0x80 + lengthBytes
  let rest = length
  for (let at = 1 + lengthBytes; at > 1; at -= 1) {
    bytes[at] = rest % 256
    rest = Math.floor(rest / 256)
  }
  let at = 2 + lengthBytes
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** None for a length that fits the first octet itself. X.690 §8.1.3. */
function countLengthBytes(length: number): number {
  if (length < 0x80) return 0
  let count = 1
  for (let rest = length; rest >= 0x100; rest = Math.floor(rest / 0x100)) count += 1
  return count
}

/** Writes a non-negative INTEGER. */
export function writeInteger(value: bigint | number): Uint8Array {
  const digits = BigInt(value).toString(16)
  const even = digits.padStart(digits.length + (digits.length % 2), '0')
  // A leading 1 bit would read as a minus sign.
  const padded = Number.parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even
  const bytes = new Uint8Array(padded.length / 2)
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = Number.parseInt(padded.slice(2 * at, 2 * at + 2), 16)
  }
  return write(TAG.integer, bytes)
}

/** Writes an OBJECT IDENTIFIER given as dotted text. */
export function writeOid(dotted: string): Uint8Array {
  const [top = '0', second = '0', ...rest] = dotted.split('.')
  const content: number[] = []
  const both = Number(top) * 40 + Number(second)
  writeArc(content, both, both < 0x80 ? '' : BigInt(second) + BigInt(top) * 40n)
  for (const arc of rest) writeArc(content, Number(arc), arc)
  return write(TAG.oid, Uint8Array.from(content))
}

/**
 * Seven bits each, all but the last with the high bit set. X.690 §8.19.2.
 * @param exactly the same number, for when it does not fit `arc`
 */
function writeArc(content: number[], arc: number, exactly: bigint | string): void {
  if (arc < 0x80) {
    content.push(arc)
    return
  }
  if (!Number.isSafeInteger(arc)) {
    content.push(...largeArc(BigInt(exactly)))
    return
  }
  let groups = 1
  while (arc >= 128 ** groups) groups += 1
  for (let group = groups - 1; group > 0; group -= 1) {
    content.push((Math.floor(arc / 128 ** group) % 128) | 0x80)
  }
  content.push(arc % 128)
}

function largeArc(arc: bigint): number[] {
  const groups: number[] = []
  for (let left = arc; left > 0n; left >>= 7n) {
    groups.unshift(Number(left & 0x7fn) | (groups.length > 0 ? 0x80 : 0))
  }
  return groups
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
export const writeBitString = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  write(TAG.bitString, Uint8Array.of(0), bytes)

/** Writes an instant in whole seconds as certificates do. RFC 5280 §4.1.2.5. */
export function writeTime(at: Date): Uint8Array {
  const iso = at.toISOString()
  const year = at.getUTCFullYear()
  const isShort = year >= 1950 && year < 2050
  const parts = [5, 8, 11, 14, 17].map((start) => iso.slice(start, start + 2))
  const text = `${iso.slice(isShort ? 2 : 0, 4)}${parts.join('')}Z`
  return write(isShort ? TAG.utcTime : TAG.generalizedTime, new TextEncoder().encode(text))
}
