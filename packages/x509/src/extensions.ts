import {
  TAG,
  type Element,
  contextTag,
  elementAt,
  readBits,
  readChildren,
  readInteger,
  readOid,
  retagged,
  toHex,
} from './asn1.ts'
import { readDer } from './der.ts'
import {
  type AuthorityInfo,
  type DistributionPoint,
  type NameConstraints,
  type PolicyConstraints,
  readAltNames,
  readAuthorityInfo,
  readDistributionPoints,
  readNameConstraints,
  readPolicies,
  readPolicyConstraints,
} from './extension-values.ts'
import type { GeneralName } from './general-names.ts'
import { unreadable } from './x509-error.ts'

/** One extension as it stands in a certificate or revocation list. RFC 5280 §4.2. */
export interface Extension {
  readonly oid: string
  readonly isCritical: boolean
  /** What the OCTET STRING holds. */
  readonly value: Uint8Array
}

/** What the extensions of a certificate say, as far as we read them. RFC 5280 §4.2. */
export interface Extensions {
  readonly isCa: boolean
  readonly pathLength?: number
  readonly keyUsage?: readonly string[]
  /** Usual names such as `clientAuth`, else object identifiers. */
  readonly extendedKeyUsage?: readonly string[]
  /** Lower-case hexadecimal. */
  readonly subjectKeyId?: string
  /** Lower-case hexadecimal. */
  readonly authorityKeyId?: string
  /** The authority key identifier names its issuer by this serial number, in decimal digits. */
  readonly authorityCertSerialNumber?: string
  readonly subjectAltNames?: readonly GeneralName[]
  readonly nameConstraints?: NameConstraints
  readonly crlDistributionPoints?: readonly DistributionPoint[]
  readonly authorityInfo?: AuthorityInfo
  /** Object identifiers. */
  readonly certificatePolicies?: readonly string[]
  readonly policyConstraints?: PolicyConstraints
  /** Object identifiers. */
  readonly criticalExtensions: readonly string[]
  /** Every extension in the order of the certificate, also those not read here. */
  readonly extensions: readonly Extension[]
}

export const EXTENSION = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  invalidityDate: '2.5.29.24',
  deltaCrlIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  certificateIssuer: '2.5.29.29',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyId: '2.5.29.35',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  freshestCrl: '2.5.29.46',
  inhibitAnyPolicy: '2.5.29.54',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
} as const

/** In the order of their bits. RFC 5280 §4.2.1.3. */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
]
/** RFC 5280 §4.2.1.12. */
export const PURPOSES = new Map([
  ['1.3.6.1.5.5.7.3.1', 'serverAuth'],
  ['1.3.6.1.5.5.7.3.2', 'clientAuth'],
  ['1.3.6.1.5.5.7.3.3', 'codeSigning'],
  ['1.3.6.1.5.5.7.3.4', 'emailProtection'],
  ['1.3.6.1.5.5.7.3.8', 'timeStamping'],
  ['1.3.6.1.5.5.7.3.9', 'OCSPSigning'],
  ['2.5.29.37.0', 'anyExtendedKeyUsage'],
])

const MOST_EXTENSIONS = 100

/**
 * Reads the extensions field of a certificate, or its absence.
 * @throws {X509Error} unreadable, also when one extension comes twice (RFC 5280 §4.2) or one that
 * is known here is malformed
 */
export function readExtensions(list: Element | undefined): Extensions {
  const extensions = readExtensionList(list)
  return {
    ...readConstraints(extensions),
    ...readIdentifiers(extensions),
    ...readReferences(extensions),
    criticalExtensions: extensions.filter(({ isCritical }) => isCritical).map(({ oid }) => oid),
    extensions,
  }
}

/**
 * Reads the list itself, without looking into the values; revocation lists have the same.
 * @throws {X509Error} unreadable, also when one extension comes twice
 */
export function readExtensionList(list: Element | undefined): Extension[] {
  const elements = list ? readChildren(list, TAG.sequence) : []
  if (elements.length > MOST_EXTENSIONS) throw unreadable('too_many', 'too many extensions')
  const extensions = elements.map(readExtension)
  const seen = new Set<string>()
  for (const { oid } of extensions) {
    if (seen.has(oid)) throw unreadable('duplicate_extension', `extension ${oid} comes twice`)
    seen.add(oid)
  }
  return extensions
}

