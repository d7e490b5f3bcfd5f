import { TAG } from './asn1.ts'
import { type Certificate, certificateFromDer } from './certificate.ts'
import { readPkcs7 } from './pkcs7.ts'
import { textOfBytes } from './private-key.ts'
import { unreadable } from './x509-error.ts'

/** What a file or text held. */
interface CertificatesRead {
  /** How the first of them was wrapped. */
  readonly format: 'pem' | 'der' | 'base64'
  /** At least one came out of a PKCS#7 bundle. */
  readonly isBundle: boolean
  /** In the order of the source; duplicates stay. */
  readonly certificates: readonly Certificate[]
  /** Labels of armoured blocks that hold no certificates, e.g. `PRIVATE KEY`. */
  readonly otherLabels: readonly string[]
}

const LARGEST_SOURCE = 2 * 1024 * 1024
const MOST_CERTIFICATES = 200
const MOST_BLOCKS = 400
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/
const BEGIN = '-----BEGIN '
const DASHES = '-----'

/**
 * Reads certificates however they are wrapped: one or several PEM blocks with text between them, in
 * UTF-8 or UTF-16,
 * a DER certificate, a PKCS#7 bundle in DER or BER, and either of these as base64 or base64url.
 * What a block holds decides, not its label.
 * @returns at least one certificate
 * @throws {X509Error} unreadable, also for an empty bundle, beyond 2 MiB or 200 certificates
 */
export function readCertificates(source: string | Uint8Array): CertificatesRead {
  if (source.length > LARGEST_SOURCE) throw unreadable('too_large', 'too large for certificates')
  const read = typeof source === 'string' ? readText(source) : readBytes(source)
  if (read.certificates.length === 0) throw unreadable('structure', 'no certificate found')
  if (read.certificates.length > MOST_CERTIFICATES) {
    throw unreadable('too_many', 'too many certificates')
  }
  return read
}

function readBytes(bytes: Uint8Array): CertificatesRead {
  if (bytes[0] !== TAG.sequence) return readText(textOfBytes(bytes))
  return { format: 'der', otherLabels: [], ...readEither(bytes) }
}

function readText(text: string): CertificatesRead {
  if (text.includes(BEGIN)) return readBlocks(text)
  const digits = text.replaceAll(/\s+/g, '')
  if (!BASE64.test(digits)) throw unreadable('not_text', 'neither armour nor base64')
  const bytes = Buffer.from(digits, 'base64')
  if (bytes[0] !== TAG.sequence) throw unreadable('not_asn1', 'the base64 holds no ASN.1 list')
  return { format: 'base64', otherLabels: [], ...readEither(bytes) }
}

/** A bundle begins with its content type, a certificate with its signed part. */
function readEither(bytes: Uint8Array): Pick<CertificatesRead, 'certificates' | 'isBundle'> {
  if (firstInside(bytes) === TAG.oid) return { certificates: readPkcs7(bytes), isBundle: true }
  return { certificates: [certificateFromDer(bytes)], isBundle: false }
}

/** The tag of the first value inside the outermost one. */
function firstInside(bytes: Uint8Array): number | undefined {
  const length = bytes[1] ?? 0
  return bytes[length > 0x80 ? 2 + length - 0x80 : 2]
}

interface Block {
  readonly label: string
  readonly bytes: Uint8Array
}

function readBlocks(text: string): CertificatesRead {
  const certificates: Certificate[] = []
  const otherLabels: string[] = []
  let isBundle = false
  for (const { label, bytes } of blocksOf(text)) {
    if (!holdsCertificates(label)) {
      otherLabels.push(label)
      continue
    }
    const read = readEither(bytes)
    certificates.push(...read.certificates)
    isBundle ||= read.isBundle
    if (certificates.length > MOST_CERTIFICATES) break
  }
  return { format: 'pem', isBundle, certificates, otherLabels }
}

const holdsCertificates = (label: string): boolean => /CERTIFICATE$|PKCS ?#?7|CMS/.test(label)

/** Takes the blocks one after the other without looking at any character twice. RFC 7468 §3. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  for (let at = text.indexOf(BEGIN); at >= 0;) {
    if (blocks.length >= MOST_BLOCKS) throw unreadable('too_many', 'too many PEM blocks')
    const labelEnd = text.indexOf(DASHES, at + BEGIN.length)
    const label = text.slice(at + BEGIN.length, labelEnd)
    const bodyEnd = text.indexOf(DASHES, labelEnd + DASHES.length)
    const closing = `-----END ${label}-----`
    if (labelEnd < 0 || label.length > 64 || !text.startsWith(closing, bodyEnd)) {
      throw unreadable('not_text', 'a PEM block is not closed as it was opened')
    }
    blocks.push({ label, bytes: decodeBody(text.slice(labelEnd + DASHES.length, bodyEnd)) })
    at = text.indexOf(BEGIN, bodyEnd + closing.length)
  }
  return blocks
}

function decodeBody(body: string): Uint8Array {
  const digits = body.replaceAll(/\s+/g, '')
  // Blocks with headers, such as encrypted keys, hold nothing that is read here.
  if (digits.includes(':')) return new Uint8Array()
  if (digits !== '' && !/^[A-Za-z0-9+/]+={0,2}$/.test(digits)) {
    throw unreadable('not_text', 'a PEM block is not base64')
  }
  return Buffer.from(digits, 'base64')
}
