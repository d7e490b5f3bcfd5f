/** More than any certificate or bundle needs; below what the API takes as text. */
export const largestBytes = 700_000

const bytesToProbe = 64
const largestAscii = 127

/**
 * The text that the API takes for a certificate file: PEM as it is, DER wrapped as PEM, binary
 * PKCS#7 as base64url (certificates.md A2).
 */
export async function readCertificateFile(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (bytes.slice(0, bytesToProbe).every((byte) => byte <= largestAscii))
    return new TextDecoder().decode(bytes)
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''))
  if (/\.p7[bc]$/i.test(file.name))
    return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  const lines = base64.match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----`
}
