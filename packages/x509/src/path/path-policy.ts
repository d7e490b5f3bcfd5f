import type { PathRule } from './path-rules.ts'

/** What a path must satisfy, as data: change a copy, never the rules. */
export interface PathPolicy {
  /** Rules for the certificate at the lower end. */
  readonly target: readonly PathRule[]
  /** Rules for what stands between target and anchor. */
  readonly authority: readonly PathRule[]
  /** Rules for the anchor; an empty list trusts it as it is. RFC 5280 §6.1.1 (d). */
  readonly anchor: readonly PathRule[]
  /** Rules whose breach by the anchor is told but does not refuse it. */
  readonly anchorWarnings: readonly PathRule[]
  /** As Java names them; empty for every one that can be verified and is not `forbidden`. */
  readonly signatureAlgorithms: readonly string[]
  readonly forbiddenAlgorithms: RegExp
  readonly keys: KeyPolicy
  readonly limits: PathLimits
}

/** Which keys are strong enough. */
interface KeyPolicy {
  /** Least and most bits per kind of key; a kind that is not listed is refused. */
  readonly bits: Readonly<Record<string, readonly [least: number, most: number]>>
  /** OpenSSL's names; empty for every named curve. */
  readonly curves: readonly string[]
}

/** Bounds of the search, whatever the pool holds. */
interface PathLimits {
  /** Certificates from target to anchor. */
  readonly length: number
  /** Candidates looked at. */
  readonly steps: number
  /** Signatures verified. */
  readonly signatures: number
  /** Paths judged. */
  readonly paths: number
}

const LIMITS: PathLimits = { length: 8, steps: 2000, signatures: 1000, paths: 100 }

/** RFC 5280 §6.1.3, for every certificate whose issuer is on the path. */
const BASIC: readonly PathRule[] = [
  'valid_at',
  'name_chaining',
  'signature',
  'name_constraints',
  'critical_extensions',
  'policy_constraints',
  'strong_algorithm',
  'strong_key',
  'not_revoked',
]
/** RFC 5280 §4, what the issuer had to write. */
const WELL_FORMED: readonly PathRule[] = [
  'algorithms_agree',
  'serial_number',
  'extensions_version_3',
  'names_present',
  'key_identifiers_present',
]
/** The same, where roots that whole countries trust were written carelessly. */
const CAREFUL: readonly PathRule[] = [
  'serial_positive',
  'extension_criticality',
  'usages_consistent',
  'usual_exponent',
]
/** RFC 5280 §6.1.4, for every certificate that issues another on the path. */
const ISSUING: readonly PathRule[] = [
  'version_3',
  'certificate_authority',
  'may_sign_certificates',
  'path_length',
]

/**
 * RFC 5280 in full: §6.1 for validating, §4 for what certificates must look like. The anchor is
 * judged as any other authority (RFC 5937), except for what its own signature would say and for
 * slips of form that roots in wide use have: those are only told.
 * Extended usages are not asked for, and validity periods need not nest; add `validity_nested` to
 * ask for that.
 */
export const STRICT_POLICY: PathPolicy = {
  target: [...BASIC, ...WELL_FORMED, ...CAREFUL, 'key_identifiers'],
  authority: [...BASIC, ...WELL_FORMED, ...CAREFUL, ...ISSUING, 'key_identifiers'],
  anchor: [
    'valid_at',
    'critical_extensions',
    'policy_constraints',
    'strong_key',
    ...WELL_FORMED,
    ...ISSUING,
  ],
  anchorWarnings: CAREFUL,
  signatureAlgorithms: [
    'SHA256withRSA',
    'SHA384withRSA',
    'SHA512withRSA',
    'RSASSA-PSS',
    'SHA256withECDSA',
    'SHA384withECDSA',
    'SHA512withECDSA',
    'Ed25519',
    'Ed448',
  ],
  forbiddenAlgorithms: /^(?:MD\d|SHA1|SHA224)with/,
  keys: {
    bits: { RSA: [2048, 8192], EC: [256, 521], Ed25519: [256, 256], Ed448: [456, 456] },
    curves: ['prime256v1', 'secp384r1', 'secp521r1'],
  },
  limits: LIMITS,
}

/**
 * What upstream's key manager asks of a path, and no more (certificates.md B5): the anchor is
 * taken as it is, SHA-1 and RSA 1024 pass (but no keys that take too long), key identifiers only decide who is tried first.
 */
export const UPSTREAM_POLICY: PathPolicy = {
  target: [
    'valid_at',
    'signature',
    'critical_extensions',
    'name_constraints',
    'policy_constraints',
    'strong_algorithm',
    'strong_key',
  ],
  authority: [
    'valid_at',
    'signature',
    'critical_extensions',
    'name_constraints',
    'policy_constraints',
    'strong_algorithm',
    'strong_key',
    ...ISSUING,
  ],
  anchor: ['valid_at', 'strong_key'],
  anchorWarnings: [],
  signatureAlgorithms: [],
  forbiddenAlgorithms: /^MD\dwith/,
  keys: {
    bits: {
      RSA: [1024, 8192],
      DSA: [1024, 8192],
      EC: [224, 571],
      Ed25519: [256, 256],
      Ed448: [456, 456],
      X25519: [253, 253],
      X448: [448, 448],
    },
    curves: [],
  },
  limits: LIMITS,
}
