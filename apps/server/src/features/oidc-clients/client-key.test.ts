import { generateKeyPairSync } from 'node:crypto'
import { Failure } from '@pmp/contract'
import { describe, expect, test } from 'vitest'
import { readClientKey } from './client-key.ts'
import { freshJwk } from './testing.ts'

const sound = freshJwk()
const numbers = { kty: 'RSA', n: String(sound['n']), e: 'AQAB' }

async function codeOf(key: Record<string, unknown>, version = '1.6.2'): Promise<string> {
  try {
    await readClientKey(key, version)
  } catch (error) {
    if (error instanceof Failure) return error.code
    throw error
  }
  return 'taken'
}

const number = (value: bigint) => {
  const digits = value.toString(16)
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex').toString(
    'base64url',
  )
}
const modulus = BigInt(`0x${Buffer.from(numbers.n, 'base64url').toString('hex')}`)
const octets = (length: number) => Buffer.alloc(length, 0xff).toString('base64url')

const ec = (namedCurve: string) =>
  generateKeyPairSync('ec', { namedCurve }).publicKey.export({ format: 'jwk' })
const okp = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const privateKey = pair.privateKey.export({ format: 'jwk' })

describe('a public key of a client', () => {
  test('is kept as its public members only, in one order', async () => {
    const { jwk } = await readClientKey(
      { ...sound, x5c: ['certificate'], key_ops: ['verify'], ext: true, foo: { bar: 1 } },
      '1.6.2',
    )
    expect(JSON.stringify(jwk)).toBe(
      JSON.stringify({
        kty: 'RSA',
        e: 'AQAB',
        use: 'sig',
        kid: sound['kid'],
        alg: 'RS256',
        n: numbers.n,
      }),
    )
  })

  test('is taken out of a whole pair, of which nothing private is kept', async () => {
    const { n, e, kty, ...secrets } = privateKey
    expect(Object.keys(secrets).toSorted()).toEqual(['d', 'dp', 'dq', 'p', 'q', 'qi'])
    const read = await readClientKey({ ...privateKey, oth: [{ r: 'x', d: 'x', t: 'x' }] }, '1.6.2')
    expect(read).toMatchObject({ jwk: { kty, e, n }, hadPrivateMembers: true })
    expect(Object.keys(read.jwk)).toEqual(['kty', 'e', 'n'])
    const withPrivate = await readClientKey({ ...numbers, d: '' }, '1.6.2')
    expect(withPrivate).toEqual({
      ...(await readClientKey(numbers, '1.6.2')),
      hadPrivateMembers: true,
    })
  })

  test('makes the client id that upstream makes of it', async () => {
    const n = [
      'wit8Vt7frTsu60CkOMRDMukeLAWF3bGIQRdnAlkLXBOuMWclnBlaWKBsT0P33kM1D9GRz6OlK4jFEYmXN9RTNe',
      'v79SwvkzYVmpYDXJeUBzhon2DdWkTdlLh88teMWe0EAFVWnuBB6f2Isnj3yEU_ChQg20qyeFwHtbFOn8eF7MVD',
      'tTDFnpumFqN2oy_DKHvjoVrnUI28y6urDcS-9jpOiqWHO8rOxuAcwJeZzAfwXY3FgSwat-uZ32rGRnOkyXWsUG',
      'IuhxdACXoOnLq8BZ6jIrc6OnQ553YtCzK51Mfsf3AY46_OUUd2YJVA_-4ueGsR4SqAJ3WOU7jJWHYBX8E24Q',
    ].join('')
    const { clientId } = await readClientKey({ kty: 'RSA', n, e: 'AQAB' }, '1.6.2')
    expect(clientId).toBe('duR0ouEghT3jxRQE8zqKYwMhKS3LXvCWbmsDZSAM82w')
  })

  test('is the same key however it is written, and so the same client', async () => {
    const { clientId, jwk } = await readClientKey(numbers, '1.6.2')
    const padded = `${numbers.n}==`
    const withZero = Buffer.concat([Buffer.alloc(2), Buffer.from(numbers.n, 'base64url')])
    for (const n of [padded, withZero.toString('base64url')]) {
      expect(await readClientKey({ ...numbers, n, e: 'AAEAAQ==', kid: 'x' }, '1.6.2')).toEqual({
        clientId,
        jwk: { ...jwk, kid: 'x' },
        hadPrivateMembers: false,
      })
    }
  })

  test.each<[string, Record<string, unknown>]>([
    ['no kty', { n: numbers.n, e: 'AQAB' }],
    ['an unknown kty', { ...numbers, kty: 'XYZ' }],
    ['a kty that is no text', { ...numbers, kty: 1 }],
    ['a secret key', { kty: 'oct', k: 'c2VjcmV0' }],
    ['a set of keys', { keys: [numbers] }],
    ['no modulus', { kty: 'RSA', e: 'AQAB' }],
    ['an empty modulus', { ...numbers, n: '' }],
    ['a modulus that is no text', { ...numbers, n: 5 }],
    ['a modulus that is not base64url', { ...numbers, n: 'not base64 !!' }],
    ['a modulus in the other alphabet', { ...numbers, n: `${numbers.n.slice(0, -2)}+/` }],
    ['a modulus of zeros', { ...numbers, n: Buffer.alloc(256).toString('base64url') }],
    ['an even modulus', { ...numbers, n: number(modulus - 1n) }],
    ['a modulus with a small factor', { ...numbers, n: number((modulus / 751n) * 751n) }],
    ['1,024 bits', freshJwk(1024)],
    ['2,047 bits', { ...numbers, n: number((modulus >> 1n) | 1n) }],
    ['more than 8,192 bits', { ...numbers, n: octets(1025) }],
    ['a modulus as long as a book', { ...numbers, n: octets(100_000) }],
    ['an exponent of 1', { ...numbers, e: number(1n) }],
    ['an even exponent', { ...numbers, e: number(65_536n) }],
    ['an exponent of zero', { ...numbers, e: 'AA' }],
    ['an exponent above the modulus', { ...numbers, e: number(modulus + 2n) }],
    ['a monstrous exponent', { ...numbers, e: number((modulus >> 1n) | 1n) }],
    ['a kid that is no text', { ...numbers, kid: 1 }],
    ['an endless kid', { ...numbers, kid: 'k'.repeat(1024) }],
    ['an alg that is a list', { ...numbers, alg: ['RS256'] }],
  ])('is refused with %s', async (_, key) => {
    expect(await codeOf(key)).toBe('PMS_ESI_007')
  })

  test('may have 2,048 to 4,096 bits', async () => {
    for (const bits of [2048, 3072, 4096]) expect(await codeOf(freshJwk(bits))).toBe('taken')
  })

  test('lies on a curve only where eSignet knows curves, and on a usual one', async () => {
    const p256 = ec('P-256')
    expect(await codeOf(p256, '1.6.2')).toBe('invalid_public_key')
    expect(await codeOf(p256, '1.7.0')).toBe('taken')
    expect(await codeOf(p256, '2.0.0')).toBe('taken')
    expect(await codeOf(ec('secp256k1'), '1.8.0')).toBe('PMS_ESI_007')
    expect(await codeOf({ ...p256, y: p256.x }, '1.8.0')).toBe('PMS_ESI_007')
    const { jwk } = await readClientKey({ ...p256, n: 'AQAB', d: 'AQAB' }, '1.8.0')
    expect(jwk).toEqual(p256)
  })

  test('is never of a kind that no eSignet takes', async () => {
    for (const version of ['1.6.2', '1.8.0'])
      expect(await codeOf(okp, version)).toBe('invalid_public_key')
  })
})
