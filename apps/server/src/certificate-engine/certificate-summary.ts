import { visibleName, type CertificateSummary, type PathCheck } from '@pmp/contract'
import type { Certificate, CheckResult } from '@pmp/x509'
import type { z } from 'zod'
import type { TrustChain } from './chain.ts'

type Summary = z.output<typeof CertificateSummary>

/** A chain for people, from the certificate upwards as far as signatures lead. */
export function chainSummaries({ known, revoked }: TrustChain): Summary[] {
  return known.map((certificate) => summaryOf(certificate, revoked))
}

/** A check without its detail, which is for logs. */
export function pathCheckOf(check: CheckResult): z.output<typeof PathCheck> {
  const { rule, outcome, subject, thumbprintSha256, position, source, reason = null } = check
  return { rule, outcome, subject, thumbprintSha256, position, source, reason }
}

/** What a certificate says, and whether it is among the revoked ones. */
export function summaryOf(certificate: Certificate, revoked: readonly Certificate[]): Summary {
  const { key, subject, issuer } = certificate
  return {
    subject: visibleName(subject.formatted),
    issuer: visibleName(issuer.formatted),
    organization: shown(certificate.organization),
    commonName: shown(certificate.commonName),
    serialNumber: certificate.serialNumber,
    thumbprintSha1: certificate.thumbprintSha1,
    thumbprintSha256: certificate.thumbprintSha256,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    key: `${key.type} ${key.curve ?? key.bits}`,
    keyUsage: [...(certificate.keyUsage ?? [])],
    extendedKeyUsage: [...(certificate.extendedKeyUsage ?? [])],
    signatureAlgorithm: certificate.signatureAlgorithm,
    isCa: certificate.isCa,
    isSelfSigned: certificate.isSelfSigned,
    isRevoked: revoked.some(
      ({ thumbprintSha256 }) => thumbprintSha256 === certificate.thumbprintSha256,
    ),
  }
}

/** What stands in certificates of older rows is shown for what it is. */
function shown(name: string | undefined): string | null {
  return name === undefined ? null : visibleName(name)
}

/** What an audit entry keeps of an accepted certificate. */
export function auditedFacts({ subject, issuer, thumbprintSha1, notAfter }: Certificate) {
  return {
    issuedTo: visibleName(subject.formatted),
    issuedBy: visibleName(issuer.formatted),
    thumbprint: thumbprintSha1,
    validTill: notAfter.toISOString(),
  }
}
