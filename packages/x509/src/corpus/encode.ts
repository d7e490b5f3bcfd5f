/** Encodes extensions that the package only reads, for the corpus. */
import { TAG, contextTag } from '../asn1.ts'
import { write, writeInteger, writeOid } from '../asn1-write.ts'
import { EXTENSION, type Extension } from '../extensions.ts'
import { type NameParts, writeName } from '../names.ts'

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1')

export const dns = (text: string): Uint8Array => write(0x82, ascii(text))
export const email = (text: string): Uint8Array => write(0x81, ascii(text))
export const uri = (text: string): Uint8Array => write(0x86, ascii(text))
/** Four octets for an address, eight with its mask in a constraint. */
export const ip = (...octets: number[]): Uint8Array => write(0x87, Uint8Array.from(octets))
export const directory = (parts: NameParts): Uint8Array => write(0xa4, writeName(parts).der)
export const registeredId = (oid: string): Uint8Array => write(0x88, writeOid(oid).subarray(2))

export const altNames = (names: readonly Uint8Array[], isCritical = false): Extension => ({
  oid: EXTENSION.subjectAltName,
  isCritical,
  value: write(TAG.sequence, ...names),
})

export function nameConstraints(
  lists: { permitted?: readonly Uint8Array[]; excluded?: readonly Uint8Array[] },
  isCritical = true,
): Extension {
  const subtrees = (number: number, names: readonly Uint8Array[] = []) =>
    names.length === 0
      ? []
      : [write(contextTag(number), ...names.map((name) => write(TAG.sequence, name)))]
  const value = write(TAG.sequence, ...subtrees(0, lists.permitted), ...subtrees(1, lists.excluded))
  return { oid: EXTENSION.nameConstraints, isCritical, value }
}

export const unknownExtension = (isCritical: boolean): Extension => ({
  oid: '2.5.29.127',
  isCritical,
  value: write(TAG.null),
})

/** @param field 0 for requireExplicitPolicy, 1 for inhibitPolicyMapping */
export const policyConstraints = (field: 0 | 1): Extension => ({
  oid: EXTENSION.policyConstraints,
  isCritical: true,
  value: write(TAG.sequence, write(contextTag(field, false), Uint8Array.of(0))),
})

export const policies = (isCritical: boolean): Extension => ({
  oid: EXTENSION.certificatePolicies,
  isCritical,
  value: write(TAG.sequence, write(TAG.sequence, writeOid('1.2.3.4'))),
})

/** Where the lists of an issuer are to be had. */
export const distributionPoint = (address: string): Extension => ({
  oid: EXTENSION.crlDistributionPoints,
  isCritical: false,
  value: write(TAG.sequence, write(TAG.sequence, pointName(address))),
})

const pointName = (address: string) => write(contextTag(0), write(contextTag(0), uri(address)))

export const authorityInfo = (ocsp: string, issuers: string): Extension => ({
  oid: EXTENSION.authorityInfoAccess,
  isCritical: false,
  value: write(
    TAG.sequence,
    write(TAG.sequence, writeOid('1.3.6.1.5.5.7.48.1'), uri(ocsp)),
    write(TAG.sequence, writeOid('1.3.6.1.5.5.7.48.2'), uri(issuers)),
  ),
})

/** An issuing distribution point with one of its flags set. RFC 5280 §5.2.5. */
export function listScope(flag: 1 | 2 | 4 | 5 | undefined, address?: string): Extension {
  const name = address === undefined ? [] : [pointName(address)]
  const set = flag === undefined ? [] : [write(contextTag(flag, false), Uint8Array.of(0xff))]
  const value = write(TAG.sequence, ...name, ...set)
  return { oid: EXTENSION.issuingDistributionPoint, isCritical: true, value }
}

export const deltaOf = (number: number): Extension => ({
  oid: EXTENSION.deltaCrlIndicator,
  isCritical: true,
  value: writeInteger(number),
})

/**
 * An authority key identifier that names issuer and serial number. RFC 5280 §4.2.1.1.
 * @param keyId lower-case hexadecimal; left out when undefined
 */
export function authorityBySerial(
  issuerName: Uint8Array,
  serialNumber: string,
  keyId?: string,
): Extension {
  const key = keyId === undefined ? [] : [write(contextTag(0, false), Buffer.from(keyId, 'hex'))]
  const value = write(
    TAG.sequence,
    ...key,
    write(contextTag(1), write(0xa4, issuerName)),
    write(contextTag(2, false), writeInteger(BigInt(serialNumber)).subarray(2)),
  )
  return { oid: EXTENSION.authorityKeyId, isCritical: false, value }
}
