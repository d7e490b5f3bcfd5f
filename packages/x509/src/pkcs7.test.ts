import { expect, test } from 'vitest'
import { cpuMsOf } from './corpus/cpu-time.ts'
import { TAG, readChildren, readWhole } from './asn1.ts'
import type { Certificate } from './certificate.ts'
import { encodePkcs7, pkcs7Pem, readPkcs7 } from './pkcs7.ts'
import { createTestAuthority } from './test-authority.ts'

const authority = await createTestAuthority({ now: new Date('2029-02-03T04:05:06Z') })
const { certificate: leaf } = await authority.issueLeaf()
const chain = [leaf, authority.intermediate.certificate, authority.root.certificate]
const orders = [chain, chain.toReversed(), [chain[1], chain[2], chain[0]].flatMap((c) => c ?? [])]

const thumbprints = (certificates: readonly Certificate[]) =>
  certificates.map(({ thumbprintSha1 }) => thumbprintSha1)

const open = (tag: number, ...parts: Uint8Array[]) =>
  Buffer.concat([Uint8Array.of(tag, 0x80), ...parts, Uint8Array.of(0, 0)])

/** The same bundle as Java's providers write it: indefinite lengths all the way down. */
function berOf(certificates: readonly Certificate[]): Buffer {
  const fields = readChildren(readWhole(encodePkcs7(certificates)))
  const [version, digests, content, , revoked] = readChildren(
    readWhole(fields[1]?.content ?? new Uint8Array()),
  ).map(({ bytes }) => bytes)
  const parts = [version, digests, content].flatMap((part) => part ?? [])
  const list = open(0xa0, ...certificates.map(({ der }) => der))
  const signedData = open(TAG.sequence, ...parts, list, revoked ?? new Uint8Array())
  return open(TAG.sequence, fields[0]?.bytes ?? new Uint8Array(), open(0xa0, signedData))
}

test.each(orders)('keeps the order of a bundle that it wrote', (...certificates) => {
  expect(thumbprints(readPkcs7(encodePkcs7(certificates)))).toEqual(thumbprints(certificates))
})

test.each(orders)('keeps the order of a bundle with indefinite lengths', (...certificates) => {
  expect(thumbprints(readPkcs7(berOf(certificates)))).toEqual(thumbprints(certificates))
})

test('an empty bundle is a bundle', () => {
  expect(readPkcs7(encodePkcs7([]))).toEqual([])
})

test('armours a bundle as PKCS7 in lines of 64 characters', () => {
  const lines = pkcs7Pem(chain).split('\n')
  expect(lines[0]).toBe('-----BEGIN PKCS7-----')
  expect(lines.at(-1)).toBe('-----END PKCS7-----')
  expect(lines.slice(1, -2).every((line) => line.length === 64)).toBe(true)
  const der = Buffer.from(lines.slice(1, -1).join(''), 'base64')
  expect(thumbprints(readPkcs7(der))).toEqual(thumbprints(chain))
})

const whole = Buffer.from(encodePkcs7(chain))
const repeated = (hex: string, count: number) => Buffer.from(hex.repeat(count), 'hex')

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a certificate', Buffer.from(leaf.der)],
  ['text', Buffer.from('-----BEGIN PKCS7-----')],
  ['a bundle cut short', whole.subarray(0, -10)],
  ['a bundle with a byte after it', Buffer.concat([whole, Buffer.of(0)])],
  ['a bundle of another content type', Buffer.from(whole).fill(3, 14, 15)],
  ['an indefinite length that never ends', berOf(chain).subarray(0, -2)],
  ['lists nested thousands deep', repeated('3080', 100_000)],
  ['a million zero bytes', Buffer.alloc(1_000_000)],
  ['more than it may hold', Buffer.alloc(2_000_000, 0x30)],
  ['too many certificates', encodePkcs7(Array.from({ length: 201 }, () => leaf))],
])('refuses %s as unreadable, and quickly', (_what, der) => {
  const refuse = () =>
    expect(() => readPkcs7(der)).toThrow(expect.objectContaining({ code: 'unreadable' }))
  expect(cpuMsOf(refuse)).toBeLessThan(100)
})
