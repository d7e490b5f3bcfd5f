/** More than any certificate or bundle needs; below what the API takes as text. */
export const largestBytes = 700_000

const bytesToProbe = 64
const largestAscii = 127
const sequenceTag = 0x30

/** A private key must not leave the device; what holds one is not even sent to be looked at. */
export class PrivateKeyInside extends Error {}

/**
 * What the API takes for a certificate file: text as it is, binary files (DER, PKCS#7) as base64.
 * @throws {PrivateKeyInside}
 */
export async function readCertificateFile(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (bytes.slice(0, bytesToProbe).every((byte) => byte <= largestAscii))
    return withoutPrivateKey(new TextDecoder().decode(bytes))
  if (isKeyStore(bytes)) throw new PrivateKeyInside()
  return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''))
}

/** @throws {PrivateKeyInside} */
export function withoutPrivateKey(text: string): string {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) throw new PrivateKeyInside()
  return text
}

/** PKCS#12 and PKCS#8 begin with their version number; certificates and bundles do not. */
function isKeyStore(bytes: Uint8Array): boolean {
  const length = bytes[1] ?? 0
  const at = length > 0x80 ? 2 + length - 0x80 : 2
  const [tag, size, version] = bytes.slice(at, at + 3)
  return (
    bytes[0] === sequenceTag && tag === 2 && size === 1 && version !== undefined && version <= 3
  )
}
