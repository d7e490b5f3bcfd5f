import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issueCrl } from './crl/issue-crl.ts'
import { encodePkcs7 } from './pkcs7.ts'
import { holdsPrivateKey, textOfBytes } from './private-key.ts'
import { createTestAuthority, type TestAuthority } from './test-authority.ts'

const now = new Date()
const folder = mkdtempSync(join(tmpdir(), 'pmp-private-key-'))
let authority: TestAuthority
beforeAll(async () => {
  authority = await createTestAuthority({ now })
})
afterAll(() => rmSync(folder, { recursive: true }))

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const ed = generateKeyPairSync('ed25519').privateKey
const encryption = { cipher: 'aes-256-cbc', passphrase: 'x' } as const
const pem = ec.export({ type: 'pkcs8', format: 'pem' }).toString()
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
const armoured = (der: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----`

/** What `openssl pkcs12 -nodes` writes with a friendly name that is not ASCII. */
const named = `Bag Attributes\n    friendlyName: Société générale 銀行 Банк\n${pem}`
const pkcs8 = rsa.export({ type: 'pkcs8', format: 'der' })

const certificateDer = Buffer.from('3003020101', 'hex')
const lines = (der: Buffer) => der.toString('base64').replaceAll(/.{64}/g, '$&\n')
const secretOf = (text: string) =>
  `kind: Secret\ndata:\n  tls.crt: LS0t\n  tls.key: ${Buffer.from(text).toString('base64')}\n`

function pkcs12(): Buffer {
  const at = (name: string) => join(folder, name)
  writeFileSync(at('key.pem'), rsa.export({ type: 'pkcs8', format: 'pem' }))
  const request = ['req', '-x509', '-key', at('key.pem'), '-subj', '/CN=a', '-out', at('a.pem')]
  execFileSync('openssl', request)
  const store = ['-inkey', at('key.pem'), '-in', at('a.pem'), '-passout', 'pass:x']
  execFileSync('openssl', ['pkcs12', '-export', ...store, '-out', at('a.p12')])
  return readFileSync(at('a.p12'))
}

describe('a private key is found', () => {
  test.each<[string, Uint8Array | string]>([
    ['as PEM', pem],
    ['as encrypted PEM', rsa.export({ type: 'pkcs8', format: 'pem', ...encryption })],
    ['as PKCS#1 PEM', rsa.export({ type: 'pkcs1', format: 'pem' })],
    ['as SEC 1 PEM', ec.export({ type: 'sec1', format: 'pem' })],
    ['in UTF-8 with a name of other scripts before it', Buffer.from(named)],
    ['in UTF-8 with a byte-order mark', Buffer.from(`\uFEFF${pem}`)],
    ['in Latin-1', Buffer.from(named, 'latin1')],
    ['in UTF-16 LE with a byte-order mark', Buffer.from(`\uFEFF${named}`, 'utf16le')],
    ['in UTF-16 LE without', Buffer.from(named, 'utf16le')],
    ['in UTF-16 BE with a byte-order mark', utf16be(`\uFEFF${named}`)],
    ['in UTF-16 BE without', utf16be(named)],
    ['as PKCS#8 DER', pkcs8],
    ['as PKCS#8 DER of an EC key', ec.export({ type: 'pkcs8', format: 'der' })],
    ['as PKCS#8 DER of an Ed25519 key', ed.export({ type: 'pkcs8', format: 'der' })],
    ['as encrypted DER', rsa.export({ type: 'pkcs8', format: 'der', ...encryption })],
    ['as PKCS#1 DER', rsa.export({ type: 'pkcs1', format: 'der' })],
    ['as SEC 1 DER', ec.export({ type: 'sec1', format: 'der' })],
    ['as base64 of DER', pkcs8.toString('base64')],
    ['as base64url of PEM', Buffer.from(named).toString('base64url')],
    ['as base64 of UTF-16', Buffer.from(named, 'utf16le').toString('base64')],
    ['in armour that says certificate', armoured(pkcs8)],
    ['as JSON Web Key', JSON.stringify(ec.export({ format: 'jwk' }))],
    ['as a value of a Kubernetes secret', secretOf(pem)],
    ['as a value of a Kubernetes secret in UTF-16', Buffer.from(secretOf(named), 'utf16le')],
    ['as base64 of DER behind a word', `key: ${pkcs8.toString('base64')}`],
    ['as lines of base64 behind a certificate', `${armoured(certificateDer)}\n${lines(pkcs8)}`],
    ['in armour with headers and without an end', `-----BEGIN X-----\nA: b\n\n${lines(pkcs8)}`],
    ['with the blanks of an address', encodeURIComponent(pem)],
    ['with the blanks of a form', new URLSearchParams({ key: pem }).toString()],
    ['with the blanks of a page', pem.replaceAll(' ', '\u00A0')],
    ['in hexadecimal digits', pkcs8.toString('hex')],
    ['in hexadecimal octets', pkcs8.toString('hex').replaceAll(/..(?!$)/g, '$&:')],
    ['as .NET writes it', '<RSAKeyValue><Modulus>AQ==</Modulus><InverseQ>AQ==</InverseQ>'],
    ['as a name server keeps it', 'Private-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)'],
    ['as Java key store', Buffer.from('feedfeed0000000200000001', 'hex')],
  ])('%s', (_, source) => {
    expect(holdsPrivateKey(source)).toBe(true)
    expect(holdsPrivateKey(Buffer.from(source).toString('base64'))).toBe(true)
  })

  test('in the words of OpenSSL', () => {
    for (const key of [rsa, ec, ed]) {
      const input = key.export({ type: 'pkcs8', format: 'pem' })
      const text = execFileSync('openssl', ['pkey', '-text', '-noout'], { input })
      expect(holdsPrivateKey(text)).toBe(true)
    }
  })

  test('in a PKCS#12 file that OpenSSL made', () => {
    expect(holdsPrivateKey(pkcs12())).toBe(true)
  })

  test('behind a certificate', () => {
    const { der, pem: certificate } = authority.root.certificate
    expect(holdsPrivateKey(Buffer.concat([der, pkcs8]))).toBe(true)
    expect(holdsPrivateKey(`${certificate}\n${pem}`)).toBe(true)
  })
})

describe('nothing is suspected of', () => {
  test('certificates, bundles and lists, however they are wrapped', async () => {
    const { root, intermediate } = authority
    const both = [intermediate.certificate, root.certificate]
    const crl = await issueCrl({
      issuer: root.certificate,
      signingKey: root.privateKey,
      thisUpdate: now,
      nextUpdate: new Date(now.getTime() + 86_400_000),
      crlNumber: 1n,
      revoked: [],
    })
    const text = both.map((one) => one.pem).join('\n')
    const sources: (Uint8Array | string)[] = [
      root.certificate.der,
      encodePkcs7(both),
      crl.der,
      text,
    ]
    for (const source of sources) {
      expect(holdsPrivateKey(source)).toBe(false)
      expect(holdsPrivateKey(Buffer.from(source).toString('base64'))).toBe(false)
    }
    for (const bytes of [Buffer.from(text, 'utf16le'), utf16be(`\uFEFF${text}`)]) {
      expect(holdsPrivateKey(bytes)).toBe(false)
      expect(textOfBytes(bytes)).toBe(text)
    }
  })
})
