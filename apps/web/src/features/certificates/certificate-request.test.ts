/** Requests and keys, as openssl sees them. */
import { execFileSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { makeRequest } from './certificate-request.ts'
import { keyKinds, type KeyKindName } from '../../domain/keys/key-kinds.ts'

const folder = mkdtempSync(join(tmpdir(), 'request-'))
afterAll(() => rmSync(folder, { recursive: true }))

const subject = {
  country: 'FR',
  state: '',
  locality: 'Orléans',
  organization: 'Banque "Étoile", & Fils',
  unit: '',
  commonName: 'مصرف النجمة',
}

const openssl = (...words: string[]): string =>
  execFileSync('openssl', words, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })

async function made(kind: KeyKindName, passphrase = '') {
  const { requestPem, privateKeyPem } = await makeRequest({ kind, subject, passphrase })
  writeFileSync(join(folder, 'request.csr'), requestPem)
  writeFileSync(join(folder, 'private.pem'), privateKeyPem)
  return privateKeyPem
}

describe.each(Object.keys(keyKinds) as KeyKindName[])('a key of the kind %s', (kind) => {
  test('makes a request that openssl verifies, and belongs to it', async () => {
    await made(kind)
    expect(() => openssl('req', '-in', 'request.csr', '-verify', '-noout')).not.toThrow()
    const ofRequest = openssl('req', '-in', 'request.csr', '-pubkey', '-noout')
    expect(openssl('pkey', '-in', 'private.pem', '-pubout')).toBe(ofRequest)
    const size = kind.split(/[ -]/).at(-1)
    expect(openssl('pkey', '-in', 'private.pem', '-text', '-noout')).toContain(`(${size} bit`)
  })
})

test('the subject is written to the letter, without empty parts', async () => {
  await made('EC P-256')
  const options = ['-noout', '-subject', '-nameopt', 'multiline,utf8,-esc_msb']
  const written = openssl('req', '-in', 'request.csr', ...options)
  expect(
    written
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim().replace(/\s+= /, '=')),
  ).toEqual([
    'countryName=FR',
    'localityName=Orléans',
    'organizationName=Banque "Étoile", & Fils',
    'commonName=مصرف النجمة',
  ])
})

describe('a passphrase', () => {
  test('protects the key; openssl and Node read it with the passphrase only', async () => {
    const passphrase = 'clé à molette 42'
    const pem = await made('RSA 2048', passphrase)
    expect(pem).toContain('-----BEGIN ENCRYPTED PRIVATE KEY-----')
    const plain = openssl('pkcs8', '-in', 'private.pem', '-passin', `pass:${passphrase}`)
    expect(plain).toContain('-----BEGIN PRIVATE KEY-----')
    expect(
      createPrivateKey({ key: pem, passphrase }).export({ type: 'pkcs8', format: 'pem' }),
    ).toBe(plain)
    expect(() => openssl('pkcs8', '-in', 'private.pem', '-passin', 'pass:wrong')).toThrow(
      'Error decrypting key',
    )
    const structure = openssl('asn1parse', '-in', 'private.pem')
    for (const name of ['PBES2', 'PBKDF2', 'hmacWithSHA256', 'aes-256-cbc', '0927C0']) {
      expect(structure).toContain(name)
    }
  })

  test('protects keys of curves, too', async () => {
    await made('EC P-384', 'seven-green-bottles')
    expect(
      openssl('pkey', '-in', 'private.pem', '-passin', 'pass:seven-green-bottles', '-pubout'),
    ).toBe(openssl('req', '-in', 'request.csr', '-pubkey', '-noout'))
  })
})
