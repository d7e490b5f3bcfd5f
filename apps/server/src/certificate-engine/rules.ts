import { domainOfPartnerType, Failure } from '@pmp/contract'
import { isValidAt, type Certificate, type PathVerdict } from '@pmp/x509'

const dayMs = 86_400_000
const smallestRsaBits = 2048
/** Width of `cert_subject` and `cert_issuer`. */
const longestName = 500
/** What the least remaining days become when years and grace make them negative. */
const fallbackDays = 315

/** The number of the UTC day; rules about dates ignore the time of day. */
function dayOf(at: Date): number {
  return Math.floor(at.getTime() / dayMs)
}

/**
 * B3.2, B4.5: the first day of validity is today or earlier, in UTC.
 * @throws {Failure} certificate_starts_in_future
 */
export function checkHasStarted({ certificate, now }: { certificate: Certificate; now: Date }) {
  if (dayOf(certificate.notBefore) > dayOf(now)) throw new Failure('certificate_starts_in_future')
}

/**
 * B3.3, B4.6. RFC 5280 §4.1.2.5: both ends of the period are inclusive.
 * @throws {Failure} certificate_not_valid_now
 */
export function checkIsValidNow({ certificate, now }: { certificate: Certificate; now: Date }) {
  if (!isValidAt(certificate, now)) throw new Failure('certificate_not_valid_now')
}

/**
 * B3.5, B4.10.
 * @throws {Failure} certificate_version_unsupported
 */
export function checkVersion({ certificate }: { certificate: Certificate }) {
  if (certificate.version !== 3) throw new Failure('certificate_version_unsupported')
}

/**
 * The trust store keeps names of limited length; a longer one could not be found again.
 * @throws {Failure} certificate_data_unusable
 */
export function checkNamesFit({ certificate }: { certificate: Certificate }) {
  const { subject, issuer } = certificate
  if (subject.formatted.length > longestName || issuer.formatted.length > longestName) {
    throw new Failure('certificate_data_unusable')
  }
}

/** What the rules for a partner's certificate look at. */
export interface PartnerEvidence {
  certificate: Certificate
  now: Date
  /** How the certificate hangs below the trust store of its domain. */
  path: Pick<PathVerdict, 'ok'>
  /** Itself or a certificate above it. */
  isRevoked: boolean
  organizationName: string
  /** Life of the MOSIP-signed certificate in years of 365 days, and what may be missing from it. */
  years: number
  graceDays: number
  signatureAlgorithms: readonly string[]
}

/**
 * B4.7: enough whole days are left, so that the MOSIP-signed certificate is not the only valid one
 * for long.
 * @throws {Failure} certificate_validity_too_short
 */
export function checkRemainingValidity({ certificate, now, years, graceDays }: PartnerEvidence) {
  const wanted = 365 * years - graceDays
  const least = wanted < 0 ? fallbackDays : wanted
  const left = Math.floor((certificate.notAfter.getTime() - now.getTime()) / dayMs)
  if (left < least) throw new Failure('certificate_validity_too_short', { least, left })
}

/**
 * B4.8.
 * @throws {Failure} certificate_self_signed
 */
export function checkIsNotSelfSigned({ certificate }: PartnerEvidence) {
  if (certificate.isSelfSigned) throw new Failure('certificate_self_signed')
}

/**
 * What is revoked leads nowhere: refused as upstream refuses a missing path.
 * @throws {Failure} issuer_not_trusted
 */
export function checkIsNotRevoked({ isRevoked }: PartnerEvidence) {
  if (isRevoked) throw new Failure('issuer_not_trusted')
}

/**
 * B4.9, B5.
 * @throws {Failure} issuer_not_trusted
 */
export function checkIssuerIsTrusted({ path }: PartnerEvidence) {
  if (!path.ok) throw new Failure('issuer_not_trusted')
}

/**
 * B4.11: the first O is the partner's name to the letter.
 * @throws {Failure} organization_differs
 */
export function checkOrganization({ certificate, organizationName }: PartnerEvidence) {
  const found = certificate.organization
  if (found !== organizationName) {
    throw new Failure('organization_differs', { found: found ?? '', wanted: organizationName })
  }
}

/**
 * B4.12. Keys of other kinds are judged by path building alone.
 * @throws {Failure} key_too_short
 */
export function checkKeyLength({ certificate: { key } }: PartnerEvidence) {
  if (key.type === 'RSA' && key.bits < smallestRsaBits) {
    throw new Failure('key_too_short', { found: key.bits, wanted: smallestRsaBits })
  }
}

/**
 * B4.13, letter case ignored.
 * @throws {Failure} signature_algorithm_not_allowed
 */
export function checkSignatureAlgorithm({ certificate, signatureAlgorithms }: PartnerEvidence) {
  const used = certificate.signatureAlgorithm.toLowerCase()
  if (!signatureAlgorithms.some((allowed) => allowed.toLowerCase() === used)) {
    throw new Failure('signature_algorithm_not_allowed', {
      found: certificate.signatureAlgorithm,
      wanted: signatureAlgorithms.join(', '),
    })
  }
}

/**
 * Device keys are signed by their provider's key, so providers get the right to sign, in the domain
 * of devices. Whoever else uploads there gets none: it would let them make devices.
 */
export function mayIssueBelow(partner: { partnerTypeCode: string }, domain: string): boolean {
  return domain === 'DEVICE' && domainOfPartnerType(partner.partnerTypeCode) === 'DEVICE'
}

/** The instant at which the first of the given certificates ends. */
export function earlierEnd(...certificates: (Certificate | undefined)[]): Date | undefined {
  const ends = certificates.flatMap((certificate) => certificate?.notAfter.getTime() ?? [])
  return ends.length === 0 ? undefined : new Date(Math.min(...ends))
}

/**
 * Where a certificate of a partner stands. The one in use has ended as soon as either the uploaded
 * or the MOSIP-signed certificate has.
 */
export function generationState(stored: {
  state: 'used' | 'scheduled' | 'cancelled' | 'failed'
  isCurrent: boolean
  end: Date | undefined
  now: Date
}) {
  const { state, isCurrent, end, now } = stored
  if (state !== 'used') return state
  if (!isCurrent) return 'replaced'
  return end && end < now ? 'expired' : 'current'
}
