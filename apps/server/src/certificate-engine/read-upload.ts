import { Failure } from '@pmp/contract'
import {
  encodePkcs7,
  holdsPrivateKey,
  isAffordable,
  lowestFirst,
  readCertificate,
  readCertificates,
  readPkcs7,
  X509Error,
  type Certificate,
} from '@pmp/x509'

/**
 * Reads an uploaded partner certificate: the first PEM block, whatever its label (certificates.md B2).
 * @throws {Failure} private_key_inside · certificate_unreadable · key_too_large ·
 *   certificate_data_unusable
 */
export function readUploadedCertificate(text: string): Certificate {
  refusePrivateKey(text)
  return checkAtDoor(orRefuse('certificate_unreadable', () => readCertificate(text)))
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
  if (certificate.serialNumber.startsWith('-')) throw new Failure('certificate_data_unusable')
  return certificate
}

/**
 * Reads an upload to the trust store: one PEM certificate, or a PKCS#7 bundle as base64url or in
 * its own armour (certificates.md B2, B3).
 * @returns in the order to store them: bundles come leaf first and are turned round
 * @throws {Failure} private_key_inside · certificate_unreadable · key_too_large ·
 *   certificate_data_unusable, also for an
 *   empty bundle
 */
export function readUploadedAuthorities(text: string): Certificate[] {
  refusePrivateKey(text)
  const bundle = bundleText(text)
  if (bundle === undefined) return [readUploadedCertificate(text)]
  // Upstream: base64url only; the other alphabet is what `openssl crl2pkcs7` writes.
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(bundle)) throw new Failure('certificate_unreadable')
  const certificates = orRefuse('certificate_data_unusable', () =>
    readPkcs7(Buffer.from(bundle, 'base64')),
  )
  if (certificates.length === 0) throw new Failure('certificate_data_unusable')
  return certificates.map(checkAtDoor).toReversed()
}

/**
 * The certificates of a file that somebody offers, however it is wrapped, each once and none before
 * what it issued: the lowest comes first.
 * @throws {Failure} private_key_inside · certificate_unreadable · key_too_large ·
 *   certificate_data_unusable
 */
export function readOfferedFile(data: string): [Certificate, ...Certificate[]] {
  refusePrivateKey(data)
  const { certificates } = orRefuse('certificate_unreadable', () =>
    readCertificates(unwrapped(data)),
  )
  const [lowest, ...others] = lowestFirst(certificates.map(checkAtDoor))
  if (!lowest) throw new Failure('certificate_unreadable')
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

/** The encoded bytes when the text is a bundle, undefined when it is an armoured certificate. */
function bundleText(text: string): string | undefined {
  const armour = /-----BEGIN (?:PKCS7|PKCS #7 SIGNED DATA|CMS)-----([^-]*)-----END /.exec(text)
  if (armour) return armour[1]?.replaceAll(/\s+/g, '')
  return text.includes('-----BEGIN ') ? undefined : text.trim()
}

function orRefuse<T>(
  failure: 'certificate_unreadable' | 'certificate_data_unusable',
  read: () => T,
): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof X509Error) throw new Failure(failure)
    throw error
  }
}
