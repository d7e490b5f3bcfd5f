import { Failure } from '@pmp/contract'
import {
  encodePkcs7,
  holdsPrivateKey,
  isAffordable,
  lowestFirst,
  readCertificate,
  readCertificates,
  X509Error,
  type Certificate,
} from '@pmp/x509'
import { examined, type Examining } from './examined.ts'
import { unusable, whyUnreadable } from './rules.ts'

/**
 * Reads an uploaded partner certificate: the first PEM block, whatever its label (certificates.md B2).
 * @throws {Failure} too_many_attempts · private_key_inside · certificate_unreadable · key_too_large ·
 *   certificate_data_unusable
 */
export function readUploadedCertificate(context: Examining, text: string): Certificate {
  return examined(context, text, () => {
    refusePrivateKey(text)
    const read = orRefuse('certificate_unreadable', () => readCertificate(text))
    return { found: checkAtDoor(read), count: 1 }
  })
}

/**
 * A private key that was sent is no secret any more, and must not become one that is kept here.
 * @throws {Failure} private_key_inside
 */
export function refusePrivateKey(data: string): void {
  if (holdsPrivateKey(data)) throw new Failure('private_key_inside')
}

/**
 * What is refused at the door: a key that every rule behind it would have to compute with, and a
 * negative serial number, which RFC 5280 §4.1.2.2 forbids.
 * @throws {Failure} key_too_large · certificate_data_unusable
 */
function checkAtDoor(certificate: Certificate): Certificate {
  if (!isAffordable(certificate.key)) throw new Failure('key_too_large')
  if (certificate.serialNumber.startsWith('-')) throw unusable('negative_serial')
  return certificate
}

/** What an upload to the trust store holds, in the order to store it. */
interface UploadedAuthorities {
  certificates: readonly Certificate[]
  /** Blocks of the text that could not be read. */
  unread: number
}

/**
 * Reads an upload to the trust store: PEM, of which all blocks count, or base64url of a PEM, DER or
 * PKCS#7 file (certificates.md B2, B3). Bundles come leaf first and are turned round; blocks are put
 * into an order in which issuers come before what they issued.
 * @throws {Failure} too_many_attempts · private_key_inside · certificate_not_base64url ·
 *   certificate_unreadable · key_too_large · certificate_data_unusable, also for an empty bundle
 */
export function readUploadedAuthorities(context: Examining, text: string): UploadedAuthorities {
  return examined(context, text, () => {
    const found = readAuthorities(text)
    return { found, count: found.certificates.length + found.unread }
  })
}

function readAuthorities(text: string): UploadedAuthorities {
  refusePrivateKey(text)
  if (text.includes('-----BEGIN ')) return readBlocks(text)
  const digits = text.trim()
  // Upstream: base64url only; the other alphabet is what other tools write.
  const isBase64 = /^[\w+/-]+={0,2}$/.test(digits) && digits.replace(/=+$/, '').length % 4 !== 1
  if (!isBase64) throw new Failure('certificate_not_base64url', whyUnreadable('not_text'))
  const { certificates, format } = orRefuse('certificate_data_unusable', () =>
    readCertificates(Buffer.from(digits, 'base64')),
  )
  const read = certificates.map(checkAtDoor)
  return { certificates: format === 'pem' ? highestFirst(read) : read.toReversed(), unread: 0 }
}

const anyBlock = /-----BEGIN [^-\n]{1,64}-----[^-]*-----END [^-\n]{1,64}-----/g
const bundleLabel = /^-----BEGIN (?:PKCS7|PKCS #7 SIGNED DATA|CMS)-----/

/** All blocks of a text; the last reason is told when none of them can be read. */
function readBlocks(text: string): UploadedAuthorities {
  const blocks = text.match(anyBlock) ?? [text]
  const certificates: Certificate[] = []
  let unread = 0
  let lastError: Failure | undefined
  for (const block of blocks) {
    try {
      certificates.push(...readBlock(block))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      unread += 1
      lastError = error
    }
  }
  if (certificates.length === 0 && lastError) throw lastError
  if (certificates.length === 0) throw unusable('structure')
  return { certificates: highestFirst(certificates.map(checkAtDoor)), unread }
}

/** Upstream reads what is no certificate as base64url next, and says that it is none. */
function readBlock(block: string): readonly Certificate[] {
  if (bundleLabel.test(block)) {
    return orRefuse('certificate_data_unusable', () => readCertificates(block)).certificates
  }
  try {
    return [readCertificate(block)]
  } catch (error) {
    if (!(error instanceof X509Error)) throw error
    const isNoAsn1 = notAsn1.some((reason) => reason === error.reason)
    const failure = isNoAsn1 ? 'certificate_not_base64url' : 'certificate_unreadable'
    throw new Failure(failure, whyUnreadable(reasonOf(error)))
  }
}

const notAsn1 = ['not_text', 'not_asn1', 'cut_short'] as const

const highestFirst = (certificates: readonly Certificate[]): Certificate[] =>
  lowestFirst(certificates).toReversed()

/**
 * The certificates of a file that somebody offers, however it is wrapped, each once and none before
 * what it issued: the lowest comes first.
 * @throws {Failure} too_many_attempts · private_key_inside · certificate_unreadable · key_too_large ·
 *   certificate_data_unusable
 */
export function readOfferedFile(context: Examining, data: string): [Certificate, ...Certificate[]] {
  return examined(context, data, () => {
    const found = readOffered(data)
    return { found, count: found.length }
  })
}

function readOffered(data: string): [Certificate, ...Certificate[]] {
  refusePrivateKey(data)
  const { certificates } = orRefuse('certificate_unreadable', () =>
    readCertificates(unwrapped(data)),
  )
  const [lowest, ...others] = lowestFirst(certificates.map(checkAtDoor))
  if (!lowest) throw new Failure('certificate_unreadable', whyUnreadable('structure'))
  return [lowest, ...others]
}

/** The base64 of a PEM file is what a script sends most easily. */
function unwrapped(data: string): string | Uint8Array {
  return data.includes('-----BEGIN ') ? data : Buffer.from(data, 'base64')
}

/**
 * What the upload takes (certificates.md B2): one certificate as PEM, several as a bundle, which it
 * stores from its end on, so that issuers come before what they issued.
 */
export function uploadDataOf(certificates: readonly [Certificate, ...Certificate[]]): string {
  if (certificates.length === 1) return certificates[0].pem
  return Buffer.from(encodePkcs7(certificates)).toString('base64url')
}

function orRefuse<T>(
  failure: 'certificate_unreadable' | 'certificate_data_unusable',
  read: () => T,
): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof X509Error) throw new Failure(failure, whyUnreadable(reasonOf(error)))
    throw error
  }
}

const reasonOf = ({ reason = 'structure' }: X509Error) => reason
