import {
  TAG,
  type Element,
  contextTag,
  elementAt,
  readBits,
  readChildren,
  readInteger,
  readTime,
  retagged,
} from '../asn1.ts'
import { readDer } from '../der.ts'
import { readPointUris } from '../extension-values.ts'
import {
  EXTENSION,
  type Extension,
  extensionValue,
  readAuthorityKeyId,
  readExtensionList,
} from '../extensions.ts'
import { type Name, readName } from '../names.ts'
import { decodePem } from '../pem.ts'
import { type Signed, readSignature, readSignatureMethod } from '../signature.ts'
import { reading, unreadable } from '../x509-error.ts'

/** A list of revoked certificates as a plain value. RFC 5280 §5. */
export interface Crl extends Signed {
  readonly der: Uint8Array
  readonly version: 1 | 2
  readonly issuer: Name
  readonly thisUpdate: Date
  /** RFC 5280 §5.1.2.5 demands it; without it the list never counts as current. */
  readonly nextUpdate?: Date
  /** By serial number in decimal digits. */
  readonly revoked: ReadonlyMap<string, RevokedCertificate>
  readonly crlNumber?: bigint
  /** Lower-case hexadecimal. */
  readonly authorityKeyId?: string
  /** Only changes since another list. RFC 5280 §5.2.4. */
  readonly isDelta: boolean
  readonly distributionPoint?: IssuingDistributionPoint
  /** As Java names it. */
  readonly signatureAlgorithm: string
  readonly algorithmsAgree: boolean
  /** Object identifiers of critical extensions, of the list and of any entry. */
  readonly criticalExtensions: readonly string[]
}

/** One entry of the list. RFC 5280 §5.3. */
export interface RevokedCertificate {
  /** Decimal digits. */
  readonly serialNumber: string
  readonly revokedAt: Date
  readonly reason: RevocationReason
}

/** What a list covers, when not everything of its issuer. RFC 5280 §5.2.5. */
interface IssuingDistributionPoint {
  /** It names a point at all, perhaps in a way that `uris` does not show. */
  readonly isNamed: boolean
  readonly uris: readonly string[]
  readonly onlyUserCerts: boolean
  readonly onlyCaCerts: boolean
  readonly onlyAttributeCerts: boolean
  readonly isForSomeReasons: boolean
  readonly isIndirect: boolean
}

/** By their numbers; 7 is not used. RFC 5280 §5.3.1. */
export const REVOCATION_REASONS = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const

export type RevocationReason = NonNullable<(typeof REVOCATION_REASONS)[number]>

const LARGEST_LIST = 8 * 1024 * 1024
const MOST_ENTRIES = 50_000
const ENUMERATED = 0x0a

/**
 * Reads a revocation list from its DER encoding, or from the first PEM block of a text. The
 * signature is not verified here: `judgeRevocation` does, once the issuer is known.
 * @throws {X509Error} unreadable, also beyond 8 MiB or 50 000 entries
 */
export function readCrl(source: Uint8Array | string): Crl {
  const der = typeof source === 'string' ? decodePem(source, LARGEST_LIST) : source
  if (der.length > LARGEST_LIST) throw unreadable('too_large', 'too large for a revocation list')
  const own = Uint8Array.from(der)
  return reading('a revocation list', () => describe(own))
}

function describe(der: Uint8Array): Crl {
  const parts = readChildren(readDer(der), TAG.sequence)
  const [tbs, algorithm, signature] = parts
  if (!tbs || !algorithm || !signature || parts.length !== 3) {
    throw unreadable('structure', 'a revocation list has three parts')
  }
  const { algorithmDer, ...fields } = readFields(tbs)
  const signatureMethod = readSignatureMethod(algorithm)
  return {
    ...fields,
    der,
    signedDer: tbs.bytes,
    signature: readSignature(signature),
    signatureMethod,
    signatureAlgorithm: signatureMethod.name,
    algorithmsAgree: Buffer.compare(algorithmDer, algorithm.bytes) === 0,
  }
}

