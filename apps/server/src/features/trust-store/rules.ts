import { Failure } from '@pmp/contract'
import type { Certificate, PathVerdict } from '@pmp/x509'

/** What the rules for a CA certificate look at. */
export interface CaEvidence {
  certificate: Certificate
  now: Date
  isTrustedAlready: boolean
  minimumMonths: number
  /** How the certificate hangs below the trust store; a self-signed one needs none. */
  path: Pick<PathVerdict, 'ok'>
  /** Itself or a certificate above it. */
  isRevoked: boolean
  /** Whether all of RFC 5280 is asked for (setting CERTIFICATE_PATH_RULES). */
  isStrict: boolean
}

/**
 * The domain as it is stored: upper case, without surrounding blanks (certificates.md B1).
 * @throws {Failure} domain_not_allowed
 */
export function trustDomain(given: string, allowed: readonly string[]): string {
  const domain = given.trim().toUpperCase()
  if (!allowed.some((name) => name.trim().toUpperCase() === domain)) {
    throw new Failure('domain_not_allowed')
  }
  return domain
}

/**
 * The kind of CA certificate that a list asks for, letter case ignored.
 * @throws {Failure} ca_type_unknown
 */
export function caType(given: string): 'ROOT' | 'INTERMEDIATE' {
  const type = given.trim().toUpperCase()
  if (type !== 'ROOT' && type !== 'INTERMEDIATE') throw new Failure('ca_type_unknown')
  return type
}

/** @throws {Failure} path_id_malformed */
export function checkCertificateId(certificateId: string): void {
  if (!/^[a-zA-Z0-9-]{1,36}$/.test(certificateId)) {
    throw new Failure('path_id_malformed', { field: 'certificateId' })
  }
}

/**
 * B3.1.
 * @throws {Failure} certificate_already_trusted
 */
export function checkIsNew({ isTrustedAlready }: CaEvidence): void {
  if (isTrustedAlready) throw new Failure('certificate_already_trusted')
}

/**
 * B3.4: the last day of validity is not before today plus the least months, in UTC.
 * @throws {Failure} ca_validity_too_short
 */
export function checkCaRemainingValidity({ certificate, now, minimumMonths }: CaEvidence): void {
  const lastDay = certificate.notAfter.toISOString().slice(0, 10)
  const leastDay = monthsAfter(now, minimumMonths)
  if (Date.parse(lastDay) < leastDay) throw new Failure('ca_validity_too_short')
}

/**
 * What is revoked leads nowhere: refused as upstream refuses a missing path.
 * @throws {Failure} root_not_trusted
 */
export function checkIsNotRevoked({ isRevoked }: CaEvidence): void {
  if (isRevoked) throw new Failure('root_not_trusted')
}

/**
 * B3.7: what is not a root itself must lead to one; a root itself must only be a sound one where
 * that is asked for.
 * @throws {Failure} root_not_trusted
 */
export function checkRootIsTrusted({ certificate, path, isStrict }: CaEvidence): void {
  const isAcceptedAsItIs = certificate.isSelfSigned && !isStrict
  if (!isAcceptedAsItIs && !path.ok) throw new Failure('root_not_trusted')
}

/**
 * B3, "Right": only authorities that may sign certificates, where that is asked for.
 * @throws {Failure} root_not_trusted
 */
export function checkMayIssue({ certificate, isStrict }: CaEvidence): void {
  if (isStrict && !mayIssue(certificate)) throw new Failure('root_not_trusted')
}

/** RFC 5280 §4.2.1.3, §4.2.1.9. */
export function mayIssue({ isCa, keyUsage }: Pick<Certificate, 'isCa' | 'keyUsage'>): boolean {
  return isCa && (keyUsage?.includes('keyCertSign') ?? true)
}

/** The start of the UTC day so many months later; a day that month lacks becomes its last one. */
function monthsAfter(at: Date, months: number): number {
  const year = at.getUTCFullYear()
  const month = at.getUTCMonth() + months
  const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Date.UTC(year, month, Math.min(at.getUTCDate(), daysInMonth))
}
