/**
 * What makes a public key none at all, whatever its size: with such a key anybody can sign, or nobody
 * can say who did. Judged from its numbers alone, before anything is computed with it.
 */
import type { KeyFlaw } from './key-flaws.ts'
import { TAG, type Element, readChildren, readInteger, toHex } from './asn1.ts'

/** Why a key is none; undefined for a key that is one. */
export type Flaw = KeyFlaw | undefined

/** CA/Browser Forum Baseline Requirements §6.1.6: no factor below 752. */
const SMALL_PRIMES = primesBelow(752).map(BigInt)

function primesBelow(limit: number): number[] {
  const isComposite = new Uint8Array(limit)
  const primes: number[] = []
  for (let number = 2; number < limit; number += 1) {
    if (isComposite[number]) continue
    primes.push(number)
    for (let multiple = number * number; multiple < limit; multiple += number) {
      isComposite[multiple] = 1
    }
  }
  return primes
}

/**
 * RFC 8017 §3.1: the modulus is a product of odd primes, which nobody must find, the exponent odd,
 * above 1 and below it.
 */
export function flawOfRsa({ modulus, exponent }: { modulus: bigint; exponent: bigint }): Flaw {
  const factor = SMALL_PRIMES.find((prime) => modulus % prime === 0n)
  if (factor !== undefined) return factor === 2n ? 'key_modulus_even' : 'key_modulus_factor'
  if (exponent % 2n === 0n) return 'key_exponent_even'
  if (exponent < 3n) return 'key_exponent_one'
  if (exponent >= modulus) return 'key_exponent_too_great'
  return hasClosePrimes(modulus) ? 'key_primes_close' : undefined
}

/** Baseline Requirements §6.1.1.3: so many rounds of Fermat's factorization must not succeed. */
const FERMAT_ROUNDS = 100

/** A product of two primes is a difference of squares, found at once when they are nearly the same. */
function hasClosePrimes(modulus: bigint): boolean {
  const root = squareRoot(modulus)
  let sum = root * root === modulus ? root : root + 1n
  let rest = sum * sum - modulus
  for (let round = 0; round < FERMAT_ROUNDS; round += 1) {
    if (isSquare(rest)) return true
    rest += 2n * sum + 1n
    sum += 1n
  }
  return false
}

/** Squares leave few remainders, so the root is rarely taken. */
const SQUARES: readonly ReadonlySet<bigint>[] = [64n, 63n, 65n, 11n].map(
  (divisor) => new Set(Array.from({ length: Number(divisor) }, (_, n) => BigInt(n * n) % divisor)),
)

function isSquare(number: bigint): boolean {
  const [of64, of63, of65, of11] = SQUARES
  if (!of64?.has(number % 64n) || !of63?.has(number % 63n)) return false
  if (!of65?.has(number % 65n) || !of11?.has(number % 11n)) return false
  const root = squareRoot(number)
  return root * root === number
}

/** The greatest whole number whose square is not above it, by Newton's method. */
function squareRoot(number: bigint): bigint {
  if (number < 2n) return number
  let root = 1n << BigInt(Math.ceil(number.toString(16).length * 2))
  for (;;) {
    const next = (root + number / root) >> 1n
    if (next >= root) return root
    root = next
  }
}

/**
 * SEC 1 §2.3.3, §3.2.2.1: an encoded point of the field's size. The point at infinity, whose one
 * octet some libraries read, lets a signature pass that no private key made.
 * @param point without the octet that counts unused bits
 */
export function flawOfPoint(point: Uint8Array, fieldBits: number): Flaw {
  const size = Math.ceil(fieldBits / 8)
  const [form] = point
  if (form === 0 && point.length === 1) return 'key_point_at_infinity'
  const isWhole = form === 4 && point.length === 1 + 2 * size
  const isCompressed = (form === 2 || form === 3) && point.length === 1 + size
  return isWhole || isCompressed ? undefined : 'key_off_curve'
}

/** FIPS 186-4 §4.1: a generator and a key within the group, and the key in the subgroup. */
export function flawOfDsa(parameters: Element, key: Element): Flaw {
  const [prime, order, generator] = readChildren(parameters, TAG.sequence).map((element) =>
    readInteger(element, LONGEST_DSA_NUMBER),
  )
  if (prime === undefined || order === undefined || generator === undefined) {
    return 'key_parameters'
  }
  const value = readInteger(key, LONGEST_DSA_NUMBER)
  const isInside = (number: bigint) => number > 1n && number < prime - 1n
  const isUsual = order > LEAST_DSA_ORDER && order < LARGEST_DSA_ORDER
  if (!isUsual || prime % 2n === 0n || (prime - 1n) % order !== 0n) {
    return 'key_no_group'
  }
  if (!isInside(generator) || !isInside(value)) return 'key_outside_group'
  return power(value, order, prime) === 1n ? undefined : 'key_outside_group'
}

/** In octets; 8192 bits and a sign. */
const LONGEST_DSA_NUMBER = 1025
const LEAST_DSA_ORDER = 1n << 159n
const LARGEST_DSA_ORDER = 1n << 256n

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus
    if (bit === '1') result = (result * base) % modulus
  }
  return result
}

interface EdwardsCurve {
  readonly octets: number
  /** The topmost bit is none of the ordinate's: it tells the other coordinate's sign, or nothing. */
  readonly hasSpareBit: boolean
  /** The ordinates of points whose order is so small that their signatures say nothing. */
  readonly smallOrders: readonly bigint[]
}

const FIELD_25519 = 2n ** 255n - 19n
const FIELD_448 = 2n ** 448n - 2n ** 224n - 1n

/** RFC 7748 §6, §7, RFC 8032 §8.7; also in their spellings above the field's size. */
const EDWARDS_CURVES: Readonly<Record<string, EdwardsCurve>> = {
  Ed25519: {
    octets: 32,
    hasSpareBit: true,
    smallOrders: besideField(FIELD_25519, [
      0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
      0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
    ]),
  },
  X25519: {
    octets: 32,
    hasSpareBit: true,
    smallOrders: besideField(FIELD_25519, [
      325606250916557431795983626356110631294008115727848805560023387167927233504n,
      39382357235489614581723060781553021112529911719440698176882885853963445705823n,
    ]),
  },
  Ed448: { octets: 57, hasSpareBit: true, smallOrders: besideField(FIELD_448, []) },
  X448: { octets: 56, hasSpareBit: false, smallOrders: besideField(FIELD_448, []) },
}

function besideField(field: bigint, others: readonly bigint[]): bigint[] {
  return [0n, 1n, field - 1n, field, field + 1n, ...others]
}

/** Judges the octets of a key of RFC 8410. */
export function flawOfEdwards(type: string, key: Uint8Array): Flaw {
  const curve = EDWARDS_CURVES[type]
  if (!curve) return 'key_curve_unknown'
  if (key.length !== curve.octets) return 'key_wrong_length'
  return curve.smallOrders.includes(ordinateOf(key, curve)) ? 'key_small_order' : undefined
}

/** Little endian. RFC 7748 §5, RFC 8032 §5.1.2, §5.2.2. */
function ordinateOf(key: Uint8Array, { hasSpareBit }: EdwardsCurve): bigint {
  const digits = key.toReversed()
  if (hasSpareBit) digits[0] = (digits[0] ?? 0) & 0x7f
  return BigInt(`0x${toHex(digits)}`)
}
