import { expect, test } from 'vitest'
import { cpuMsOf } from './corpus/cpu-time.ts'
import { readCertificate } from './certificate.ts'
import { createTestAuthority } from './test-authority.ts'
import { X509Error } from './x509-error.ts'

const authority = await createTestAuthority({ now: new Date('2029-02-03T04:05:06Z') })
const { pem, der, thumbprintSha1 } = authority.root.certificate
const other = authority.intermediate.certificate

test.each([
  ['as we write it', pem],
  ['with Windows line ends and spaces around', `  \r\n${pem.replaceAll('\n', '\r\n')}\r\n `],
  ['under any label', pem.replaceAll('CERTIFICATE', 'X509 TRUST ME')],
  ['behind explaining text', `Bag Attributes\n  friendlyName: root\n${pem}\n`],
  ['from the first of several blocks', `${pem}\n${other.pem}\n`],
  ['in one long line', pem.replaceAll(/(?<=[A-Za-z0-9+/=]{64})\n/g, '')],
])('reads a certificate %s', (_how, text) => {
  expect(readCertificate(text).thumbprintSha1).toBe(thumbprintSha1)
})

test('writes lines of 64 characters without a newline at the end', () => {
  const lines = pem.split('\n')
  expect(lines[0]).toBe('-----BEGIN CERTIFICATE-----')
  expect(lines.at(-1)).toBe('-----END CERTIFICATE-----')
  expect(lines.slice(1, -2).every((line) => line.length === 64)).toBe(true)
})

const broken = (at: number, value: number) => {
  const bytes = Buffer.from(der)
  bytes[at] = value
  return armour(bytes)
}
const armour = (bytes: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(bytes).toString('base64')}\n-----END CERTIFICATE-----`
const nested = (open: number[], count: number) =>
  armour(Buffer.concat(Array.from({ length: count }, () => Buffer.from(open))))
const hidden = Buffer.from(`\n${other.pem}\n`)

test.each([
  ['nothing', ''],
  ['plain words', 'certificate'],
  ['base64 without armour', Buffer.from(der).toString('base64')],
  ['an opening line only', '-----BEGIN CERTIFICATE-----'],
  ['an empty block', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----'],
  ['a block that is not base64', '-----BEGIN CERTIFICATE-----\n%%%%\n-----END CERTIFICATE-----'],
  ['a block with NUL characters', pem.replace('\n', '\n\0')],
  ['base64 with a digit missing', pem.replace(/(?<=-----\n)./, '')],
  ['a thousand opening lines', '-----BEGIN A-----\n'.repeat(3000)],
  ['a megabyte of text', 'A'.repeat(1_000_000)],
  ['a megabyte inside a block', armour(Buffer.alloc(1_000_000))],
  ['zero bytes', armour(Buffer.alloc(1000))],
  ['random looking bytes', armour(Buffer.from(der).map((byte, at) => (byte * 31 + at) % 256))],
  ['a certificate cut short', armour(der.subarray(0, -1))],
  ['a certificate with a byte after it', armour(Buffer.concat([der, Buffer.of(0)]))],
  ['a wrong outer length', broken(2, 0x7f)],
  ['a length beyond all memory', armour(Buffer.from('3084ffffffff3080', 'hex'))],
  ['lists nested thousands deep', nested([0x30, 0x80], 20_000)],
  ['lists nested with lengths', nested([0x30, 0x82, 0x7f, 0xff], 10_000)],
  ['a key instead of a certificate', armour(authority.root.certificate.publicKeyDer)],
  ['a certificate hidden in other bytes', armour(Buffer.concat([der.subarray(0, 4), hidden]))],
])('refuses %s as unreadable, and quickly', (_what, text) => {
  const refuse = () =>
    expect(() => readCertificate(text)).toThrow(expect.objectContaining({ code: 'unreadable' }))
  expect(cpuMsOf(refuse)).toBeLessThan(100)
})

test('any single byte changed gives a certificate or the one error, and nothing else', () => {
  const outcomes = Array.from(der, (byte, at) => outcomeOf(broken(at, byte ^ 0x15)))
  expect(new Set(outcomes)).toEqual(new Set(['read', 'unreadable']))
})

function outcomeOf(text: string): unknown {
  try {
    readCertificate(text)
    return 'read'
  } catch (error) {
    return error instanceof X509Error ? error.code : error
  }
}
