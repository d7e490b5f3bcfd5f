/** Changes what is signed and signs again, for what no sane issuer would write. */
import { type KeyObject, constants, sign } from 'node:crypto'
import { TAG, contextTag, elementAt, readChildren, readOid, readWhole } from '../asn1.ts'
import { write, writeBitString, writeInteger, writeOid } from '../asn1-write.ts'
import type { Crl } from '../crl/crl.ts'
import type { Extension } from '../extensions.ts'
import { writeExtension } from '../extensions-write.ts'
import type { Made } from '../path-scenes.ts'

/** Encoded extension lists, before and after. */
type Extensions = readonly Uint8Array[]

/** What shall be different; everything else stays. */
export interface Reshaping {
  /** 0 stands for version 1; undefined leaves it. */
  readonly version?: number
  /** The whole INTEGER. */
  readonly serial?: Uint8Array
  /** The algorithm inside the signed part. */
  readonly innerAlgorithm?: Uint8Array
  /** The algorithm inside and outside. */
  readonly algorithm?: Uint8Array
  readonly issuer?: Uint8Array
  readonly subject?: Uint8Array
  readonly validity?: Uint8Array
  readonly publicKey?: Uint8Array
  readonly extensions?: (list: Extensions) => Extensions
  /** Makes the signature; with SHA-256 by default. */
  readonly sign?: (tbs: Uint8Array, key: KeyObject) => Uint8Array
  /** Wraps the signed part in another way before it is signed. */
  readonly tbs?: (tbs: Uint8Array) => Uint8Array
}

/** @returns the DER, which need not be readable any more */
export function reshape(made: Made, signer: Made, change: Reshaping): Uint8Array {
  const [tbs, algorithm] = readChildren(readWhole(made.certificate.der))
  const [version, serial, inner, issuer, validity, subject, publicKey, wrapped] = readChildren(
    tbs ?? readWhole(made.certificate.der),
  ).map(({ bytes }) => bytes)
  const outer = change.algorithm ?? algorithm?.bytes ?? new Uint8Array()
  const parts = [
    change.version === 0
      ? new Uint8Array()
      : change.version === undefined
        ? version
        : write(contextTag(0), writeInteger(change.version)),
    change.serial ?? serial,
    change.innerAlgorithm ?? change.algorithm ?? inner,
    change.issuer ?? issuer,
    change.validity ?? validity,
    change.subject ?? subject,
    change.publicKey ?? publicKey,
    extensionsOf(wrapped, change),
  ].map((part) => part ?? new Uint8Array())
  const plain = write(TAG.sequence, ...parts)
  return signed(change.tbs?.(plain) ?? plain, outer, signer, change.sign)
}

function extensionsOf(wrapped: Uint8Array | undefined, { extensions }: Reshaping): Uint8Array {
  if (!wrapped || !extensions) return wrapped ?? new Uint8Array()
  const list = elementAt(readChildren(readWhole(wrapped)), 0)
  const changed = extensions(readChildren(list).map(({ bytes }) => bytes))
  return changed.length === 0
    ? new Uint8Array()
    : write(contextTag(3), write(TAG.sequence, ...changed))
}

const withDefault = (tbs: Uint8Array, key: KeyObject): Uint8Array =>
  sign(key.asymmetricKeyType?.startsWith('ed') ? null : 'sha256', tbs, key)

function signed(
  tbs: Uint8Array,
  algorithm: Uint8Array,
  { key }: Made,
  signer: Reshaping['sign'] = withDefault,
): Uint8Array {
  return write(TAG.sequence, tbs, algorithm, writeBitString(signer(tbs, key.privateKey)))
}

const oidOf = (extension: Uint8Array): string =>
  readOid(elementAt(readChildren(readWhole(extension)), 0))

/** Leaves an extension out. */
export const without =
  (oid: string) =>
  (list: Extensions): Extensions =>
    list.filter((extension) => oidOf(extension) !== oid)

/** Puts an extension in place of the one of its kind. */
export const replacing =
  (extension: Extension) =>
  (list: Extensions): Extensions => [
    ...without(extension.oid)(list),
    writeExtension(extension.oid, extension.isCritical, extension.value),
  ]

/** Turns the critical mark of an extension round. */
export const withCritical =
  (oid: string, isCritical: boolean) =>
  (list: Extensions): Extensions =>
    list.map((extension) => {
      if (oidOf(extension) !== oid) return extension
      const value = readChildren(readWhole(extension)).at(-1)
      return writeExtension(oid, isCritical, value?.content ?? new Uint8Array())
    })

/** Adds an extension to a revocation list and signs again. */
export function reshapeCrl(crl: Crl, signer: Made, extension: Extension): Uint8Array {
  const [tbs, algorithm] = readChildren(readWhole(crl.der))
  const fields = readChildren(tbs ?? readWhole(crl.der))
  const added = writeExtension(extension.oid, extension.isCritical, extension.value)
  const parts = fields.map((field) => {
    if (field.tag !== contextTag(0)) return field.bytes
    const list = readChildren(elementAt(readChildren(field), 0)).map(({ bytes }) => bytes)
    return write(contextTag(0), write(TAG.sequence, ...list, added))
  })
  return signed(write(TAG.sequence, ...parts), algorithm?.bytes ?? new Uint8Array(), signer)
}

const SHA256 = write(TAG.sequence, writeOid('2.16.840.1.101.3.4.2.1'), write(TAG.null))

/** RSASSA-PSS with SHA-256 and a salt of 32 octets. RFC 4055 §3.1. */
export const PSS_SHA256 = write(
  TAG.sequence,
  writeOid('1.2.840.113549.1.1.10'),
  write(
    TAG.sequence,
    write(contextTag(0), SHA256),
    write(contextTag(1), write(TAG.sequence, writeOid('1.2.840.113549.1.1.8'), SHA256)),
    write(contextTag(2), writeInteger(32)),
  ),
)

export const signPss = (tbs: Uint8Array, key: KeyObject): Uint8Array =>
  sign('sha256', tbs, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })
