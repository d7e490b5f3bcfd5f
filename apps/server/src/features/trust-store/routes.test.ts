import * as contract from '@pmp/contract'
import { issueCertificate } from '@pmp/x509'
import { createTestAuthority, pooledKey, type TestCertificate } from '@pmp/x509/test-authority'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
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
    ['text that is no certificate', 'This is no certificate!', 'AUTH', 'KER-CRY-003'],
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

describe('the trust store as a tree', () => {
  const tree = (
    query: Partial<contract.CallOf<typeof contract.listTrustTree>>,
    by: TestUser | null = people.admin,
  ) => server.call(by, contract.listTrustTree, { pageNo: 0, pageSize: 25, ...query })
  const namesOf = ({ data }: { data: { issuedTo: string }[] }) =>
    data.map(({ issuedTo }) => issuedTo)

  test('is read level by level: roots of a domain, then what hangs below', async () => {
    const { root, intermediate } = await given(server).trustedAuthority('FTM')
    const roots = await tree({ partnerDomain: 'ftm' })
    const top = roots.data.find(({ issuedTo }) => issuedTo === root.certificate.subject.formatted)
    expect(top).toMatchObject({ caCertificateType: 'ROOT', state: 'valid', hasChildren: true })
    expect(namesOf(roots)).not.toContain(intermediate.certificate.subject.formatted)
    const below = await tree({ above: top?.certId })
    expect(below).toMatchObject({
      hasMore: false,
      data: [{ caCertificateType: 'INTERMEDIATE', hasChildren: false }],
    })
    expect(namesOf(below)).toEqual([intermediate.certificate.subject.formatted])
    expect((await tree({ above: below.data[0]?.certId })).data).toEqual([])
  })

  test('is read in pages', async () => {
    for (let made = 0; made < 3; made += 1) await given(server).trustedAuthority('MISP')
    const first = await tree({ partnerDomain: 'MISP', pageSize: 2 })
    const second = await tree({ partnerDomain: 'MISP', pageSize: 2, pageNo: 1 })
    expect([first.data.length, first.hasMore, second.data.length, second.hasMore]).toEqual([
      2,
      true,
      1,
      false,
    ])
    const all = [...namesOf(first), ...namesOf(second)]
    expect(all).toEqual(all.toSorted())
    expect(new Set(all).size).toBe(3)
  })

  test('is searched on all levels, by name and by state', async () => {
    const { intermediate, root } = await given(server).trustedAuthority()
    const search = root.certificate.organization?.toLowerCase()
    expect((await tree({ search })).data).toHaveLength(2)
    expect((await tree({ search, partnerDomain: 'DEVICE' })).data).toEqual([])
    expect((await tree({ search, state: 'expired' })).data).toEqual([])
    const name = intermediate.certificate.commonName
    const [found] = (await tree({ search: name, state: 'valid' })).data
    const certificateId = found?.certId ?? ''
    await server.call(people.admin, contract.revokeTrustCertificate, {
      certificateId,
      reason: 'superseded',
    })
    expect((await tree({ search: name, state: 'valid' })).data).toEqual([])
    expect((await list({ issuedTo: name })).data).toMatchObject([{ status: true, isRevoked: true }])
    expect((await tree({ search: name, state: 'revoked' })).data).toMatchObject([
      { certId: certificateId, state: 'revoked' },
    ])
  })

  test('does not show the keys of the platform', async () => {
    await given(server).readyPartner()
    expect((await tree({ search: 'www.mosip.io' })).data).toEqual([])
  })

  test('refuses bad input, partners and nobody', async () => {
    expect(await refusalOf(tree({ partnerDomain: 'NOWHERE' }))).toBe('KER-PCM-011')
    const noPage = '/v1/portal/trust-tree?pageNo=first&pageSize=25'
    expect((await server.send(people.admin, 'GET', noPage)).status).toBe(400)
    expect((await tree({ search: '%' })).data).toEqual([])
    expect(await refusalOf(tree({}, people.bank))).toBe('KER-ATH-403')
    expect(await refusalOf(tree({}, null))).toBe('KER-ATH-401')
  })
})

