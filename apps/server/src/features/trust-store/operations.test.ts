import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as contract from '@pmp/contract'
import {
  encodePkcs7,
  issueCertificate,
  pkcs7Pem,
  readCertificate,
  type Certificate,
} from '@pmp/x509'
import { pooledKey } from '@pmp/x509/test-authority'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findTrustCertificateId, insertTrustCertificate } from '../../certificate-engine/queries.ts'
import { dayMs } from '../../durations.ts'
import { openRegistry, refusalOf, registrar, type Registry } from '../../testing/registry.ts'
import { seen } from '../../testing/seen.ts'
import { uploadPartnerCertificate } from '../certificates/upload-partner-certificate.ts'
import { downloadTrustCertificate } from './download-trust-certificate.ts'
import { listTrustCertificates } from './list-trust-certificates.ts'
import { uploadCaCertificate } from './upload-ca-certificate.ts'

let registry: Registry

beforeAll(async () => {
  registry = await openRegistry()
})

afterAll(() => registry.close())

function upload(certificateData: string, partnerDomain = 'AUTH') {
  return registry.as(registrar, uploadCaCertificate, { certificateData, partnerDomain })
}

function bundleOf(...certificates: Certificate[]): string {
  return Buffer.from(encodePkcs7(certificates)).toString('base64url')
}

async function storedRow(certificate: Certificate, domain = 'AUTH') {
  return registry.db
    .selectFrom('keymgr.caCertStore')
    .selectAll()
    .where('certThumbprint', '=', certificate.thumbprintSha1)
    .where('partnerDomain', '=', domain)
    .executeTakeFirst()
}