function readExtension(element: Element): Extension {
  const fields = readChildren(element, TAG.sequence)
  const oid = readOid(elementAt(fields, 0))
  const value = elementAt(fields, fields.length - 1)
  const flag = fields.length === 3 ? fields[1] : undefined
  const isOdd = fields.length > 3 || fields.length < 2 || value.tag !== TAG.octetString
  if (isOdd || (flag && flag.tag !== TAG.boolean)) {
    throw unreadable('bad_extension', `extension ${oid} is malformed`)
  }
  return { oid, isCritical: Boolean(flag?.content[0]), value: value.content }
}

/** Reads the value of one extension, when it is there. */
export function extensionValue<T>(
  extensions: readonly Extension[],
  oid: string,
  read: (element: Element) => T,
): T | undefined {
  const extension = extensions.find((one) => one.oid === oid)
  return extension && read(readDer(extension.value))
}

function readConstraints(extensions: readonly Extension[]) {
  const constraints = extensionValue(extensions, EXTENSION.basicConstraints, readBasicConstraints)
  const keyUsage = extensionValue(extensions, EXTENSION.keyUsage, readKeyUsage)
  const extendedKeyUsage = extensionValue(extensions, EXTENSION.extendedKeyUsage, readPurposes)
  const nameConstraints = extensionValue(extensions, EXTENSION.nameConstraints, readNameConstraints)
  const policies = extensionValue(extensions, EXTENSION.certificatePolicies, readPolicies)
  const policyConstraints = extensionValue(
    extensions,
    EXTENSION.policyConstraints,
    readPolicyConstraints,
  )
  return {
    isCa: constraints?.isCa ?? false,
    ...(constraints?.pathLength !== undefined && { pathLength: constraints.pathLength }),
    ...(keyUsage && { keyUsage }),
    ...(extendedKeyUsage && { extendedKeyUsage }),
    ...(nameConstraints && { nameConstraints }),
    ...(policies && { certificatePolicies: policies }),
    ...(policyConstraints && { policyConstraints }),
  }
}

function readIdentifiers(extensions: readonly Extension[]) {
  const subjectKeyId = extensionValue(extensions, EXTENSION.subjectKeyId, readSubjectKeyId)
  const authority = extensionValue(extensions, EXTENSION.authorityKeyId, readAuthorityKeyId)
  return { ...(subjectKeyId !== undefined && { subjectKeyId }), ...authority }
}

function readReferences(extensions: readonly Extension[]) {
  const subjectAltNames = extensionValue(extensions, EXTENSION.subjectAltName, readAltNames)
  const crlDistributionPoints = extensionValue(
    extensions,
    EXTENSION.crlDistributionPoints,
    readDistributionPoints,
  )
  const authorityInfo = extensionValue(extensions, EXTENSION.authorityInfoAccess, readAuthorityInfo)
  return {
    ...(subjectAltNames && { subjectAltNames }),
    ...(crlDistributionPoints && { crlDistributionPoints }),
    ...(authorityInfo && { authorityInfo }),
  }
}

function readBasicConstraints(element: Element): { isCa: boolean; pathLength?: number } {
  const fields = readChildren(element, TAG.sequence)
  const flag = fields.find(({ tag }) => tag === TAG.boolean)
  const length = fields.find(({ tag }) => tag === TAG.integer)
  const isCa = Boolean(flag?.content[0])
  if (!length) return { isCa }
  const pathLength = readInteger(length)
  if (pathLength < 0n) throw unreadable('bad_extension', 'negative path length')
  // No path is that long, so a larger number says no more than this one.
  return { isCa, pathLength: Number(pathLength > 255n ? 255n : pathLength) }
}

const readKeyUsage = (element: Element): string[] =>
  readBits(element).flatMap((bit) => KEY_USAGES[bit] ?? [])

function readPurposes(element: Element): string[] {
  return readChildren(element, TAG.sequence).map((purpose) => {
    const oid = readOid(purpose)
    return PURPOSES.get(oid) ?? oid
  })
}

function readSubjectKeyId({ tag, content }: Element): string {
  if (tag !== TAG.octetString) throw unreadable('bad_extension', 'not a key identifier')
  return toHex(content)
}

/** RFC 5280 §4.2.1.1: by key, or by the issuer's issuer and serial number, or both. */
export function readAuthorityKeyId(element: Element) {
  const fields = readChildren(element, TAG.sequence)
  const keyId = fields.find(({ tag }) => tag === contextTag(0, false))
  const serial = fields.find(({ tag }) => tag === contextTag(2, false))
  return {
    ...(keyId && { authorityKeyId: toHex(keyId.content) }),
    ...(serial && {
      authorityCertSerialNumber: readInteger(retagged(serial, TAG.integer)).toString(),
    }),
  }
}
