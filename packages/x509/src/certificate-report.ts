import type { Certificate } from './certificate.ts'
import type { AuthorityInfo, DistributionPoint } from './extension-values.ts'
import type { GeneralNameKind } from './general-names.ts'
import { openPublicKey, type KeyDescription } from './key.ts'
import { isSameName, nameKey } from './names.ts'
import { isSignedWith } from './signature.ts'

/** A name of a certificate, for people. */
export interface ReportedName {
  readonly kind: GeneralNameKind
  readonly value: string
}

/** Everything a certificate says, without bytes: fit for JSON once the exponent is a text. */
export interface CertificateReport {
  readonly version: 1 | 2 | 3
  /** Decimal digits. */
  readonly serialNumber: string
  readonly subject: string
  readonly issuer: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly key: Omit<KeyDescription, 'exponent'> & { readonly exponent?: string }
  readonly signatureAlgorithm: string
  readonly isSelfSigned: boolean
  readonly isCa: boolean
  readonly pathLength?: number
  readonly keyUsage: readonly string[]
  readonly extendedKeyUsage: readonly string[]
  readonly subjectAltNames: readonly ReportedName[]
  readonly permittedNames: readonly ReportedName[]
  readonly excludedNames: readonly ReportedName[]
  readonly certificatePolicies: readonly string[]
  readonly subjectKeyId?: string
  readonly authorityKeyId?: string
  readonly crlDistributionPoints: readonly DistributionPoint[]
  readonly authorityInfo: AuthorityInfo
  /** Object identifiers in the order of the certificate. */
  readonly extensions: readonly { readonly oid: string; readonly isCritical: boolean }[]
  /** Lower-case hexadecimal. */
  readonly thumbprintSha1: string
  /** Upper-case hexadecimal. */
  readonly thumbprintSha256: string
}

/** Reports what a certificate says. RFC 5280 §4. */
export function reportCertificate(certificate: Certificate): CertificateReport {
  const { key, subject, issuer, nameConstraints } = certificate
  const { exponent, ...kind } = key
  return {
    version: certificate.version,
    serialNumber: certificate.serialNumber,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    signatureAlgorithm: certificate.signatureAlgorithm,
    isSelfSigned: certificate.isSelfSigned,
    isCa: certificate.isCa,
    subject: subject.formatted,
    issuer: issuer.formatted,
    key: { ...kind, ...(exponent !== undefined && { exponent: exponent.toString() }) },
    ...(certificate.pathLength !== undefined && { pathLength: certificate.pathLength }),
    keyUsage: certificate.keyUsage ?? [],
    extendedKeyUsage: certificate.extendedKeyUsage ?? [],
    subjectAltNames: reportNames(certificate.subjectAltNames),
    permittedNames: reportNames(nameConstraints?.permitted),
    excludedNames: reportNames(nameConstraints?.excluded),
    certificatePolicies: certificate.certificatePolicies ?? [],
    ...(certificate.subjectKeyId !== undefined && { subjectKeyId: certificate.subjectKeyId }),
    ...(certificate.authorityKeyId !== undefined && {
      authorityKeyId: certificate.authorityKeyId,
    }),
    crlDistributionPoints: certificate.crlDistributionPoints ?? [],
    authorityInfo: certificate.authorityInfo ?? { ocsp: [], caIssuers: [] },
    extensions: certificate.extensions.map(({ oid, isCritical }) => ({ oid, isCritical })),
    thumbprintSha1: certificate.thumbprintSha1,
    thumbprintSha256: certificate.thumbprintSha256,
  }
}

const reportNames = (names: Certificate['subjectAltNames'] = []): ReportedName[] =>
  names.map(({ kind, value }) => ({ kind, value }))

/** Certificates in the order in which they sign each other. */
export interface ChainOrder {
  /** Leaf first, as far up as issuers are there. */
  readonly chain: readonly Certificate[]
  /** What is not part of it, in the given order, without duplicates. */
  readonly others: readonly Certificate[]
}

/**
 * Puts the certificates of a file in order: the first that issued none of the others is the leaf,
 * and above each comes whoever signed it. Nothing is judged; `validatePath` does that.
 * @param certificates in any order, duplicates allowed; none gives an empty chain
 */
export function orderChain(certificates: readonly Certificate[]): ChainOrder {
  const distinct = [...new Map(certificates.map((one) => [one.thumbprintSha256, one])).values()]
  const bySubject = Map.groupBy(distinct, ({ subject }) => nameKey(subject))
  const issuedNames = new Set(
    distinct
      .filter(({ subject, issuer }) => !isSameName(subject, issuer))
      .map(({ issuer }) => nameKey(issuer)),
  )
  const leaf = distinct.find(({ subject }) => !issuedNames.has(nameKey(subject))) ?? distinct[0]
  const chain = leaf ? [leaf] : []
  for (let top = leaf; top;) {
    const child = top
    top = bySubject
      .get(nameKey(child.issuer))
      ?.find((one) => !chain.includes(one) && isSignedWith(child, openPublicKey(one.publicKeyDer)))
    if (top) chain.push(top)
  }
  return { chain, others: distinct.filter((one) => !chain.includes(one)) }
}
