import { expect, test } from 'vitest'
import type { Certificate } from './certificate.ts'
import { lowestFirst, signersAbove } from './chain-order.ts'
import {
  altNames,
  authorityInfo,
  directory,
  distributionPoint,
  dns,
  email,
  ip,
  nameConstraints,
  policies,
  registeredId,
  uri,
} from './corpus/encode.ts'
import { leafBelow, make, year } from './path-scenes.ts'
import { encodePkcs7, pkcs7Pem } from './pkcs7.ts'
import { readCertificates } from './read-certificates.ts'

const root = await make('root')
const middle = await make('middle', root)
const { certificate: leaf } = await leafBelow(middle)
const chain = [leaf, middle.certificate, root.certificate]
const pems = chain.map(({ pem }) => pem)
const key = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'
const base64 = (bytes: Uint8Array, how: BufferEncoding = 'base64') =>
  Buffer.from(bytes).toString(how)
const names = (certificates: readonly Certificate[]) =>
  certificates.map(({ commonName }) => commonName)

test.each([
  ['PEM blocks with text between them', `one\n${pems.join('\n\ntwo\n')}\n`, 'pem', false],
  ['PEM with Windows line ends', pems.join('\r\n').replaceAll('\n', '\r\n'), 'pem', false],
  ['a PKCS#7 block', pkcs7Pem(chain), 'pem', true],
  ['a bundle under another label', pkcs7Pem(chain).replaceAll('PKCS7', 'CMS'), 'pem', true],
  ['a bundle in DER', encodePkcs7(chain), 'der', true],
  ['a bundle in base64', base64(encodePkcs7(chain)), 'base64', true],
  ['a bundle in base64url', base64(encodePkcs7(chain), 'base64url'), 'base64', true],
  ['a PEM file as bytes', Buffer.from(pems.join('\n')), 'pem', false],
  [
    'a bundle and blocks together',
    `${pkcs7Pem([leaf, middle.certificate])}\n${pems[2]}`,
    'pem',
    true,
  ],
] as const)('reads %s in their order', (_what, source, format, isBundle) => {
  const read = readCertificates(source)
  expect(names(read.certificates)).toEqual(['leaf', 'middle', 'root'])
  expect(read).toMatchObject({ format, isBundle, otherLabels: [] })
})

test.each([
  ['DER', leaf.der, 'der'],
  ['base64 in lines', pems[0]?.split('\n').slice(1, -1).join('\n') ?? '', 'base64'],
  ['base64url', base64(leaf.der, 'base64url'), 'base64'],
] as const)('reads one certificate in %s', (_what, source, format) => {
  expect(readCertificates(source)).toMatchObject({ format, certificates: [{ commonName: 'leaf' }] })
})

test('tells what else lay in the file, such as a private key, and never reads it', () => {
  const read = readCertificates(`${key}\n${pems[0]}`)
  expect(read).toMatchObject({ otherLabels: ['PRIVATE KEY'], certificates: [{}] })
})

test.each([
  ['nothing', '', 'not_text'],
  ['words', 'not a certificate, sorry', 'not_text'],
  ['base64 of words', base64(Buffer.from('words')), 'not_asn1'],
  ['a key alone', key, 'structure'],
  ['an empty bundle', encodePkcs7([]), 'structure'],
  ['a block that is not closed', pems[0]?.slice(0, -5) ?? '', 'not_text'],
  ['a block closed by another label', pems[0]?.replace('END CERT', 'END DESERT') ?? '', 'not_text'],
  ['201 certificates in blocks', Array.from({ length: 201 }, () => pems[0]).join('\n'), 'too_many'],
  ['1000 blocks', `${key}\n`.repeat(1000), 'too_many'],
  [
    '1000 certificates in a bundle',
    encodePkcs7(Array.from({ length: 1000 }, () => leaf)),
    'too_many',
  ],
  ['three megabytes', 'A'.repeat(3_000_000), 'too_large'],
  ['a million opening lines', '-----BEGIN A-----\n'.repeat(100_000), 'not_text'],
] as const)('refuses %s', (_what, source, reason) => {
  expect(() => readCertificates(source)).toThrow(
    expect.objectContaining({ code: 'unreadable', reason }),
  )
})

