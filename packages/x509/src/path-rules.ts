import { type Certificate, isValidAt } from './certificate.ts'
import { EXTENSION } from './extensions.ts'

/** The rules a path is judged by, and where each is written. */
export const PATH_RULES = {
  valid_at: 'RFC 5280 §6.1.3 (a)(2)',
  signature: 'RFC 5280 §6.1.3 (a)(1)',
  issuer_known: 'RFC 5280 §6.1.3 (a)(4)',
  trust_anchor: 'RFC 5280 §6.1.1 (d)',
  version_3: 'RFC 5280 §6.1.4 (k)',
  certificate_authority: 'RFC 5280 §6.1.4 (k)',
  path_length: 'RFC 5280 §6.1.4 (m)',
  may_sign_certificates: 'RFC 5280 §6.1.4 (n)',
  critical_extensions: 'RFC 5280 §4.2, §6.1.4 (o), §6.1.5 (f)',
  strong_algorithm: 'RFC 5280 §8, RFC 6149, RFC 6151',
  strong_key: 'RFC 5280 §8',
  path_size: 'RFC 5280 §6.1',
  search_size: 'RFC 4158 §3.2',
} as const

export type PathRule = keyof typeof PATH_RULES

/** One rule applied to one certificate. */
export interface PathCheck {
  readonly rule: PathRule
  readonly passed: boolean
  /** The formatted subject of the certificate that was judged. */
  readonly subject: string
  /** Where the rule is written. */
  readonly source: string
}

/**
 * Critical extensions that cannot surprise us. The three about policies only restrict a path once
 * policyConstraints asks for an explicit policy, and that one is refused here when critical, as
 * are name constraints, which we do not evaluate.
 */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  EXTENSION.basicConstraints,
  EXTENSION.keyUsage,
  EXTENSION.extendedKeyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.certificatePolicies,
  EXTENSION.policyMappings,
  EXTENSION.inhibitAnyPolicy,
])
const SMALLEST_KEY = new Map([
  ['RSA', 1024],
  ['DSA', 1024],
  ['EC', 224],
])

/** Notes the outcome of a rule. */
export function check(certificate: Certificate, rule: PathRule, passed: boolean): PathCheck {
  return { rule, passed, subject: certificate.subject.formatted, source: PATH_RULES[rule] }
}

/** What the certificate at the end of a path must satisfy; it need not be an authority. */
export function checkTarget(target: Certificate, at: Date): PathCheck[] {
  return [
    check(target, 'valid_at', isValidAt(target, at)),
    check(target, 'critical_extensions', hasNoSurprise(target)),
    check(target, 'strong_algorithm', hasStrongAlgorithm(target)),
    check(target, 'strong_key', hasStrongKey(target)),
  ]
}

/**
 * What an authority between target and anchor must satisfy.
 * @param authoritiesBelow authorities between this one and the target that are not self-issued
 */
export function checkIntermediate(
  authority: Certificate,
  at: Date,
  authoritiesBelow: number,
): PathCheck[] {
  const { isCa, keyUsage, pathLength } = authority
  return [
    ...checkTarget(authority, at),
    check(authority, 'version_3', authority.version === 3),
    check(authority, 'certificate_authority', isCa),
    check(authority, 'may_sign_certificates', keyUsage?.includes('keyCertSign') ?? true),
    check(authority, 'path_length', pathLength === undefined || authoritiesBelow <= pathLength),
  ]
}

/**
 * What an anchor must satisfy: it is trusted as it is, so its authority flag, key usage, path
 * length, extensions and own signature do not matter. certificates.md B5.
 */
export function checkAnchor(anchor: Certificate, at: Date): PathCheck[] {
  return [
    check(anchor, 'valid_at', isValidAt(anchor, at)),
    check(anchor, 'strong_key', hasStrongKey(anchor)),
  ]
}

const hasNoSurprise = (certificate: Certificate): boolean =>
  certificate.criticalExtensions.every((oid) => UNDERSTOOD.has(oid))

const hasStrongAlgorithm = (certificate: Certificate): boolean =>
  !/^MD[25]with/.test(certificate.signatureAlgorithm)

const hasStrongKey = ({ key }: Certificate): boolean =>
  key.bits >= (SMALLEST_KEY.get(key.type) ?? 0)
