import { namesOf } from '@pmp/contract'
/*
 * Keys and certificate requests, made by the browser. Written with the DER writer of @pmp/x509: a
 * request is some twenty values, for which @peculiar/x509 would weigh more than the page itself.
 */
import { write, writeBitString, writeInteger, writeOid } from '@pmp/x509/asn1-write'
import { isRsa, keyKinds, type KeyKindName } from '../../domain/keys/key-kinds.ts'
import { pemOf, privateKeyPem } from '../../domain/keys/private-key-file.ts'

/** Attributes of a subject, in the order in which they are written. RFC 5280 appendix A.1. */
const attributes = {
  country: '2.5.4.6',
  state: '2.5.4.8',
  locality: '2.5.4.7',
  organization: '2.5.4.10',
  unit: '2.5.4.11',
  commonName: '2.5.4.3',
} as const

type Subject = Readonly<Record<keyof typeof attributes, string>>

const tags = {
  utf8String: 0x0c,
  printableString: 0x13,
  sequence: 0x30,
  set: 0x31,
  attributes: 0xa0,
  null: 0x05,
} as const

interface RequestOrder {
  kind: KeyKindName
  /** Empty attributes are left out. */
  subject: Subject
  /** Protects the file of the private key; empty: it is not encrypted. */
  passphrase: string
}

export interface MadeRequest {
  /** PKCS#10, RFC 2986. */
  requestPem: string
  /** PKCS#8, RFC 5958. */
  privateKeyPem: string
}

/** Makes a key, and with it the request for a certificate. Nothing of it leaves the browser. */
export async function makeRequest({
  kind,
  subject,
  passphrase,
}: RequestOrder): Promise<MadeRequest> {
  const { generation, signing, signatureOid } = keyKinds[kind]
  const key = await crypto.subtle.generateKey(generation, true, ['sign', 'verify'])
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('spki', key.publicKey))
  // RFC 2986 §4.1: version 0, and no attributes, which are written nevertheless.
  const information = write(
    tags.sequence,
    writeInteger(0),
    writeSubject(subject),
    publicKey,
    write(tags.attributes),
  )
  const signature = new Uint8Array(await crypto.subtle.sign(signing, key.privateKey, information))
  const algorithm = isRsa(kind)
    ? write(tags.sequence, writeOid(signatureOid), write(tags.null))
    : write(tags.sequence, writeOid(signatureOid))
  const request = write(
    tags.sequence,
    information,
    algorithm,
    writeBitString(isRsa(kind) ? signature : derSignature(signature)),
  )
  const privateKey = new Uint8Array(await crypto.subtle.exportKey('pkcs8', key.privateKey))
  return {
    requestPem: pemOf('CERTIFICATE REQUEST', request),
    privateKeyPem: await privateKeyPem(privateKey, passphrase),
  }
}

/** Countries are printable strings, all else is UTF-8, to the letter. RFC 5280 §4.1.2.4. */
function writeSubject(subject: Subject): Uint8Array {
  const parts = namesOf(attributes).flatMap((name) => {
    const oid = attributes[name]
    const value = subject[name]
    if (value === '') return []
    const tag = name === 'country' ? tags.printableString : tags.utf8String
    const text = write(tag, new TextEncoder().encode(value))
    return [write(tags.set, write(tags.sequence, writeOid(oid), text))]
  })
  return write(tags.sequence, ...parts)
}

/** Browsers give both numbers in a row, certificates have them as a list. RFC 3279 §2.2.3. */
function derSignature(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2
  const number = (bytes: Uint8Array) =>
    BigInt(`0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`)
  return write(
    tags.sequence,
    writeInteger(number(signature.slice(0, half))),
    writeInteger(number(signature.slice(half))),
  )
}