test.each([
  ['as it is', chain],
  ['turned round', chain.toReversed()],
  ['with duplicates', [...chain, ...chain]],
])('orders a chain given %s', (_how, given) => {
  expect(names(lowestFirst(given))).toEqual(['leaf', 'middle', 'root'])
  expect(names(signersAbove(leaf, given))).toEqual(['leaf', 'middle', 'root'])
})

test('passes over strangers with the name of an issuer when it follows signatures', async () => {
  const impostor = await make('middle', root, { key: (await make('other key')).key })
  const given = [impostor.certificate, ...chain]
  expect(names(signersAbove(leaf, given))).toEqual(['leaf', 'middle', 'root'])
  expect(signersAbove(leaf, given)).not.toContain(impostor.certificate)
  expect(names(lowestFirst(given))).toEqual(['leaf', 'middle', 'middle', 'root'])
  expect(lowestFirst([])).toEqual([])
  expect(signersAbove(leaf, [])).toEqual([leaf])
})

test('a circle without a leaf keeps the order of the file, and is followed once', async () => {
  const [one, two] = [await make('one'), await make('two')]
  const circle = [(await make('one', two)).certificate, (await make('two', one)).certificate]
  expect(names(lowestFirst(circle))).toEqual(['one', 'two'])
  expect(circle[0] && names(signersAbove(circle[0], circle))).toEqual(['one', 'two'])
})

test('reads everything a certificate says', async () => {
  const { certificate } = await make('all', root, {
    keyUsage: ['keyCertSign', 'cRLSign'],
    basicConstraints: { ca: true, pathLength: 1 },
    extendedKeyUsage: ['clientAuth'],
    notAfter: year(2034),
    furtherExtensions: [
      altNames([dns('a.example'), email('a@b.example'), uri('https://c.example'), ip(10, 0, 0, 1)]),
      nameConstraints({
        permitted: [directory({ O: 'Org' })],
        excluded: [ip(10, 0, 0, 0, 255, 0, 0, 0)],
      }),
      distributionPoint('http://crl.example/1'),
      authorityInfo('http://ocsp.example', 'http://ca.example'),
      policies(false),
    ],
  })
  const [read] = readCertificates(certificate.pem).certificates
  expect(read).toMatchObject({
    version: 3,
    subject: { formatted: 'CN=all,O=Path tests' },
    issuer: { formatted: 'CN=root,O=Path tests' },
    notAfter: year(2034),
    key: { type: 'EC', bits: 256, curve: 'prime256v1' },
    signatureAlgorithm: 'SHA256withECDSA',
    isSelfSigned: false,
    isCa: true,
    pathLength: 1,
    keyUsage: ['keyCertSign', 'cRLSign'],
    extendedKeyUsage: ['clientAuth'],
    subjectAltNames: [
      { kind: 'dNSName', value: 'a.example' },
      { kind: 'rfc822Name', value: 'a@b.example' },
      { kind: 'uniformResourceIdentifier', value: 'https://c.example' },
      { kind: 'iPAddress', value: '10.0.0.1' },
    ],
    nameConstraints: {
      permitted: [{ kind: 'directoryName', value: 'O=Org' }],
      excluded: [{ kind: 'iPAddress', value: '10.0.0.0/255.0.0.0' }],
    },
    certificatePolicies: ['1.2.3.4'],
    authorityKeyId: root.certificate.subjectKeyId,
    crlDistributionPoints: [
      { uris: ['http://crl.example/1'], isForSomeReasons: false, hasOtherIssuer: false },
    ],
    authorityInfo: { ocsp: ['http://ocsp.example'], caIssuers: ['http://ca.example'] },
  })
  expect(read?.extensions.map(({ oid }) => oid)).toContain('2.5.29.30')
})

test('leaves out what a certificate does not say', async () => {
  const { certificate } = await leafBelow(root, {
    furtherExtensions: [
      altNames([registeredId('1.2.3'), ip(...Array.from({ length: 16 }, () => 0))]),
    ],
  })
  const { extendedKeyUsage, nameConstraints: constraints, crlDistributionPoints } = certificate
  expect([extendedKeyUsage, constraints, crlDistributionPoints]).toEqual(
    Array.from({ length: 3 }, () => undefined),
  )
  expect(certificate.authorityInfo).toBeUndefined()
  expect(certificate.subjectAltNames).toMatchObject([
    { value: '1.2.3' },
    { value: '0000:0000:0000:0000:0000:0000:0000:0000' },
  ])
})
