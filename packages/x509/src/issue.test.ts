import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { buildPath } from './chain.ts'
import { crlDistributionPoints } from './extensions-write.ts'
import { issueCertificate, rebuiltSubject } from './issue.ts'
import { generateRsaKey } from './key.ts'
import { createTestAuthority, pooledKey } from './test-authority.ts'

const now = new Date('2029-02-03T04:05:06Z')
const later = new Date('2030-02-03T04:05:06Z')
const authority = await createTestAuthority({ now, organization: 'Ministry' })
const { certificate: issuer, privateKey: signingKey } = authority.intermediate
const key = await pooledKey('RSA', 'leaf 0')
const order = {
  subject: { CN: 'partner' },
  issuer,
  publicKey: key.publicKey,
  signingKey,
  notBefore: now,
  notAfter: later,
  basicConstraints: { ca: true, pathLength: 0 },
  keyUsage: ['digitalSignature', 'keyCertSign'],
}

test('a re-signed certificate has the fields that readers rely on and no others', async () => {
  const issued = await issueCertificate(order)
  expect(issued).toMatchObject({
    version: 3,
    isCa: true,
    pathLength: 0,
    keyUsage: order.keyUsage,
    criticalExtensions: ['2.5.29.19', '2.5.29.15'],
    signatureAlgorithm: 'SHA256withRSA',
    notBefore: now,
    notAfter: later,
  })
  expect(issued.subjectKeyId).toMatch(/^[0-9a-f]{40}$/)
  expect(issued.authorityKeyId).toBe(issuer.subjectKeyId)
  expect(issued.extendedKeyUsage).toBeUndefined()
  expect(issued.issuerDer).toEqual(issuer.subjectDer)
})

test('a certificate says where the list of its issuer is', async () => {
  const uri = 'https://pms.example/crl/1.crl'
  const furtherExtensions = [crlDistributionPoints(uri)]
  const { crlDistributionPoints: points } = await issueCertificate({ ...order, furtherExtensions })
  expect(points).toMatchObject([{ uris: [uri] }])
})

test('serial numbers are random, positive and fill 20 octets', async () => {
  const made = await Promise.all([1, 2, 3, 4].map(() => issueCertificate(order)))
  const serials = made.map(({ serialNumber }) => BigInt(serialNumber))
  expect(new Set(serials).size).toBe(4)
  expect(serials.every((serial) => serial >= 2n ** 158n && serial < 2n ** 159n)).toBe(true)
  const given = await issueCertificate({ ...order, serialNumber: 2n ** 64n - 1n })
  expect(given.serialNumber).toBe('18446744073709551615')
})

test('rebuilds a subject in the fixed order with the first value of each attribute', async () => {
  const { certificate } = await authority.issueLeaf({ subject: { OU: 'Unit' }, commonName: 'c' })
  const subject = rebuiltSubject(certificate)
  const types = subject.rdns.map(([attribute]) => attribute?.type)
  expect(types).toEqual(['C', 'ST', 'L', 'O', 'OU', 'CN'])
  const issued = await issueCertificate({ ...order, subject })
  expect(issued.subjectDer).toEqual(subject.der)
})

const device = async (tbs: Uint8Array) => sign('sha256', tbs, signingKey)

test('issues with a device that only hands out signatures', async () => {
  const target = await issueCertificate({ ...order, signingKey: device })
  const anchors = [authority.root.certificate]
  expect(buildPath({ target, anchors, intermediates: [issuer], at: now }).ok).toBe(true)
})

test.each([
  ['SHA512withRSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['SHA384withECDSA', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ['Ed25519', generateKeyPairSync('ed25519')],
])('signs itself with %s', async (signatureAlgorithm, { publicKey, privateKey }) => {
  const root = await issueCertificate({
    ...order,
    issuer: undefined,
    publicKey,
    signingKey: privateKey,
    signatureAlgorithm,
    extendedKeyUsage: ['clientAuth', '1.2.3.4'],
  })
  expect(root).toMatchObject({
    isSelfSigned: true,
    signatureAlgorithm,
    extendedKeyUsage: ['clientAuth', '1.2.3.4'],
  })
})

test.each([1951, 2049, 2050, 2199, 9999])('keeps a date in the year %i', async (year) => {
  const notAfter = new Date(Date.UTC(year, 11, 31, 23, 59, 59))
  const root = { ...order, issuer: undefined, publicKey: createPublicKey(signingKey) }
  const issued = await issueCertificate({ ...root, notBefore: notAfter, notAfter })
  expect(issued.notAfter).toEqual(notAfter)
})

test('refuses a signing key that is not the issuer’s', async () => {
  const { privateKey } = await generateRsaKey(1024)
  const issued = issueCertificate({ ...order, signingKey: privateKey })
  await expect(issued).rejects.toMatchObject({ code: 'unsuitable_key' })
})

test('refuses a signing key of another kind than the algorithm', async () => {
  const issued = issueCertificate({ ...order, signatureAlgorithm: 'SHA256withECDSA' })
  await expect(issued).rejects.toMatchObject({ code: 'unsuitable_key' })
})

test('refuses key usages and algorithms that do not exist', async () => {
  await expect(
    issueCertificate({ ...order, basicConstraints: { ca: true }, keyUsage: ['signing'] }),
  ).rejects.toThrow(RangeError)
  const rot13 = issueCertificate({ ...order, signatureAlgorithm: 'ROT13withRSA' })
  await expect(rot13).rejects.toThrow(RangeError)
})

test('authorities for tests never accept each other’s leaves, although they share keys', async () => {
  const stranger = await createTestAuthority({ now, organization: 'Ministry' })
  const { certificate: target } = await stranger.issueLeaf({ keyType: 'EC' })
  const answers = [stranger, authority].map(
    ({ root, intermediate }) =>
      buildPath({
        target,
        anchors: [root.certificate],
        intermediates: [intermediate.certificate],
        at: now,
      }).ok,
  )
  expect(answers).toEqual([true, false])
})

test('an authority for tests can issue expired leaves and use elliptic curves', async () => {
  const curves = await createTestAuthority({ now, keyType: 'EC' })
  const { certificate } = await curves.issueLeaf({ days: -5, organization: 'Other' })
  expect(certificate).toMatchObject({
    organization: 'Other',
    signatureAlgorithm: 'SHA256withECDSA',
  })
  expect(certificate.notAfter < now && certificate.notBefore < certificate.notAfter).toBe(true)
})
