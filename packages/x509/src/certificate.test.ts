import { X509Certificate, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { readWhole } from './asn1.ts'
import { write } from './asn1-write.ts'
import { certificateFromDer, isValidAt, readCertificate } from './certificate.ts'
import { issueCertificate } from './issue.ts'
import { readName, writeName } from './names.ts'
import { createTestAuthority, pooledKey } from './test-authority.ts'

const now = new Date('2029-02-03T04:05:06.789Z')
const authority = await createTestAuthority({ now, organization: 'Ministry' })
const { certificate: leaf } = await authority.issueLeaf({ commonName: 'device.example' })
const { root, intermediate } = authority

test('tells everything a registrar asks about a leaf', () => {
  expect(leaf).toMatchObject({
    version: 3,
    organization: 'Ministry',
    commonName: 'device.example',
    notBefore: new Date('2029-02-02T04:05:06Z'),
    notAfter: new Date('2031-02-03T04:05:06Z'),
    isSelfSigned: false,
    signatureAlgorithm: 'SHA256withRSA',
    key: { type: 'RSA', bits: 2048 },
    isCa: false,
    keyUsage: ['digitalSignature', 'nonRepudiation', 'keyEncipherment'],
    authorityKeyId: intermediate.certificate.subjectKeyId,
    criticalExtensions: ['2.5.29.19', '2.5.29.15'],
  })
  expect(leaf.subject.formatted).toBe('CN=device.example,O=Ministry,L=Bengaluru,ST=KA,C=IN')
  expect(leaf.issuerDer).toEqual(intermediate.certificate.subjectDer)
  expect(leaf.pathLength).toBeUndefined()
  expect(root.certificate).toMatchObject({ isSelfSigned: true, isCa: true })
})

test('agrees with node about serial number, thumbprints and key', () => {
  const opened = new X509Certificate(leaf.pem)
  expect(leaf.serialNumber).toBe(BigInt(`0x${opened.serialNumber}`).toString())
  expect(leaf.thumbprintSha1).toBe(opened.fingerprint.replaceAll(':', '').toLowerCase())
  expect(leaf.thumbprintSha256).toBe(opened.fingerprint256.replaceAll(':', ''))
  const spki = opened.publicKey.export({ type: 'spki', format: 'der' })
  expect(Buffer.from(leaf.publicKeyDer)).toEqual(spki)
})

test('calls a certificate self-signed by its signature, not by its names', async () => {
  const key = await pooledKey('EC', 'root')
  const other = await pooledKey('EC', 'other')
  const common = {
    notBefore: now,
    notAfter: now,
    basicConstraints: { ca: true },
    keyUsage: [],
    signatureAlgorithm: 'SHA256withECDSA',
    signingKey: key.privateKey,
  }
  const named = { ...common, subject: { CN: 'same' }, publicKey: key.publicKey }
  const self = await issueCertificate(named)
  const renamed = await issueCertificate({ ...named, subject: { CN: 'new' }, issuer: self })
  const issued = await issueCertificate({ ...named, publicKey: other.publicKey, issuer: self })
  expect([self, renamed, issued].map(({ isSelfSigned }) => isSelfSigned)).toEqual([
    true,
    true,
    false,
  ])
})

test.each([
  [
    'RSA 3072',
    generateKeyPairSync('rsa', { modulusLength: 3072 }),
    { type: 'RSA', bits: 3072, exponent: 65537n },
  ],
  [
    'P-384',
    generateKeyPairSync('ec', { namedCurve: 'P-384' }),
    { type: 'EC', bits: 384, curve: 'secp384r1' },
  ],
  ['Ed25519', generateKeyPairSync('ed25519'), { type: 'Ed25519', bits: 256 }],
])('describes a key of kind %s', async (_kind, key, described) => {
  const { certificate } = await authority.issueLeaf({ key })
  expect(certificate.key).toEqual(described)
})

test('counts both ends of the validity period as valid', () => {
  const period = { notBefore: new Date(1000), notAfter: new Date(2000) }
  const answers = [999, 1000, 1500, 2000, 2001].map((ms) => isValidAt(period, new Date(ms)))
  expect(answers).toEqual([false, true, true, true, false])
})

test('never opens a certificate hidden inside another', async () => {
  const { certificate: decoy } = await authority.issueLeaf({ commonName: 'decoy' })
  const outer = authority.issueLeaf({ subject: { OU: `\n${decoy.pem}\n` } })
  await expect(outer).rejects.toMatchObject({ code: 'unreadable' })
})

test('a name with a NUL character is unreadable', async () => {
  const named = authority.issueLeaf({ organization: 'Ministry\0of nothing' })
  await expect(named).rejects.toMatchObject({ code: 'unreadable' })
})

test('a value does not change when the bytes it was read from do', () => {
  const bytes = Buffer.from(leaf.der)
  const read = certificateFromDer(bytes)
  bytes.fill(0)
  expect(readCertificate(read.pem).der).toEqual(leaf.der)
  expect(read.subjectDer).toEqual(leaf.subjectDer)
})

test('formats the first value of each known attribute and drops all others', () => {
  const name = nameOf([
    ['0603550406', '13024a50'],
    ['060a0992268993f22c640119', '1603646f6d'],
    ['060355040b', '0c0661', 'first'],
    ['060355040b', '0c0661', 'second'],
    ['0603550403', '0c0661', 'x, O=Evil+"y" '],
  ])
  expect(name.formatted).toBe(String.raw`CN=x\, O\=Evil\+\"y\"\ ,OU=first,C=JP`)
  expect(name.rdns.flat().map(({ type }) => type)).toEqual(['C', 'DC', 'OU', 'OU', 'CN'])
})

/** Builds a name from hexadecimal attribute types and values; a text stands in for the value. */
function nameOf(attributes: [string, string, string?][]) {
  const rdns = attributes.map(([type, value, text]) => {
    const encoded =
      text === undefined ? Buffer.from(value, 'hex') : write(0x0c, Buffer.from(text, 'utf8'))
    return write(0x31, write(0x30, Buffer.from(type, 'hex'), encoded))
  })
  return readName(readWhole(write(0x30, ...rdns)))
}

test.each([
  ['UTF-8', '0c06e0a4ade0a4be', 'भा'],
  ['Latin-1', '1402c9e9', 'Éé'],
  ['two-byte', '1e0406270628', 'اب'],
  ['four-byte', '1c040001f600', '😀'],
  ['unknown', '0401ff', '#0401ff'],
])('reads a %s value of a name', (_kind, value, text) => {
  expect(nameOf([['0603550403', value]]).rdns.flat()[0]?.value).toBe(text)
})

test('writes a country as printable string and the rest as UTF-8, in the fixed order', () => {
  const name = writeName({ CN: 'Ünit', O: 'Org', C: 'IN', OU: '' })
  const types = name.rdns.map(([attribute]) => attribute?.type)
  expect(types).toEqual(['C', 'O', 'CN'])
  const hex = Buffer.from(name.der).toString('hex')
  expect(hex).toContain('0603550406130249')
  expect(hex).toContain('06035504030c05')
})
