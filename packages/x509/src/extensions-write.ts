import { TAG, contextTag } from './asn1.ts'
import { write, writeBits, writeInteger, writeOid } from './asn1-write.ts'
import { EXTENSION, type Extension, KEY_USAGES, PURPOSES } from './extensions.ts'

/** What the extensions of a new certificate shall say. */
export interface NewExtensions {
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength?: number | undefined }
  readonly keyUsage: readonly string[]
  readonly extendedKeyUsage?: readonly string[] | undefined
  readonly subjectKeyId: Uint8Array
  /** Lower-case hexadecimal. */
  readonly authorityKeyId?: string | undefined
  /** What else the certificate shall carry, already encoded; after the others, in this order. */
  readonly furtherExtensions?: readonly Extension[] | undefined
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
    extensions.push(writeAuthorityKeyId(authorityKeyId))
  }
  for (const { oid, isCritical, value } of wanted.furtherExtensions ?? []) {
    extensions.push(writeExtension(oid, isCritical, value))
  }
  return write(TAG.sequence, ...extensions)
}

/** Writes one extension around its encoded value. RFC 5280 §4.1. */
export function writeExtension(oid: string, isCritical: boolean, value: Uint8Array): Uint8Array {
  const critical = isCritical ? [write(TAG.boolean, Uint8Array.of(0xff))] : []
  return write(TAG.sequence, writeOid(oid), ...critical, write(TAG.octetString, value))
}

/** @param keyId lower-case hexadecimal */
export function writeAuthorityKeyId(keyId: string): Uint8Array {
  const value = write(contextTag(0, false), Buffer.from(keyId, 'hex'))
  return writeExtension(EXTENSION.authorityKeyId, false, write(TAG.sequence, value))
}

/** Where the lists of revoked certificates of the issuer are. RFC 5280 §4.2.1.13. */
export function crlDistributionPoints(...uris: readonly string[]): Extension {
  const names = uris.map((uri) => write(contextTag(6, false), Buffer.from(uri, 'ascii')))
  const points = names.map((name) =>
    write(TAG.sequence, write(contextTag(0), write(contextTag(0), name))),
  )
  return {
    oid: EXTENSION.crlDistributionPoints,
    isCritical: false,
    value: write(TAG.sequence, ...points),
  }
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