/** RFC 5280 §5.1.2. */
function readFields(tbs: Element) {
  const all = readChildren(tbs, TAG.sequence)
  const hasVersion = all[0]?.tag === TAG.integer
  if (hasVersion && readInteger(elementAt(all, 0)) !== 1n) {
    throw unreadable('structure', 'unknown version of a revocation list')
  }
  const [algorithm, issuer, thisUpdate, ...rest] = hasVersion ? all.slice(1) : all
  if (!algorithm || !issuer || !thisUpdate) throw unreadable('structure', 'a field is missing')
  const next = rest[0]?.tag === TAG.utcTime || rest[0]?.tag === TAG.generalizedTime
  const after = next ? rest.slice(1) : rest
  const entries = after[0]?.tag === TAG.sequence ? after[0] : undefined
  const wrapped = after.find(({ tag }) => tag === contextTag(0))
  const list = readExtensionList(wrapped && elementAt(readChildren(wrapped), 0))
  const { revoked, critical } = readEntries(entries)
  return {
    version: hasVersion ? 2 : 1,
    algorithmDer: algorithm.bytes,
    issuer: readName(issuer),
    thisUpdate: readTime(thisUpdate),
    ...(next && { nextUpdate: readTime(elementAt(rest, 0)) }),
    revoked,
    ...readKnown(list),
    criticalExtensions: [...criticalOf(list), ...critical],
  } as const
}

function readKnown(list: readonly Extension[]) {
  const crlNumber = extensionValue(list, EXTENSION.crlNumber, readInteger)
  const authority = extensionValue(list, EXTENSION.authorityKeyId, readAuthorityKeyId)
  const point = extensionValue(list, EXTENSION.issuingDistributionPoint, readPoint)
  return {
    isDelta: list.some(({ oid }) => oid === EXTENSION.deltaCrlIndicator),
    ...(crlNumber !== undefined && { crlNumber }),
    ...(authority?.authorityKeyId !== undefined && { authorityKeyId: authority.authorityKeyId }),
    ...(point && { distributionPoint: point }),
  }
}

const criticalOf = (list: readonly Extension[]): string[] =>
  list.filter(({ isCritical }) => isCritical).map(({ oid }) => oid)

function readEntries(list: Element | undefined) {
  const elements = list ? readChildren(list) : []
  if (elements.length > MOST_ENTRIES) throw unreadable('too_many', 'too many revoked certificates')
  const revoked = new Map<string, RevokedCertificate>()
  const critical = new Set<string>()
  for (const element of elements) {
    const fields = readChildren(element, TAG.sequence)
    const serialNumber = readInteger(elementAt(fields, 0)).toString()
    const extensions = readExtensionList(fields[2])
    for (const oid of criticalOf(extensions)) critical.add(oid)
    const reason = extensionValue(extensions, EXTENSION.reasonCode, readReason) ?? 'unspecified'
    const revokedAt = readTime(elementAt(fields, 1))
    revoked.set(serialNumber, { serialNumber, revokedAt, reason })
  }
  return { revoked, critical: [...critical] }
}

function readReason({ tag, content }: Element): RevocationReason {
  const reason = tag === ENUMERATED && content.length === 1 && REVOCATION_REASONS[content[0] ?? 7]
  if (!reason) throw unreadable('bad_extension', 'an unknown reason of revocation')
  return reason
}

function readPoint(element: Element): IssuingDistributionPoint {
  const fields = readChildren(element, TAG.sequence)
  const isSet = (number: number) =>
    fields.some(({ tag, content }) => tag === contextTag(number, false) && Boolean(content[0]))
  const reasons = fields.find(({ tag }) => tag === contextTag(3, false))
  const name = fields.find(({ tag }) => tag === contextTag(0))
  return {
    isNamed: name !== undefined,
    uris: readPointUris(name),
    onlyUserCerts: isSet(1),
    onlyCaCerts: isSet(2),
    onlyAttributeCerts: isSet(5),
    isForSomeReasons:
      reasons !== undefined && readBits(retagged(reasons, TAG.bitString)).length > 0,
    isIndirect: isSet(4),
  }
}
