/**
 * Writes the part of DER (X.690) that certificates, bundles and revocation lists need. Browsers use
 * it, too: nothing here is Node's.
 */
import { TAG } from './asn1.ts'

/** Writes one element with a definite, shortest length (DER). */
export function write(tag: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const header = [tag, ...writeLength(length)]
  const bytes = new Uint8Array(header.length + length)
  bytes.set(header)
  let at = header.length
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
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
  const bytes = new Uint8Array(padded.length / 2)
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = Number.parseInt(padded.slice(2 * at, 2 * at + 2), 16)
  }
  return write(TAG.integer, bytes)
}

/** Writes an OBJECT IDENTIFIER given as dotted text. */
export function writeOid(dotted: string): Uint8Array {
  const [top = '0', second = '0', ...rest] = dotted.split('.')
  const first = BigInt(top) * 40n + BigInt(second)
  return write(TAG.oid, Uint8Array.from([first, ...rest].flatMap(writeArc)))
}

/** Seven bits each, all but the last with the high bit set. X.690 §8.19.2. */
function writeArc(arc: bigint | string): number[] {
  const small = Number(arc)
  if (small < 0x80) return [small]
  const groups: number[] = []
  for (let left = BigInt(arc); left > 0n; left >>= 7n) {
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
  const digits = at.toISOString().slice(0, 19).replaceAll(/\D/g, '')
  const year = at.getUTCFullYear()
  const isShort = year >= 1950 && year < 2050
  const text = `${isShort ? digits.slice(2) : digits}Z`
  return write(isShort ? TAG.utcTime : TAG.generalizedTime, new TextEncoder().encode(text))
}