describe('uploading a CA certificate', () => {
  test('a root is its own issuer, an intermediate names its root', async () => {
    const { root, intermediate } = await registry.authority()
    expect(await upload(root.certificate.pem, ' auth ')).toMatchObject({
      status: 'Upload Success.',
    })
    expect(await upload(intermediate.certificate.pem)).toMatchObject({ status: 'Upload Success.' })
    const rootRow = await storedRow(root.certificate)
    expect(rootRow).toMatchObject({
      issuerId: rootRow?.certId,
      caCertType: 'ROOT',
      crBy: 'SYSTEM',
      certSubject: root.certificate.subject.formatted,
      certSerialNo: root.certificate.serialNumber,
    })
    expect(await storedRow(intermediate.certificate)).toMatchObject({
      issuerId: rootRow?.certId,
      caCertType: 'INTERMEDIATE',
      certNotAfter: intermediate.certificate.notAfter,
    })
  })

  test('the same certificate is refused in its domain and welcome in another', async () => {
    const { root } = await registry.authority()
    await upload(root.certificate.pem)
    expect(await refusalOf(upload(root.certificate.pem))).toBe('KER-PCM-003')
    expect(await upload(root.certificate.pem, 'FTM')).toMatchObject({ status: 'Upload Success.' })
  })

  test('two uploads of one certificate at once store it once', async () => {
    const { root } = await registry.authority()
    const results = await Promise.allSettled([1, 2].map(() => upload(root.certificate.pem)))
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('an intermediate needs its root in the same domain', async () => {
    const { root, intermediate } = await registry.authority()
    await upload(root.certificate.pem, 'DEVICE')
    expect(await refusalOf(upload(intermediate.certificate.pem))).toBe('KER-PCM-005')
    expect(await storedRow(intermediate.certificate)).toBeUndefined()
  })

  test('what is no certificate is refused by its kind', async () => {
    const { root } = await registry.authority()
    for (const text of [
      'this is no certificate',
      'x',
      '!!!',
      '-----BEGIN X-----\nAAAA\n-----END X-----',
    ])
      expect(await refusalOf(upload(text))).toBe('KER-CRY-003')
    expect(await refusalOf(upload('AAAA'))).toBe('KER-PCM-001')
    expect(await refusalOf(upload(bundleOf()))).toBe('KER-PCM-001')
    expect(await refusalOf(upload(root.certificate.pem, 'BANK'))).toBe('KER-PCM-011')
  })

  test('leaves an audit entry', async () => {
    const { root } = await registry.authority()
    await upload(root.certificate.pem)
    const row = await storedRow(root.certificate)
    expect(await seen(registry).audit({ subjectId: row?.certId ?? '' })).toMatchObject([
      {
        action: 'trustStore.certificateAdded',
        actor: 'registrar',
        after: { thumbprint: root.certificate.thumbprintSha1 },
      },
    ])
  })
})

describe('uploading a bundle', () => {
  test('a bundle brings its own root: leaf first, root last', async () => {
    const { root, intermediate } = await registry.authority()
    const both = bundleOf(intermediate.certificate, root.certificate)
    expect(await upload(both)).toMatchObject({ status: 'Upload Success.' })
    expect(await storedRow(intermediate.certificate)).toBeDefined()
    expect(await upload(both)).toMatchObject({ status: 'Upload Failed.' })
  })

  test('in its PKCS7 armour it is read too', async () => {
    const { root, intermediate } = await registry.authority()
    const text = pkcs7Pem([intermediate.certificate, root.certificate])
    expect(await upload(text)).toMatchObject({ status: 'Upload Success.' })
  })

  test('any certificate that is passed over makes it partial, the first one too', async () => {
    const [one, other] = [await registry.authority(), await registry.authority()]
    await upload(one.root.certificate.pem)
    const bundle = bundleOf(one.intermediate.certificate, one.root.certificate)
    expect(await upload(bundle)).toMatchObject({ status: 'Partial Upload Success.' })
    const rootOnly = bundleOf(other.root.certificate, other.intermediate.certificate)
    expect(await upload(rootOnly)).toMatchObject({ status: 'Partial Upload Success.' })
    expect(await storedRow(other.intermediate.certificate)).toBeUndefined()
  })

  test('a bundle of one is told why it is refused', async () => {
    const { intermediate } = await registry.authority()
    expect(await refusalOf(upload(bundleOf(intermediate.certificate)))).toBe('KER-PCM-005')
  })
})

test('the issuer is the one that signed, not just one of that name', async () => {
  const now = registry.clock.now
  const subject = { CN: 'Twice Named Root', O: 'Twins', C: 'XX' }
  const keys = [await pooledKey('RSA', 'root'), await pooledKey('RSA', 'intermediate')]
  const roots: Certificate[] = []
  for (const [index, { privateKey, publicKey }] of keys.entries()) {
    const root = await issueCertificate({
      subject,
      publicKey,
      signingKey: privateKey,
      notBefore: new Date(now.getTime() - (3 - index) * dayMs),
      notAfter: new Date(now.getTime() + 3650 * dayMs),
      basicConstraints: { ca: true },
      keyUsage: ['keyCertSign'],
    })
    roots.push(root)
    await upload(root.pem, 'MISP')
  }
  const [, second] = roots
  const child = await issueCertificate({
    subject: { CN: 'Child', O: 'Twins', C: 'XX' },
    issuer: second,
    publicKey: (await pooledKey('RSA', 'leaf 0')).publicKey,
    signingKey: keys[1]?.privateKey ?? (await pooledKey('RSA', 'none')).privateKey,
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(now.getTime() + 1000 * dayMs),
    basicConstraints: { ca: true },
    keyUsage: ['keyCertSign'],
  })
  await upload(child.pem, 'MISP')
  expect(second && (await storedRow(second, 'MISP'))?.certId).toBe(
    (await storedRow(child, 'MISP'))?.issuerId,
  )
})

describe('listing and downloading', () => {
  const page = { pageNo: 0, pageSize: 100 }
  const list = (
    filters: Partial<Parameters<typeof listTrustCertificates>[1]>,
    from: Registry = registry,
  ) => from.as(registrar, listTrustCertificates, { list: { page }, ...filters })

  test('filters, sorts and pages', async () => {
    const { root, intermediate } = await registry.authority('DEVICE')
    const issuedBy = `cn=${root.certificate.commonName?.toUpperCase()}`
    const rootFirst = { field: 'caCertificateType', direction: 'desc' } as const
    const found = await list({ partnerDomain: 'device', issuedBy, list: { sort: rootFirst, page } })
    expect(found).toMatchObject({ totalResults: 2, pageNo: 0, pageSize: 100 })
    expect(found.data[0]).toMatchObject({
      caCertificateType: 'ROOT',
      partnerDomain: 'DEVICE',
      issuedTo: root.certificate.subject.formatted,
      certThumbprint: root.certificate.thumbprintSha1,
      validFromDate: root.certificate.notBefore,
      validTillDate: root.certificate.notAfter,
      uploadTime: registry.clock.now,
      status: true,
    })
    expect(await list({ issuedBy, caCertificateType: 'intermediate' })).toMatchObject({
      data: [{ certThumbprint: intermediate.certificate.thumbprintSha1 }],
    })
    const sort = { field: 'validTill', direction: 'asc' } as const
    const sorted = await list({ issuedBy, list: { sort, page: { pageNo: 1, pageSize: 1 } } })
    expect(sorted).toMatchObject({
      totalResults: 2,
      data: [{ certThumbprint: root.certificate.thumbprintSha1 }],
    })
    const [{ certId } = { certId: '' }] = found.data
    expect(await list({ certificateId: certId.slice(3, 20).toUpperCase() })).toMatchObject({
      data: [{ certId }],
    })
  })

  test('blank filters match all; an underline is an ordinary character', async () => {
    const all = await list({})
    expect(await list({ partnerDomain: ' ', caCertificateType: '', issuedTo: '' })).toMatchObject({
      totalResults: all.totalResults,
    })
    expect(await list({ issuedTo: '_' })).toMatchObject({ totalResults: 0 })
  })

  test.each(contract.listTrustCertificates.list.sortFields)(
    'can be sorted by %s',
    async (field) => {
      const listBy = (direction: 'asc' | 'desc') =>
        list({ issuedTo: 'root', list: { sort: { field, direction }, page } })
      const [up, down] = [await listBy('asc'), await listBy('desc')]
      expect(up.data.length).toBeGreaterThan(3)
      const ids = ({ data }: typeof up) => data.map(({ certId }) => certId)
      expect(ids(up).toSorted()).toEqual(ids(down).toSorted())
    },
  )

  test('an empty page echoes what was asked', async () => {
    const asked = { pageNo: 7, pageSize: 3 }
    expect(await list({ issuedTo: 'nobody', list: { page: asked } })).toEqual({
      ...asked,
      totalResults: 0,
      data: [],
    })
  })

  test('an unknown domain or type is refused', async () => {
    expect(await refusalOf(list({ partnerDomain: 'BANK' }))).toBe('KER-PCM-011')
    expect(await refusalOf(list({ caCertificateType: 'LEAF' }))).toBe('KER-PCM-018')
  })

  test('an expiry period reaches to the end of its last day', async () => {
    const now = registry.clock.now
    const { root } = await registry.authority('AUTH')
    const today = Math.floor(now.getTime() / dayMs) * dayMs
    const endsAt = (certNotAfter: Date) =>
      registry.db
        .updateTable('keymgr.caCertStore')
        .set({ certNotAfter })
        .where('certThumbprint', '=', root.certificate.thumbprintSha1)
        .execute()
    const issuedTo = root.certificate.subject.formatted
    await endsAt(new Date(today + 6 * dayMs - 1))
    expect(await list({ issuedTo, expiryPeriod: 5 })).toMatchObject({ totalResults: 1 })
    expect(await list({ issuedTo, expiryPeriod: 4 })).toMatchObject({ totalResults: 0 })
    await endsAt(new Date(today - 1))
    expect(await list({ issuedTo, expiryPeriod: 30 })).toMatchObject({ totalResults: 0 })
    expect(await list({ issuedTo })).toMatchObject({ data: [{ status: false }] })
  })

  test('the platform and what it signed are not shown', async () => {
    const own = await openRegistry()
    const { issueLeaf } = await own.authority('DEVICE')
    const partner = await own.partner()
    const leaf = await issueLeaf({ organization: partner.name })
    const { signedCertificateData } = await own.as(partner.user, uploadPartnerCertificate, {
      partnerId: partner.id,
      certificateData: leaf.certificate.pem,
      partnerDomain: 'DEVICE',
    })
    // As upstream leaves it: the re-signed certificate is in the store too.
    const signer = own.keys.signer.certificate
    await insertTrustCertificate(own.db, {
      certificate: readCertificate(signedCertificateData),
      domain: 'DEVICE',
      issuerId: await findTrustCertificateId(own.db, signer.thumbprintSha1, 'DEVICE'),
      now: own.clock.now,
    })
    const rows = await own.db.selectFrom('keymgr.caCertStore').select('certId').execute()
    expect(rows).toHaveLength(5)
    expect(await list({}, own)).toMatchObject({ totalResults: 2 })
    await own.close()
  })

  test('a download holds the path to the root, readable by OpenSSL', async () => {
    const { root, intermediate } = await registry.authority('FTM')
    const row = await storedRow(intermediate.certificate, 'FTM')
    const download = (certificateId: string) =>
      registry.as(registrar, downloadTrustCertificate, { certificateId })
    const { p7bFile } = await download(row?.certId ?? '')
    expect(p7bFile).toMatch(/^-----BEGIN PKCS7-----\n[^]*\n-----END PKCS7-----$/)
    const folder = mkdtempSync(join(tmpdir(), 'pmp-p7b-'))
    writeFileSync(join(folder, 'a.p7b'), p7bFile)
    const text = execFileSync(
      'openssl',
      ['pkcs7', '-print_certs', '-noout', '-in', join(folder, 'a.p7b')],
      { encoding: 'utf8' },
    )
    rmSync(folder, { recursive: true })
    expect(text.indexOf(`CN = ${intermediate.certificate.commonName}`)).toBeGreaterThan(-1)
    expect(text.match(/subject=/g)).toHaveLength(2)

    const rootRow = await storedRow(root.certificate, 'FTM')
    expect((await download(rootRow?.certId ?? '')).p7bFile).toBe(pkcs7Pem([root.certificate]))
    await registry.db
      .deleteFrom('keymgr.caCertStore')
      .where('certId', '=', rootRow?.certId ?? '')
      .execute()
    expect((await download(row?.certId ?? '')).p7bFile).toBe(pkcs7Pem([intermediate.certificate]))
  })

  test('an unknown or malformed id is refused', async () => {
    const download = (certificateId: string) =>
      refusalOf(registry.as(registrar, downloadTrustCertificate, { certificateId }))
    expect(await download('00000000-0000-0000-0000-000000000000')).toBe('KER-PMS-019')
    expect(await download('not an id')).toBe('PMS_PRT_099')
  })
})
