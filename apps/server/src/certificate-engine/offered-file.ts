import { Failure } from '@pmp/contract'
import { encodePkcs7, nameKey, readCertificates, X509Error, type Certificate } from '@pmp/x509'
import { checkAtDoor } from './read-upload.ts'

/**
 * The certificates of a file that somebody offers, however it is wrapped, each once and none before
 * what it issued: the lowest comes first.
 * @throws {Failure} certificate_unreadable · key_too_large · certificate_data_unusable
 */
export function readOfferedFile(data: string): [Certificate, ...Certificate[]] {
  try {
    const { certificates } = readCertificates(unwrapped(data))
    const [lowest, ...others] = lowestFirst(certificates.map(checkAtDoor))
    if (!lowest) throw new Failure('certificate_unreadable')
    return [lowest, ...others]
  } catch (error) {
    if (error instanceof X509Error) throw new Failure('certificate_unreadable')
    throw error
  }
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

/**
 * Names decide, as they do for whoever looks for an issuer. Certificates that issued each other in a
 * circle keep the order of the file, at the end.
 */
function lowestFirst(certificates: readonly Certificate[]): Certificate[] {
  const distinct = [...new Map(certificates.map((one) => [one.thumbprintSha256, one])).values()]
  const bySubject = Map.groupBy(distinct, ({ subject }) => nameKey(subject))
  const issuersOf = (one: Certificate) =>
    (bySubject.get(nameKey(one.issuer)) ?? []).filter(
      (issuer) => nameKey(issuer.subject) !== nameKey(one.subject),
    )
  const waiting = new Map(distinct.map((one) => [one, 0]))
  for (const one of distinct) {
    for (const issuer of issuersOf(one)) waiting.set(issuer, (waiting.get(issuer) ?? 0) + 1)
  }
  const ordered = distinct.filter((one) => waiting.get(one) === 0)
  for (const one of ordered) {
    for (const issuer of issuersOf(one)) {
      const left = (waiting.get(issuer) ?? 0) - 1
      waiting.set(issuer, left)
      if (left === 0) ordered.push(issuer)
    }
  }
  return [...ordered, ...distinct.filter((one) => !ordered.includes(one))]
}
