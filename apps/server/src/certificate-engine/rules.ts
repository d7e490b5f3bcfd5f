import {
  Failure,
  firstDifference,
  hasHiddenCharacters,
  tidyName,
  unreadableReasons,
  visibleName,
  type UnreadableReason,
} from '@pmp/contract'
import { isValidAt, type Certificate, type KeyFlaw, type PathVerdict } from '@pmp/x509'
import { dayMs } from '../durations.ts'

const smallestRsaBits = 2048
/** Width of `cert_subject` and `cert_issuer`, and of `cert_serial_no`. */
const longestName = 500
const longestSerial = 50
/** In characters of PEM: what is stored must be read again. */
const longestPem = 60_000
/** What the least remaining days become when years and grace make them negative. */
const fallbackDays = 315

/** The number of the UTC day; rules about dates ignore the time of day. */
function dayOf(at: Date): number {
  return Math.floor(at.getTime() / dayMs)
}

/** What the rules for every certificate look at. */
interface Evidence {
  certificate: Certificate
  now: Date
  /** How the certificate hangs below the trust store of its domain. */
  path: Pick<PathVerdict, 'ok'>
  /** Itself or a certificate above it. */
  isRevoked: boolean
  /** What is wrong with its own key. */
  keyFlaw?: KeyFlaw | undefined
}

/** What the rules for a certificate of the trust store look at. */
export interface AuthorityEvidence extends Evidence {
  isTrustedAlready: boolean
  /** A key on the path is too short, or none. */
  isKeyWeak: boolean
  minimumMonths: number
  /** Whether all of RFC 5280 is asked for (setting CERTIFICATE_PATH_RULES). */
  isStrict: boolean
}

/** What the rules for a certificate of an owner look at. */
export interface OwnerEvidence extends Evidence {
  organizationName: string
  /** What the request calls the organisation, where it says so: that must be the same. */
  statedName: string | undefined
  /** Life of the MOSIP-signed certificate in years of 365 days, and what may be missing from it. */
  years: number
  graceDays: number
  signatureAlgorithms: readonly string[]
}

/**
 * B3.2, B4.5: the first day of validity is today or earlier, in UTC.
 * @throws {Failure} certificate_starts_in_future
 */
export function checkHasStarted({ certificate, now }: Evidence) {
  if (dayOf(certificate.notBefore) > dayOf(now)) throw new Failure('certificate_starts_in_future')
}

/**
 * B3.3, B4.6. RFC 5280 §4.1.2.5: both ends of the period are inclusive.
 * @throws {Failure} certificate_not_valid_now
 */
export function checkIsValidNow({ certificate, now }: Evidence) {
  if (!isValidAt(certificate, now)) throw new Failure('certificate_not_valid_now')
}

/**
 * B3.5, B4.10.
 * @throws {Failure} certificate_version_unsupported
 */
export function checkVersion({ certificate }: Evidence) {
  if (certificate.version !== 3) throw new Failure('certificate_version_unsupported')
}

/**
 * Certificates are kept in columns of limited width, upstream's; what does not fit is refused here
 * rather than by the database.
 * @throws {Failure} certificate_data_unusable
 */
export function checkFits({ certificate }: Evidence) {
  const { subject, issuer, serialNumber, pem } = certificate
  const names = [subject.formatted, issuer.formatted]
  if (names.some((name) => lengthOf(name) > longestName)) throw unusable('names_too_long')
  if (serialNumber.length > longestSerial) throw unusable('serial_too_long')
  if (pem.length > longestPem) throw unusable('certificate_too_long')
}

/** In characters, as the database counts them. */
const lengthOf = (text: string): number => Array.from(text).length

/** Refuses data that is a certificate, but none that can be used, and says why. */
export function unusable(reason: UnreadableReason): Failure {
  return new Failure('certificate_data_unusable', whyUnreadable(reason))
}

/** What a failure tells of the reason, for programs and for pages. */
export function whyUnreadable(reason: UnreadableReason): { reason: string; why: string } {
  return { reason, why: `: ${unreadableReasons[reason]}` }
}

/**
 * B4.7: enough whole days are left, so that the MOSIP-signed certificate is not the only valid one
 * for long.
 * @throws {Failure} certificate_validity_too_short
 */
export function checkRemainingValidity({ certificate, now, years, graceDays }: OwnerEvidence) {
  const wanted = 365 * years - graceDays
  const least = wanted < 0 ? fallbackDays : wanted
  const left = Math.floor((certificate.notAfter.getTime() - now.getTime()) / dayMs)
  if (left < least) throw new Failure('certificate_validity_too_short', { least, left })
}

/**
 * B4.8.
 * @throws {Failure} certificate_self_signed
 */
export function checkIsNotSelfSigned({ certificate }: OwnerEvidence) {
  if (certificate.isSelfSigned) throw new Failure('certificate_self_signed')
}

/**
 * What is revoked leads nowhere: refused as upstream refuses a missing path.
 * @throws {Failure} issuer_not_trusted
 */
export function checkIsNotRevoked({ isRevoked }: OwnerEvidence) {
  if (isRevoked) throw new Failure('issuer_not_trusted')
}

