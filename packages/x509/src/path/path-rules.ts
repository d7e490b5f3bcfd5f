import type { Crl, RevokedCertificate } from '../crl/crl.ts'

/** The rules a path is judged by, and where each is written. */
export const PATH_RULES = {
  valid_at: 'RFC 5280 §6.1.3 (a)(2)',
  signature: 'RFC 5280 §6.1.3 (a)(1)',
  not_revoked: 'RFC 5280 §6.1.3 (a)(3), §6.3',
  name_chaining: 'RFC 5280 §6.1.3 (a)(4), §7.1',
  issuer_known: 'RFC 5280 §6.1.3 (a)(4)',
  trust_anchor: 'RFC 5280 §6.1.1 (d)',
  key_identifiers: 'RFC 5280 §4.2.1.1',
  key_identifiers_present: 'RFC 5280 §4.2.1.1, §4.2.1.2',
  name_constraints: 'RFC 5280 §6.1.3 (b), (c), §4.2.1.10',
  policy_constraints: 'RFC 5280 §6.1.3 (f), §4.2.1.11',
  version_3: 'RFC 5280 §6.1.4 (k)',
  certificate_authority: 'RFC 5280 §6.1.4 (k)',
  path_length: 'RFC 5280 §6.1.4 (m)',
  may_sign_certificates: 'RFC 5280 §6.1.4 (n)',
  critical_extensions: 'RFC 5280 §4.2, §6.1.4 (o), §6.1.5 (f)',
  strong_algorithm: 'RFC 5280 §8, RFC 6149, RFC 6151, RFC 6194',
  strong_key: 'RFC 5280 §8, RFC 8017 §3.1, RFC 5480 §2.1.1.1',
  usual_exponent: 'CA/B Forum Baseline Requirements §6.1.6',
  algorithms_agree: 'RFC 5280 §4.1.1.2',
  serial_number: 'RFC 5280 §4.1.2.2',
  serial_positive: 'RFC 5280 §4.1.2.2',
  extensions_version_3: 'RFC 5280 §4.1.2.9',
  names_present: 'RFC 5280 §4.1.2.4, §4.1.2.6',
  extension_criticality: 'RFC 5280 §4.2.1.1, §4.2.1.2, §4.2.1.9 to §4.2.1.11',
  usages_consistent: 'RFC 5280 §4.2.1.3, §4.2.1.9',
  validity_nested: 'RFC 5280 §4.1.2.5, the shell model of no RFC',
  path_size: 'RFC 5280 §6.1',
  search_size: 'RFC 4158 §3.2',
} as const

export type PathRule = keyof typeof PATH_RULES

/** What is known about revoked certificates. RFC 5280 §6.3. */
export interface Revocation {
  /** In any order, also of strangers; only those of an issuer on the path count. */
  readonly crls: readonly Crl[]
  /**
   * Which certificates must be vouched for by a list that is in date: every one below the anchor,
   * the target only, or those for which there is a list of their issuer at all.
   */
  readonly require: 'all' | 'target' | 'where_known'
  /**
   * Certificates that whoever keeps the trust store calls revoked, whatever lists say, anchors too;
   * by SHA-256 thumbprint.
   */
  readonly marked?: ReadonlyMap<string, RevocationMark> | undefined
  /**
   * When lists must be in date; the instant of the path by default. A path for later is judged by
   * the lists of today.
   */
  readonly listsAt?: Date | undefined
}

/** Since when and why a certificate no longer counts. */
export type RevocationMark = Pick<RevokedCertificate, 'revokedAt' | 'reason'>
