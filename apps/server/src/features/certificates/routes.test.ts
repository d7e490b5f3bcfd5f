import * as contract from '@pmp/contract'
import { readCertificate } from '@pmp/x509'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, freshUser, given, refusalOf } from '../../testing/given.ts'
import { seen } from '../../testing/seen.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'

let server: TestServer
let groupName: string
beforeAll(async () => {
  server = await startTestServer()
  groupName = (await given(server).policyGroup()).name
})
afterAll(() => server.close())

async function waitingPartner() {
  const user = freshUser()
  const partner = await given(server).registeredPartner(user, groupName)
  const authority = await given(server).trustedAuthority()
  const upload = (
    certificateData: string,
    changes: Record<string, string> = {},
    by: TestUser | null = user,
  ) =>
    server.call(by, contract.uploadPartnerCertificate, {
      partnerId: partner.partnerId,
      certificateData,
      partnerDomain: 'AUTH',
      ...changes,
    })
  const leaf = async (options: Parameters<typeof authority.issueLeaf>[0] = {}) =>
    (await authority.issueLeaf({ organization: partner.organizationName, ...options })).certificate
      .pem
  return { ...partner, user, authority, upload, leaf }
}

describe('uploading a partner certificate', () => {
  test('activates the partner, tells consumers, and gives the MOSIP-signed one', async () => {
    const { partnerId, user, upload, leaf } = await waitingPartner()
    const uploaded = await upload(await leaf())
    const signed = readCertificate(uploaded.signedCertificateData)
    expect(signed.issuer.formatted).toBe(server.keys.signer.certificate.subject.formatted)
    const own = await server.call(user, contract.listOwnPartners, { status: 'approved' })
    expect(own).toMatchObject([{ partnerId }])
    const events = await seen(server).outbox({ orderingKey: partnerId, kind: 'event' })
    expect(events.map(({ topic }) => topic)).toEqual(
      expect.arrayContaining(['PARTNER_UPDATED', 'CA_CERTIFICATE_UPLOADED']),
    )
    const read = await server.call(people.admin, contract.readPartnerCertificate, { partnerId })
    expect(read.certificateData).toBe(uploaded.signedCertificateData)
  })

  test('a second time is a renewal', async () => {
    const { upload, leaf, partnerId } = await waitingPartner()
    const pem = await leaf()
    const first = await upload(pem)
    const second = await upload(pem)
    expect(second.certificateId).not.toBe(first.certificateId)
    const history = await server.db
      .selectFrom('pmp.partnerCertificate')
      .select(['certId', 'replacedAt'])
      .where('partnerId', '=', partnerId)
      .execute()
    expect(history.filter(({ replacedAt }) => replacedAt === null)).toEqual([
      { certId: second.certificateId, replacedAt: null },
    ])
  })

  test.each([
    ['text that is no certificate', {}, 'no certificate', 'KER-KMS-013'],
    ['base64 without armour', {}, 'TUlJQg==', 'KER-KMS-013'],
    ['nothing', {}, '', 'PMS_COR_001'],
    ['an unknown domain', { partnerDomain: 'NOWHERE' }, null, 'KER-PCM-011'],
    ['a domain that does not trust its CA', { partnerDomain: 'FTM' }, null, 'KER-PCM-006'],
    ['no domain', { partnerDomain: '' }, null, 'PMS_COR_001'],
    ['an unknown partner', { partnerId: 'nobody' }, null, 'PMS_PRT_005'],
  ] as const)('refuses %s and stores nothing', async (_, changes, data, code) => {
    const { upload, leaf, partnerId } = await waitingPartner()
    expect(await refusalOf(upload(data ?? (await leaf()), changes))).toBe(code)
    const partner = await server.db
      .selectFrom('pms.partner')
      .select(['certificateAlias', 'isActive'])
      .where('id', '=', partnerId)
      .executeTakeFirst()
    expect(partner).toEqual({ certificateAlias: null, isActive: false })
  })

  test.each([
    ['expired', { days: -1 }, 'KER-PCM-004'],
    ['too short-lived', { days: 200 }, 'KER-KMS-021'],
    ['of another organisation', { organization: 'Somebody else' }, 'KER-PCM-008'],
  ] as const)('refuses a leaf that is %s', async (_, options, code) => {
    const { upload, leaf } = await waitingPartner()
    expect(await refusalOf(upload(await leaf(options)))).toBe(code)
  })

  test('refuses a self-signed one and one whose chain is not trusted', async () => {
    const { upload, authority } = await waitingPartner()
    expect(await refusalOf(upload(authority.root.certificate.pem))).toBe('KER-PCM-015')
    const { organizationName } = await given(server).registeredPartner(freshUser(), groupName)
    const strangers = await given(server).trustedAuthority('DEVICE')
    const { certificate } = await strangers.issueLeaf({ organization: organizationName })
    expect(await refusalOf(upload(certificate.pem))).toBe('KER-PCM-006')
  })

  test('refuses strangers, other roles and nobody', async () => {
    const { upload, leaf } = await waitingPartner()
    const pem = await leaf()
    expect(await refusalOf(upload(pem, {}, freshUser()))).toBe('PMS_PRT_055')
    expect(await refusalOf(upload(pem, {}, people.policyManager))).toBe('KER-ATH-403')
    expect(await refusalOf(upload(pem, {}, null))).toBe('KER-ATH-401')
  })
})