/**
 * B4.9, B5.
 * @throws {Failure} issuer_not_trusted
 */
export function checkIssuerIsTrusted({ path, keyFlaw }: OwnerEvidence) {
  if (!path.ok) throw new Failure('issuer_not_trusted', keyFlaw && { reason: keyFlaw })
}

/**
 * Names that nobody can tell from another by looking at them do not enter: no control characters, no
 * marks that turn the direction of reading, none without a shape.
 * @throws {Failure} name_not_plain
 */
export function checkNamesArePlain({ certificate }: Evidence) {
  const texts = certificate.subject.rdns.flat().filter(({ isText }) => isText !== false)
  const odd = texts.find(({ value }) => hasHiddenCharacters(value))
  if (odd) throw new Failure('name_not_plain', { found: `${odd.type}=${visibleName(odd.value)}` })
}

/**
 * B4.11: the first O is the partner's name, in the same letters and the same case. Composed and
 * decomposed letters are no difference. Names are tidied where they are given; one that was kept
 * untidy before may stand either way.
 * @throws {Failure} organization_differs
 */
export function checkOrganization(evidence: OwnerEvidence) {
  const { certificate, organizationName, statedName = organizationName } = evidence
  const found = (certificate.organization ?? '').normalize('NFC')
  for (const name of [organizationName, statedName]) {
    const wanted = tidyName(name)
    const isSame = found === wanted || found === name.normalize('NFC')
    if (found === '' || !isSame) throw organizationDiffers(found, wanted)
  }
}

/** Tells both names as they are, and where they differ: some letters look like others. */
function organizationDiffers(found: string, wanted: string): Failure {
  const difference = firstDifference(found, wanted)
  return new Failure('organization_differs', {
    found: visibleName(found),
    wanted: visibleName(wanted),
    ...(difference && {
      position: difference.position,
      foundCharacter: difference.found,
      wantedCharacter: difference.wanted,
    }),
  })
}

/**
 * B4.12. Keys of other kinds are judged by path building alone.
 * @throws {Failure} key_too_short
 */
export function checkKeyLength({ certificate: { key } }: OwnerEvidence) {
  if (key.type === 'RSA' && key.bits < smallestRsaBits) {
    throw new Failure('key_too_short', { found: key.bits, wanted: smallestRsaBits })
  }
}

/**
 * B4.13, letter case ignored.
 * @throws {Failure} signature_algorithm_not_allowed
 */
export function checkSignatureAlgorithm({ certificate, signatureAlgorithms }: OwnerEvidence) {
  const used = certificate.signatureAlgorithm.toLowerCase()
  if (!signatureAlgorithms.some((allowed) => allowed.toLowerCase() === used)) {
    throw new Failure('signature_algorithm_not_allowed', {
      found: certificate.signatureAlgorithm,
      wanted: signatureAlgorithms.join(', '),
    })
  }
}

/**
 * B3.1.
 * @throws {Failure} certificate_already_trusted
 */
export function checkIsNew({ isTrustedAlready }: AuthorityEvidence): void {
  if (isTrustedAlready) throw new Failure('certificate_already_trusted')
}

/**
 * B3.4: the last day of validity is not before today plus the least months, in UTC.
 * @throws {Failure} ca_validity_too_short
 */
export function checkCaRemainingValidity({
  certificate,
  now,
  minimumMonths,
}: AuthorityEvidence): void {
  const lastDay = certificate.notAfter.toISOString().slice(0, 10)
  const leastDay = monthsAfter(now, minimumMonths)
  if (Date.parse(lastDay) < leastDay) throw new Failure('ca_validity_too_short')
}

/**
 * What is revoked leads nowhere: refused as upstream refuses a missing path.
 * @throws {Failure} root_not_trusted
 */
export function checkAuthorityIsNotRevoked({ isRevoked }: AuthorityEvidence): void {
  if (isRevoked) throw new Failure('root_not_trusted')
}

/**
 * B3.7: what is not a root itself must lead to one; a root itself must only be a sound one where
 * that is asked for, but its key must be one and long enough in any case.
 * @throws {Failure} root_not_trusted
 */
export function checkRootIsTrusted(evidence: AuthorityEvidence): void {
  const { certificate, path, isStrict, isKeyWeak, keyFlaw } = evidence
  const isAcceptedAsItIs = certificate.isSelfSigned && !isStrict && !isKeyWeak
  if (!isAcceptedAsItIs && !path.ok) {
    throw new Failure('root_not_trusted', keyFlaw && { reason: keyFlaw })
  }
}

/**
 * B3, "Right": only authorities that may sign certificates, where that is asked for.
 * @throws {Failure} root_not_trusted
 */
export function checkMayIssue({ certificate, isStrict }: AuthorityEvidence): void {
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

/** @throws {Failure} path_id_malformed */
export function checkCertificateId(certificateId: string): void {
  if (!/^[a-zA-Z0-9-]{1,36}$/.test(certificateId)) {
    throw new Failure('path_id_malformed', { field: 'certificateId' })
  }
}
