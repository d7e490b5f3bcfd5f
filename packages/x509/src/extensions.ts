import {
  TAG,
  type Element,
  contextTag,
  elementAt,
  readBits,
  readChildren,
  readInteger,
  readOid,
  readWhole,
  toHex,
  write,
  writeBits,
  writeInteger,
  writeOid,
} from './asn1.ts'
import { unreadable } from './x509-error.ts'

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
  readonly criticalExtensions: readonly string[]
}

/** What the extensions of a new certificate shall say. */
export interface NewExtensions {
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength?: number | undefined }
  readonly keyUsage: readonly string[]
  readonly extendedKeyUsage?: readonly string[] | undefined
  readonly subjectKeyId: Uint8Array
  readonly authorityKeyId?: string | undefined
}

export const EXTENSION = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  certificatePolicies: '2.5.29.32',
  policyMappings: '2.5.29.33',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
} as const

/** In the order of their bits. RFC 5280 §4.2.1.3. */
const KEY_USAGES = [
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
const PURPOSES = new Map([
  ['1.3.6.1.5.5.7.3.1', 'serverAuth'],
  ['1.3.6.1.5.5.7.3.2', 'clientAuth'],
  ['1.3.6.1.5.5.7.3.3', 'codeSigning'],
  ['1.3.6.1.5.5.7.3.4', 'emailProtection'],
  ['1.3.6.1.5.5.7.3.8', 'timeStamping'],
  ['1.3.6.1.5.5.7.3.9', 'OCSPSigning'],
])

/**
 * Reads the extensions field of a certificate, or its absence.
 * @throws {X509Error} unreadable, also when one extension comes twice (RFC 5280 §4.2)
 */
export function readExtensions(list: Element | undefined): Extensions {
  const values = new Map<string, Element>()
  const criticalExtensions: string[] = []
  for (const extension of list ? readChildren(list, TAG.sequence) : []) {
    const fields = readChildren(extension, TAG.sequence)
    const oid = readOid(elementAt(fields, 0))
    const value = elementAt(fields, fields.length - 1)
    if (fields.length > 3 || value.tag !== TAG.octetString) throw unreadable('odd extension')
    if (values.has(oid)) throw unreadable(`extension ${oid} comes twice`)
    values.set(oid, value)
    if (fields.length === 3 && elementAt(fields, 1).content[0]) criticalExtensions.push(oid)
  }
  return { ...readKnown(values), criticalExtensions }
}

function readKnown(values: ReadonlyMap<string, Element>) {
  const inside = <T>(oid: string, read: (element: Element) => T): T | undefined => {
    const value = values.get(oid)
    return value && read(readWhole(value.content))
  }
  const constraints = inside(EXTENSION.basicConstraints, readBasicConstraints)
  const keyUsage = inside(EXTENSION.keyUsage, readKeyUsage)
  const extendedKeyUsage = inside(EXTENSION.extendedKeyUsage, readPurposes)
  const subjectKeyId = inside(EXTENSION.subjectKeyId, ({ content }) => toHex(content))
  const authorityKeyId = inside(EXTENSION.authorityKeyId, readAuthorityKeyId)
  return {
    isCa: constraints?.isCa ?? false,
    ...(constraints?.pathLength !== undefined && { pathLength: constraints.pathLength }),
    ...(keyUsage && { keyUsage }),
    ...(extendedKeyUsage && { extendedKeyUsage }),
    ...(subjectKeyId !== undefined && { subjectKeyId }),
    ...(authorityKeyId !== undefined && { authorityKeyId }),
  }
}

function readBasicConstraints(element: Element): { isCa: boolean; pathLength?: number } {
  const fields = readChildren(element, TAG.sequence)
  const flag = fields.find(({ tag }) => tag === TAG.boolean)
  const length = fields.find(({ tag }) => tag === TAG.integer)
  const isCa = Boolean(flag?.content[0])
  if (!length) return { isCa }
  const pathLength = readInteger(length)
  if (pathLength < 0n) throw unreadable('negative path length')
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

function readAuthorityKeyId(element: Element): string | undefined {
  const fields = readChildren(element, TAG.sequence)
  const keyId = fields.find(({ tag }) => tag === contextTag(0, false))
  return keyId && toHex(keyId.content)
}

/**
 * Writes the extensions of a new certificate: constraints and usage critical, the identifiers
 * not. certificates.md B6 and B7.
 */
export function writeExtensions(wanted: NewExtensions): Uint8Array {
  const { keyUsage, extendedKeyUsage = [], authorityKeyId } = wanted
  const identifier = write(TAG.octetString, wanted.subjectKeyId)
  const extensions = [
    writeExtension(EXTENSION.basicConstraints, true, writeBasicConstraints(wanted)),
    writeExtension(EXTENSION.subjectKeyId, false, identifier),
  ]
  // RFC 5280 §4.2.1.3: at least one bit is set whenever the extension is there.
  if (keyUsage.length > 0) {
    extensions.push(writeExtension(EXTENSION.keyUsage, true, writeBits(keyUsage.map(usageBit))))
  }
  if (extendedKeyUsage.length > 0) {
    const purposes = write(TAG.sequence, ...extendedKeyUsage.map(writePurpose))
    extensions.push(writeExtension(EXTENSION.extendedKeyUsage, false, purposes))
  }
  if (authorityKeyId) {
    const keyId = write(contextTag(0, false), Buffer.from(authorityKeyId, 'hex'))
    const value = write(TAG.sequence, keyId)
    extensions.push(writeExtension(EXTENSION.authorityKeyId, false, value))
  }
  return write(TAG.sequence, ...extensions)
}

function writeExtension(oid: string, isCritical: boolean, value: Uint8Array): Uint8Array {
  const critical = isCritical ? [write(TAG.boolean, Uint8Array.of(0xff))] : []
  return write(TAG.sequence, writeOid(oid), ...critical, write(TAG.octetString, value))
}

function writeBasicConstraints({ basicConstraints: { ca, pathLength } }: NewExtensions) {
  if (!ca) return write(TAG.sequence)
  const limit = pathLength === undefined ? [] : [writeInteger(pathLength)]
  return write(TAG.sequence, write(TAG.boolean, Uint8Array.of(0xff)), ...limit)
}

function usageBit(usage: string): number {
  const bit = KEY_USAGES.indexOf(usage)
  if (bit < 0) throw new RangeError(`unknown key usage ${usage}`)
  return bit
}

function writePurpose(purpose: string): Uint8Array {
  const known = [...PURPOSES].find(([, name]) => name === purpose)
  return writeOid(known?.[0] ?? purpose)
}
