/** Keys that are none, and certificates that hold them, for tests here and of the server. */
import { checkPrimeSync, createECDH, createHash, generateKeyPairSync } from 'node:crypto'
import { TAG, elementAt, readChildren, readWhole } from '../asn1.ts'
import { write, writeBitString, writeInteger, writeOid } from '../asn1-write.ts'
import { certificateFromDer } from '../certificate.ts'
import type { Made } from '../path-scenes.ts'
import { reshape } from './reshape.ts'

const RSA = '1.2.840.113549.1.1.1'
const X500_RSA = '2.5.8.1.1'
const EC = '1.2.840.10045.2.1'
const P256 = writeOid('1.2.840.10045.3.1.7')
const ED25519 = '1.3.101.112'
const ED448 = '1.3.101.113'

const absent = new Uint8Array()
const none = write(TAG.null)
const hex = (digits: string) => Uint8Array.from(Buffer.from(digits, 'hex'))

function spki(oid: string, parameters: Uint8Array, key: Uint8Array): Uint8Array {
  return write(TAG.sequence, write(TAG.sequence, writeOid(oid), parameters), writeBitString(key))
}

const numbers = (modulus: bigint, exponent: bigint) =>
  write(TAG.sequence, writeInteger(modulus), writeInteger(exponent))
const rsa = (modulus: bigint, exponent = 65_537n) => spki(RSA, none, numbers(modulus, exponent))

const { publicKey: sound, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const numberOf = (digits = '') => BigInt(`0x${Buffer.from(digits, 'base64url').toString('hex')}`)
const modulus = numberOf(sound.export({ format: 'jwk' }).n)
const prime = numberOf(privateKey.export({ format: 'jwk' }).p)

function primeAfter(before: bigint): bigint {
  let next = before + 2n
  while (!checkPrimeSync(next)) next += 2n
  return next
}
/** What the numbers of the RSA keys below were taken from. */
export const soundKey = sound.export({ format: 'der', type: 'spki' })

/** The numbers of a sound key of that size. */
function numbersOf(modulusLength: number): Uint8Array {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength })
  const fields = readChildren(readWhole(publicKey.export({ format: 'der', type: 'spki' })))
  return elementAt(fields, 1).content.subarray(1)
}

const point = createECDH('prime256v1').generateKeys()
const beside = Uint8Array.from(point, (byte, at) => (at === 64 ? byte ^ 1 : byte))

/** A long length where a short one would do: BER, not DER. */
const berNumbers = (() => {
  const inside = readWhole(numbers(modulus, 65_537n)).content
  const length = Buffer.alloc(4)
  length.writeUInt32BE(inside.length)
  return Buffer.concat([hex('3084'), length, inside])
})()

const neutral = (octets: number) => Uint8Array.from({ length: octets }, (_, at) => Number(at === 0))

/** A sound group with the number 1 for a key. */
const dsaOfOne = (() => {
  const { publicKey } = generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 })
  const [algorithm] = readChildren(readWhole(publicKey.export({ format: 'der', type: 'spki' })))
  return write(TAG.sequence, algorithm?.bytes ?? absent, writeBitString(writeInteger(1)))
})()

/** With this key anybody can sign: see `withForgedSignature`. */
export const pointAtInfinity = spki(EC, P256, hex('00'))

