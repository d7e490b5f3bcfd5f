import { holdsPrivateKey, textOfBytes } from '@pmp/x509/private-key'

/** More than any certificate or bundle needs; below what the API takes as text. */
export const largestBytes = 700_000

const bytesToProbe = 64
const largestAscii = 127
const derTag = 0x30
const opening = '-----BEGIN '

/** A private key must not leave the device; what holds one is not even sent to be looked at. */
export class PrivateKeyInside extends Error {}

/**
 * What the API takes for a certificate file: text as it is, also of UTF-16 files, and binary files
 * (DER, PKCS#7) as base64.
 * @throws {PrivateKeyInside}
 */
export async function readCertificateFile(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (holdsPrivateKey(bytes)) throw new PrivateKeyInside()
  const text = textOfBytes(bytes)
  if (isText(bytes, text)) return text
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''))
}

/** @throws {PrivateKeyInside} */
export function withoutPrivateKey(text: string): string {
  if (holdsPrivateKey(text)) throw new PrivateKeyInside()
  return text
}

/** DER may hold anything inside; what begins otherwise is text when it has armour or is ASCII. */
function isText(bytes: Uint8Array, text: string): boolean {
  if (bytes[0] === derTag && (bytes[1] ?? 0) > largestAscii) return false
  if (text.includes('\0')) return false
  return (
    text.includes(opening) || bytes.slice(0, bytesToProbe).every((byte) => byte <= largestAscii)
  )
}
