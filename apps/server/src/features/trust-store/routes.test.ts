import * as contract from '@pmp/contract'
import { createTestAuthority } from '@pmp/x509/test-authority'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const newAuthority = () =>
  createTestAuthority({ now: server.clock.now, organization: fresh('Test CA') })

function upload(
  certificateData: string,
  partnerDomain = 'AUTH',
  by: TestUser | null = people.admin,
) {
  return server.call(by, contract.uploadCaCertificate, { certificateData, partnerDomain })
}

const list = (query: Record<string, unknown> = {}, by: TestUser | null = people.admin) =>
  server.call(by, contract.listTrustCertificates, query)

describe('uploading CA certificates', () => {
  test('takes the root first, then what it issued, once per domain', async () => {
    const { root, intermediate } = await newAuthority()
    expect(await refusalOf(upload(intermediate.certificate.pem))).toBe('KER-PCM-005')
    expect(await upload(root.certificate.pem)).toMatchObject({ status: 'Upload Success.' })
    expect(await upload(intermediate.certificate.pem)).toMatchObject({ status: 'Upload Success.' })
    expect(await refusalOf(upload(root.certificate.pem))).toBe('KER-PCM-003')
    expect(await upload(root.certificate.pem, 'device')).toMatchObject({
      status: 'Upload Success.',
    })
    const { data } = await list({ issuedTo: root.certificate.organization })
    const found = data.map(
      ({ caCertificateType, partnerDomain }) => `${caCertificateType} ${partnerDomain}`,
    )
    expect(new Set(found)).toEqual(new Set(['ROOT AUTH', 'INTERMEDIATE AUTH', 'ROOT DEVICE']))
  })

  test.each([
    ['text that is no certificate', 'This is no certificate!', 'AUTH', 'KER-KMS-013'],
    ['nothing', '  ', 'AUTH', 'PMS_COR_001'],
    ['an unknown domain', null, 'NOWHERE', 'KER-PCM-011'],
  ])('refuses %s', async (_, data, domain, code) => {
    const pem = data ?? (await newAuthority()).root.certificate.pem
    expect(await refusalOf(upload(pem, domain))).toBe(code)
  })

  test('refuses partners and nobody', async () => {
    const { root } = await newAuthority()
    expect(await refusalOf(upload(root.certificate.pem, 'AUTH', people.bank))).toBe('KER-ATH-403')
    expect(await refusalOf(upload(root.certificate.pem, 'AUTH', null))).toBe('KER-ATH-401')
    expect((await list({ issuedTo: root.certificate.organization })).data).toEqual([])
  })
})

describe('the trust store', () => {
  test('is listed by page, order and filter, without the keys of the platform', async () => {
    const { root } = await given(server).trustedAuthority()
    const page = await list({
      issuedTo: root.certificate.organization,
      caCertificateType: 'root',
      partnerDomain: 'auth',
      sortFieldName: 'validTill',
      sortType: 'desc',
      pageNo: 0,
      pageSize: 1,
    })
    expect(page).toMatchObject({
      pageNo: 0,
      pageSize: 1,
      totalResults: 1,
      data: [{ status: true }],
    })
    expect((await list({ issuedTo: '(PMS)' })).totalResults).toBe(0)
  })

  test.each([
    [{ partnerDomain: 'NOWHERE' }, 'KER-PCM-011'],
    [{ caCertificateType: 'LEAF' }, 'KER-PCM-018'],
    [{ sortFieldName: 'nothing', sortType: 'asc' }, 'PMS_PRT_357'],
    [{ sortFieldName: 'issuedTo' }, 'PMS_PS_ERROR_007'],
    [{ pageNo: -1 }, 'PMS_PRT_360'],
    [{ issuedBy: 'CN=100%' }, 'PMS_REQUEST_ERROR_007'],
  ])('refuses %o', async (query, code) => {
    expect(await refusalOf(list(query))).toBe(code)
  })

  test('is refused to partners and nobody, and when it is switched off', async () => {
    expect(await refusalOf(list({}, people.bank))).toBe('KER-ATH-403')
    expect(await refusalOf(list({}, null))).toBe('KER-ATH-401')
    const closed = await startTestServer({ TRUST_STORE_LIST_AVAILABLE: 'false' })
    expect(await refusalOf(closed.call(people.admin, contract.listTrustCertificates, {}))).toBe(
      'PMS_FEATURE_001',
    )
    await closed.close()
  })

  test('gives a certificate with its chain as PKCS#7', async () => {
    const { intermediate } = await given(server).trustedAuthority()
    const { data } = await list({
      issuedTo: intermediate.certificate.commonName,
      caCertificateType: 'INTERMEDIATE',
    })
    const download = (certificateId: string, by: TestUser | null = people.admin) =>
      server.call(by, contract.downloadTrustCertificate, { certificateId })
    const { p7bFile } = await download(data[0]?.certId ?? '')
    expect(p7bFile).toMatch(/^-----BEGIN PKCS7-----\n[\s\S]+\n-----END PKCS7-----$/)
    expect(await refusalOf(download('00000000-0000-0000-0000-000000000000'))).toBe('KER-PMS-019')
    expect(await refusalOf(download('not*allowed'))).toBe('PMS_PRT_099')
    expect(await refusalOf(download('x', people.bank))).toBe('KER-ATH-403')
    expect(await refusalOf(download('x', null))).toBe('KER-ATH-401')
  })
})