/** SubjectPublicKeyInfos with their names in words. */
export const keysThatAreNone: [string, Uint8Array][] = [
  ['RSA 512 under an identifier of X.500', spki(X500_RSA, none, numbersOf(512))],
  ['RSA 1024 under an identifier of X.500', spki(X500_RSA, none, numbersOf(1024))],
  ['RSA 2048 under an identifier of X.500', spki(X500_RSA, none, numbers(modulus, 65_537n))],
  ['RSA with a length of too many octets inside', spki(RSA, none, berNumbers)],
  ['RSA made of garbage', spki(RSA, none, hex('deadbeef'))],
  [
    'RSA with a third number',
    spki(RSA, none, write(TAG.sequence, writeInteger(modulus), writeInteger(3), writeInteger(3))),
  ],
  ['RSA without its NULL', spki(RSA, absent, numbers(modulus, 65_537n))],
  ['RSA with a curve', spki(RSA, P256, numbers(modulus, 65_537n))],
  ['modulus 0', rsa(0n)],
  ['an even modulus', rsa(modulus - 1n)],
  ['a modulus with the factor 3', rsa((modulus / 6n) * 6n + 3n)],
  ['a modulus with the factor 751', rsa((modulus / 1502n) * 1502n + 751n)],
  ['the square of a prime', rsa(prime * prime)],
  ['two primes next to each other', rsa(prime * primeAfter(prime))],
  ['exponent 1', rsa(modulus, 1n)],
  ['an even exponent', rsa(modulus, 65_536n)],
  ['exponent 0', rsa(modulus, 0n)],
  ['an exponent that is the modulus', rsa(modulus, modulus)],
  ['the point at infinity', pointAtInfinity],
  ['the point at infinity, written at full length', spki(EC, P256, new Uint8Array(65))],
  ['a point beside its curve', spki(EC, P256, beside)],
  ['a point of another field', spki(EC, P256, point.subarray(0, 33))],
  ['a point in the hybrid form', spki(EC, P256, Buffer.concat([hex('06'), point.subarray(1)]))],
  ['a curve that is NULL', spki(EC, none, point)],
  ['a curve left to the issuer', spki(EC, absent, point)],
  ['a curve nobody knows', spki(EC, writeOid('1.2.3.4'), point)],
  ['an Ed25519 key with parameters', spki(ED25519, none, new Uint8Array(32).fill(9))],
  ['an Ed25519 key of 31 octets', spki(ED25519, absent, new Uint8Array(31).fill(9))],
  ['the neutral point of Ed25519', spki(ED25519, absent, neutral(32))],
  [
    'a point of order 8 of Ed25519',
    spki(ED25519, absent, hex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05')),
  ],
  ['the neutral point of Ed448', spki(ED448, absent, neutral(57))],
  ['a DSA key of 1', dsaOfOne],
  ['a kind of key nobody knows', spki('1.2.3.4', none, hex('00'))],
]

/** The product of all odd numbers below 752, times a power of 2, plus 1: no small factor divides it. */
function modulusOf(bits: number): bigint {
  let product = 1n
  for (let factor = 3n; factor < 752n; factor += 2n) product *= factor
  return (product << BigInt(bits - product.toString(2).length)) + 1n
}

/** A key, but one that nobody has the time to compute with. */
export const keysTooLong: [string, Uint8Array][] = [
  ['RSA of 8193 bits', rsa(modulusOf(8193))],
  ['RSA of 16384 bits', rsa(modulusOf(16_384))],
]

/** FIPS 186-4 §6.4.2 with the point at infinity for a key: r is the abscissa of e/s times G. */
function forgedEcdsa(tbs: Uint8Array): Uint8Array {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const digest = BigInt(`0x${createHash('sha256').update(tbs).digest('hex')}`) % order
  const multiple = createECDH('prime256v1')
  const one = Buffer.alloc(32)
  one[31] = 1
  multiple.setPrivateKey(one)
  const abscissa = BigInt(`0x${multiple.getPublicKey().subarray(1, 33).toString('hex')}`) % order
  return write(TAG.sequence, writeInteger(abscissa), writeInteger(digest))
}

/** The same certificate with another key in it, signed again. */
export function withKey(made: Made, signer: Made, publicKey: Uint8Array): Made {
  return { ...made, certificate: certificateFromDer(reshape(made, signer, { publicKey })) }
}

/** The same certificate with a signature that passes for one of the point at infinity. */
export function withForgedSignature(made: Made, signer: Made): Made {
  return { ...made, certificate: certificateFromDer(reshape(made, signer, { sign: forgedEcdsa })) }
}
