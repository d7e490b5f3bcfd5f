/** Rules about what an issuer had to write, which need one certificate only. RFC 5280 §4. */
import type { Certificate } from '../certificate.ts'
import { EXTENSION } from '../extensions.ts'
import type { PathRule } from './path-rules.ts'
import type { Judgement, PathStep, Rule } from './path-step.ts'

/**
 * Critical extensions that cannot surprise us. The two about policies only restrict a path once
 * policyConstraints asks for an explicit policy, and that one has a rule of its own.
 */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  EXTENSION.basicConstraints,
  EXTENSION.keyUsage,
  EXTENSION.extendedKeyUsage,
  EXTENSION.subjectAltName,
  EXTENSION.nameConstraints,
  EXTENSION.certificatePolicies,
  EXTENSION.policyMappings,
  EXTENSION.policyConstraints,
  EXTENSION.inhibitAnyPolicy,
  EXTENSION.crlDistributionPoints,
])
/** Positive, and at most 20 octets with the leading zero that keeps it positive. */
const LARGEST_SERIAL = 1n << 159n

export const wellFormedRules = {
  version_3: ({ certificate: { version } }) =>
    version === 3 ? undefined : `an authority of version ${version}`,

  certificate_authority: ({ certificate: { isCa } }) =>
    isCa ? undefined : 'basicConstraints do not make it an authority',

  may_sign_certificates: ({ certificate: { keyUsage } }) =>
    (keyUsage?.includes('keyCertSign') ?? true) ? undefined : 'keyUsage lacks keyCertSign',

  critical_extensions: ({ certificate: { criticalExtensions } }) => {
    const unknown = criticalExtensions.filter((oid) => !UNDERSTOOD.has(oid))
    return unknown.length > 0 ? `critical extension ${unknown.join(', ')}` : undefined
  },

  /** No policies are followed, so a path that must have one is refused. */
  policy_constraints: ({ certificate: { policyConstraints } }) =>
    policyConstraints?.requireExplicitPolicy === undefined
      ? undefined
      : 'an explicit policy is required',

  algorithms_agree: ({ certificate: { algorithmsAgree } }) =>
    algorithmsAgree ? undefined : 'the signature algorithm inside is another than outside',

  serial_number: ({ certificate: { serialNumber } }) => {
    const serial = BigInt(serialNumber)
    return serial >= 0n && serial < LARGEST_SERIAL
      ? undefined
      : 'the serial number is negative or has more than 20 octets'
  },

  serial_positive: ({ certificate: { serialNumber } }) =>
    serialNumber === '0' ? 'the serial number is zero' : undefined,

  extensions_version_3: ({ certificate: { version, extensions } }) =>
    version === 3 || extensions.length === 0 ? undefined : 'extensions before version 3',

  names_present: ({ certificate }) => {
    const { subject, issuer, isCa, subjectAltNames } = certificate
    if (issuer.rdns.length === 0) return 'the issuer has no name'
    if (subject.rdns.length > 0) return undefined
    if (isCa) return 'an authority without a name'
    if (!subjectAltNames) return 'neither a subject nor an alternative name'
    return isCritical(certificate, EXTENSION.subjectAltName)
      ? undefined
      : 'the only names are not critical'
  },

  extension_criticality: judgeCriticality,

  usages_consistent: judgeUsages,
} satisfies Partial<Record<PathRule, Rule>>

const isCritical = (certificate: Certificate, oid: string): boolean =>
  certificate.criticalExtensions.includes(oid)

const NEVER_CRITICAL = [
  EXTENSION.authorityKeyId,
  EXTENSION.subjectKeyId,
  EXTENSION.authorityInfoAccess,
]
const ALWAYS_CRITICAL = [EXTENSION.nameConstraints, EXTENSION.policyConstraints]

function judgeCriticality({ certificate }: PathStep): Judgement {
  const wrong = NEVER_CRITICAL.find((oid) => isCritical(certificate, oid))
  if (wrong) return `extension ${wrong} must not be critical`
  const { extensions, isCa } = certificate
  const wanted = isCa ? [...ALWAYS_CRITICAL, EXTENSION.basicConstraints] : ALWAYS_CRITICAL
  const missing = extensions.find(
    ({ oid, isCritical }) => wanted.some((one) => one === oid) && !isCritical,
  )
  return missing && `extension ${missing.oid} must be critical`
}

function judgeUsages({ certificate }: PathStep): Judgement {
  const { isCa, keyUsage, pathLength, nameConstraints } = certificate
  const maySign = keyUsage?.includes('keyCertSign') ?? false
  if (keyUsage?.length === 0) return 'keyUsage without any usage'
  if (!isCa && maySign) return 'keyCertSign without the authority flag'
  if (!isCa && pathLength !== undefined) return 'a path length without the authority flag'
  if (!isCa && nameConstraints) return 'name constraints without the authority flag'
  if (isCa && !keyUsage && certificate.version === 3) return 'an authority without keyUsage'
  if (pathLength !== undefined && !maySign) return 'a path length without keyCertSign'
  return undefined
}
