/** A curve y² = x³ − 3x + b over a prime field. SP 800-186 §3.2.1; RFC 5480 §2.1.1.1. */
interface NistCurve {
  readonly oid: string
  /** Octets of a coordinate. */
  readonly size: number
  readonly prime: bigint
  readonly b: bigint
}

/** Curves by their names in a JWK. RFC 7518 §6.2.1.1. */
export const NIST_CURVES: Readonly<Record<string, NistCurve>> = {
  'P-256': {
    oid: '1.2.840.10045.3.1.7',
    size: 32,
    prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  },
  'P-384': {
    oid: '1.3.132.0.34',
    size: 48,
    prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  },
  'P-521': {
    oid: '1.3.132.0.35',
    size: 66,
    prime: 2n ** 521n - 1n,
    b: 0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
  },
}

/** Whether two coordinates are a point of a curve, the one at infinity left out. */
export function isOnCurve({ prime, b }: NistCurve, x: bigint, y: bigint): boolean {
  if (x >= prime || y >= prime) return false
  return (y * y - (x * x * x - 3n * x + b)) % prime === 0n
}