describe('one trust certificate', () => {
  const read = (certificateId: string, by: TestUser | null = people.admin) =>
    server.call(by, contract.readTrustCertificate, { certificateId })
  const below = (certificateId: string, by: TestUser | null = people.admin) =>
    server.call(by, contract.listCertificatesBelow, { certificateId, pageNo: 0, pageSize: 10 })

  test('is told with its chain, its checks and what hangs below it', async () => {
    const { authority, user, partnerId } = await given(server).readyPartner()
    const { data } = await list({ issuedTo: authority.root.certificate.organization })
    const [root, intermediate] = [authority.root, authority.intermediate].map(
      ({ certificate }) =>
        data.find(({ certThumbprint }) => certThumbprint === certificate.thumbprintSha1)?.certId,
    )
    const details = await read(intermediate ?? '')
    expect(details).toMatchObject({
      state: 'valid',
      isTrusted: true,
      thumbprintSha1: authority.intermediate.certificate.thumbprintSha1,
      keyUsage: ['keyCertSign', 'cRLSign'],
      version: 3,
      revocation: null,
      list: null,
      below: { authorities: 0, partnerCertificates: 1, isCut: false },
      chain: [{ isRevoked: false, isSelfSigned: false }, { isSelfSigned: true }],
    })
    expect(details.pathChecks.every(({ outcome }) => outcome !== 'failed')).toBe(true)
    expect(new Set(details.pathChecks.map(({ position }) => position))).toEqual(new Set([0, 1]))
    expect(await read(root ?? '')).toMatchObject({
      below: { authorities: 1, partnerCertificates: 1 },
      hasChildren: true,
    })
    for (const id of [root, intermediate]) {
      expect(await below(id ?? '')).toMatchObject({
        hasMore: false,
        data: [{ partnerId, isCurrent: true, isRevoked: false }],
      })
    }
    const [leaf] = (await below(root ?? '')).data
    await server.call(people.admin, contract.revokePartnerCertificate, {
      certificateId: leaf?.certificateId ?? '',
      reason: 'superseded',
    })
    expect((await below(root ?? '')).data).toMatchObject([{ partnerId, isRevoked: true }])
    expect(user.userName).toBe(partnerId)
  })

  test('is refused to partners and nobody, and when it does not exist', async () => {
    for (const call of [read, below]) {
      expect(await refusalOf(call('x', people.bank))).toBe('KER-ATH-403')
      expect(await refusalOf(call('x', null))).toBe('KER-ATH-401')
      expect(await refusalOf(call('not*allowed'))).toMatch('PMS_PRT_099')
      expect(await refusalOf(call('00000000-0000-4000-8000-000000000000'))).toBe('KER-PMS-019')
    }
  })
})

describe('where RFC 5280 is asked for in full', () => {
  const order = async (issuer?: TestCertificate) => {
    const key = await pooledKey('RSA', 'below')
    return {
      subject: { CN: fresh('Strictly judged') },
      ...(issuer && { issuer: issuer.certificate }),
      publicKey: key.publicKey,
      signingKey: issuer?.privateKey ?? key.privateKey,
      notBefore: server.clock.now,
      notAfter: new Date(server.clock.now.getTime() + 900 * dayMs),
      basicConstraints: { ca: true },
      keyUsage: ['keyCertSign'],
    }
  }

  test('what upstream lets into the trust store is refused by the rule that it breaks', async () => {
    const strict = server
    const lenient = await startTestServer({ CERTIFICATE_PATH_RULES: 'upstream' })
    const { certificatePathRules } = await lenient.call(people.admin, contract.readSession, {})
    expect(certificatePathRules).toBe('upstream')
    const { root } = await newAuthority()
    const noAuthority = await issueCertificate({
      ...(await order()),
      basicConstraints: { ca: false },
      keyUsage: ['digitalSignature'],
    })
    const noIdentifier = await issueCertificate({ ...(await order(root)), authorityKeyId: false })
    const sound = await issueCertificate(await order(root))
    const judge = async (by: TestServer, certificateData: string) => {
      const asked = { certificateData, partnerDomain: 'AUTH' as const }
      await by.call(people.admin, contract.uploadCaCertificate, asked).catch(() => undefined)
      const { checks, pathChecks } = await by.call(people.admin, contract.inspectCertificate, asked)
      return {
        isStored: checks.some(({ rule, passed }) => rule === 'not_yet_trusted' && !passed),
        refusals: checks.flatMap(({ rule, failureCode }) => (failureCode ? [rule] : [])),
        path: pathChecks.flatMap(({ rule, outcome }) => (outcome === 'failed' ? [rule] : [])),
      }
    }
    const stored = { isStored: true, refusals: ['not_yet_trusted'], path: [] }
    for (const by of [lenient, strict]) {
      expect(await judge(by, root.certificate.pem)).toEqual(stored)
      expect(await judge(by, sound.pem)).toEqual(stored)
    }
    expect(await judge(lenient, noAuthority.pem)).toEqual(stored)
    expect(await judge(lenient, noIdentifier.pem)).toEqual(stored)
    expect(await judge(strict, noAuthority.pem)).toEqual({
      isStored: false,
      refusals: ['may_issue'],
      path: [],
    })
    expect(await judge(strict, noIdentifier.pem)).toEqual({
      isStored: false,
      refusals: ['root_trusted'],
      path: ['key_identifiers_present'],
    })
    await lenient.close()
  })
})
