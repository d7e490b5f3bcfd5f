/**
 * Public keys between SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) and the numbers of a JWK (RFC 7518 §6).
 * Browsers use it, too: nothing here is Node's.
 */
import {
  TAG,
  contextTag,
  elementAt,
  readChildren,
  readInteger,
  readOid,
  readWhole,
  toHex,
} from './asn1.ts'
import { write, writeBitString, writeInteger, writeOid } from './asn1-write.ts'
import { readDer } from './der.ts'
import { NIST_CURVES, isOnCurve } from './nist-curves.ts'
import { unreadable } from './x509-error.ts'

/** What a public key consists of, by the names that a JWK has for it; octets, the greatest first. */
export type PublicNumbers =
  | { kty: 'RSA'; n: Uint8Array; e: Uint8Array }
  | { kty: 'EC'; crv: string; x: Uint8Array; y: Uint8Array }

const RSA = '1.2.840.113549.1.1.1'
const EC = '1.2.840.10045.2.1'
/** 16,384 bits and a sign. */
const LONGEST_NUMBER = 2049

const numberOf = (octets: Uint8Array) => BigInt(`0x0${toHex(octets)}`)

/**
 * Writes a public key as certificates hold it.
 * @returns undefined for numbers that are no key of their curve, or a curve that is not known
 */
export function spkiOfNumbers(key: PublicNumbers): Uint8Array | undefined {
  if (key.kty === 'RSA') {
    const octets = write(TAG.sequence, writeInteger(numberOf(key.n)), writeInteger(numberOf(key.e)))
    return spki(RSA, write(TAG.null), octets)
  }
  const curve = NIST_CURVES[key.crv]
  if (!curve || !isOnCurve(curve, numberOf(key.x), numberOf(key.y))) return undefined
  const coordinates = [key.x, key.y].map((octets) => padded(octets, curve.size))
  const point = Uint8Array.from([4, ...coordinates.flatMap((octets) => [...octets])])
  return spki(EC, writeOid(curve.oid), point)
}

function spki(algorithm: string, parameters: Uint8Array, octets: Uint8Array): Uint8Array {
  return write(
    TAG.sequence,
    write(TAG.sequence, writeOid(algorithm), parameters),
    writeBitString(octets),
  )
}

/** To the size of the field. SEC 1 §2.3.5. */
function padded(octets: Uint8Array, size: number): Uint8Array {
  const digits = withoutZeros(octets)
  const whole = new Uint8Array(size)
  whole.set(digits, size - digits.length)
  return whole
}

function withoutZeros(octets: Uint8Array): Uint8Array {
  const first = octets.findIndex((octet) => octet !== 0)
  return first === -1 ? octets.subarray(0, 0) : octets.subarray(first)
}

/**
 * The numbers of a SubjectPublicKeyInfo.
 * @returns undefined for a key of another kind or curve, or a point that is not written whole
 * @throws {X509Error} unreadable
 */
export function numbersOfSpki(der: Uint8Array): PublicNumbers | undefined {
  const fields = readChildren(readDer(der), TAG.sequence)
  const [algorithm, parameters] = readChildren(elementAt(fields, 0), TAG.sequence)
  const bits = elementAt(fields, 1)
  if (!algorithm || bits.tag !== TAG.bitString || bits.content[0] !== 0) {
    throw unreadable('structure', 'not a SubjectPublicKeyInfo')
  }
  const octets = bits.content.subarray(1)
  const kind = readOid(algorithm)
  if (kind === RSA) return numbersOfPkcs1(octets)
  if (kind !== EC || parameters?.tag !== TAG.oid) return undefined
  const oid = readOid(parameters)
  const [crv, curve] = Object.entries(NIST_CURVES).find(([, known]) => known.oid === oid) ?? []
  if (crv === undefined || !curve || octets[0] !== 4) return undefined
  const { size } = curve
  return { kty: 'EC', crv, x: octets.slice(1, 1 + size), y: octets.slice(1 + size) }
}

/**
 * The numbers of an RSAPublicKey. RFC 8017 §A.1.1.
 * @throws {X509Error} unreadable
 */
export function numbersOfPkcs1(der: Uint8Array): PublicNumbers {
  const fields = readChildren(readDer(der), TAG.sequence)
  const [n, e] = [0, 1].map((at) => {
    const number = elementAt(fields, at)
    if (readInteger(number, LONGEST_NUMBER) <= 0n) throw unreadable('bad_number', 'not positive')
    return withoutZeros(number.content)
  })
  if (!n || !e || fields.length !== 2) throw unreadable('structure', 'not an RSA key')
  return { kty: 'RSA', n, e }
}

/**
 * The SubjectPublicKeyInfo of a certificate, of which nothing else is judged. RFC 5280 §4.1.
 * @throws {X509Error} unreadable
 */
export function spkiOfCertificate(der: Uint8Array): Uint8Array {
  const [signed, ...others] = readChildren(readWhole(der), TAG.sequence)
  if (!signed || others.length !== 2) throw unreadable('structure', 'not a certificate')
  const fields = readChildren(signed, TAG.sequence)
  const hasVersion = fields[0]?.tag === contextTag(0)
  return elementAt(fields, hasVersion ? 6 : 5).bytes
}