describe('reading partner certificates', () => {
  test('gives both to the owner and to administrators, not to strangers', async () => {
    const { partnerId, user, upload, leaf } = await waitingPartner()
    const read = (by: TestUser | null) =>
      server.call(by, contract.readPartnerCertificateData, { partnerId })
    expect(await refusalOf(read(user))).toBe('PMS_PRT_108')
    const pem = await leaf()
    await upload(pem)
    expect(await read(user)).toMatchObject({
      caSignedCertificateData: pem,
      isCaSignedCertificateExpired: false,
      isMosipSignedCertificateExpired: false,
    })
    expect(await read(people.admin)).toHaveProperty('mosipSignedCertificateData')
    const odd = server.call(people.admin, contract.readPartnerCertificateData, { partnerId: '<x>' })
    expect(await refusalOf(odd)).toBe('PMS_REQUEST_ERROR_007')
    const stranger = await waitingPartner()
    expect(await refusalOf(read(stranger.user))).toBe('PMS_CERTIFICATE_ERROR_007')
    expect(await refusalOf(read(freshUser()))).toBe('PMS_CERTIFICATE_ERROR_002')
    expect(await refusalOf(read(people.visitor))).toBe('KER-ATH-403')
    expect(await refusalOf(read(null))).toBe('KER-ATH-401')
  })

  test('lists own ones by expiry', async () => {
    const { partnerId, user, upload, leaf } = await waitingPartner()
    await upload(await leaf())
    const list = (by: TestUser | null, query = {}) =>
      server.call(by, contract.listPartnerCertificates, query)
    expect(await list(user)).toMatchObject([
      { partnerId, isCertificateAvailable: true, isPartnerActive: true },
    ])
    expect(await list(user, { expiryPeriod: 30 })).toEqual([])
    const other = await waitingPartner()
    expect(await list(asStranger(other.user))).toMatchObject([{ partnerId: other.partnerId }])
    expect(await refusalOf(list(freshUser()))).toBe('PMS_CERTIFICATE_ERROR_002')
    expect(await refusalOf(list(people.visitor))).toBe('KER-ATH-403')
    expect(await refusalOf(list(null))).toBe('KER-ATH-401')
    const path = '/v1/partnermanager/partners/partner-certificates-details?expiryPeriod=31'
    expect((await server.send(user, 'GET', path)).status).toBe(400)
  })

  test('needs an uploaded one', async () => {
    const { partnerId } = await waitingPartner()
    const read = (id: string, by: TestUser | null = people.admin) =>
      refusalOf(server.call(by, contract.readPartnerCertificate, { partnerId: id }))
    expect(await read(partnerId)).toBe('PMS_PRT_108')
    expect(await read('nobody')).toBe('PMS_PRT_005')
    expect(await read(partnerId, people.policyManager)).toBe('KER-ATH-403')
    expect(await read(partnerId, null)).toBe('KER-ATH-401')
  })

  test('can be switched off', async () => {
    const closed = await startTestServer({ ORIGINAL_CERTIFICATES_AVAILABLE: 'false' })
    const read = closed.call(people.admin, contract.readPartnerCertificateData, { partnerId: 'x' })
    expect(await refusalOf(read)).toBe('PMS_FEATURE_003')
    await closed.close()
  })
})

describe('inspecting a file', () => {
  test('tells what it holds and which rules it passes, and stores nothing', async () => {
    const { partnerId, user, leaf } = await waitingPartner()
    const certificateData = await leaf({ days: 200, organization: 'Somebody else' })
    const report = await server.call(user, contract.inspectCertificate, {
      certificateData,
      partnerDomain: 'AUTH',
      partnerId,
    })
    expect(report).toMatchObject({
      isAcceptable: false,
      certificates: [{ organization: 'Somebody else' }],
    })
    expect(report.chain).toHaveLength(3)
    const failed = report.checks
      .filter(({ passed }) => !passed)
      .map(({ failureCode }) => failureCode)
    expect(new Set(failed)).toEqual(new Set(['KER-KMS-021', 'KER-PCM-008']))
    const rows = await server.db
      .selectFrom('keymgr.partnerCertStore')
      .select('certId')
      .where('organizationName', '=', 'Somebody else')
      .execute()
    expect(rows).toEqual([])
  })

  test("refuses unreadable data, somebody else's partner, other roles and nobody", async () => {
    const { partnerId, leaf, user } = await waitingPartner()
    const inspect = (by: TestUser | null, certificateData: string) =>
      refusalOf(
        server.call(by, contract.inspectCertificate, {
          certificateData,
          partnerDomain: 'AUTH',
          partnerId,
        }),
      )
    expect(await inspect(user, 'nothing')).toBe('KER-KMS-013')
    expect(await inspect(user, ' ')).toBe('PMS_COR_001')
    expect(await inspect(asStranger(), await leaf())).toBe('PMS_PRT_005')
    expect(await inspect(people.visitor, await leaf())).toBe('KER-ATH-403')
    expect(await inspect(null, await leaf())).toBe('KER-ATH-401')
  })
})

describe('the chain of the platform', () => {
  test('is given to everybody who is signed in', async () => {
    const { chainPem } = await server.call(people.visitor, contract.downloadPlatformChain, {})
    expect(chainPem.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
    expect(await refusalOf(server.call(null, contract.downloadPlatformChain, {}))).toBe(
      'KER-ATH-401',
    )
  })
})
