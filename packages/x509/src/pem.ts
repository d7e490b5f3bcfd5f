import { unreadable } from './x509-error.ts'

/** The longest text that is looked at; a certificate with an RSA 16384 key needs 6 kB. */
const LONGEST_TEXT = 64 * 1024
const ARMOUR = /^-----BEGIN [^\n-]{1,64}-----([A-Za-z0-9+/=\s]*)-----END [^\n-]{1,64}-----/
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/**
 * Takes the bytes out of the first armoured block. The label is ignored, and so is whatever
 * stands before and after the block. certificates.md B2.
 * @param longest characters that are looked at
 * @throws {X509Error} unreadable
 */
export function decodePem(text: string, longest = LONGEST_TEXT): Uint8Array {
  if (text.length > longest) throw unreadable('too_large', 'the text is too long for a certificate')
  const start = text.indexOf('-----BEGIN ')
  const block = start < 0 ? null : ARMOUR.exec(text.slice(start))
  if (!block) throw unreadable('not_text', 'no PEM block found')
  const digits = (block[1] ?? '').replaceAll(/\s+/g, '')
  if (digits === '' || !BASE64.test(digits))
    throw unreadable('not_text', 'the PEM block is not base64')
  return Buffer.from(digits, 'base64')
}

/** Armours bytes in lines of 64 characters, `\n` between lines and none at the end. */
export function encodePem(label: string, bytes: Uint8Array): string {
  const digits = Buffer.from(bytes).toString('base64')
  const lines = digits.match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n')
}
