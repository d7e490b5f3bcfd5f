import * as contract from '@pmp/contract'
import { roles, type CallOf } from '@pmp/contract'
import { readCertificate } from '@pmp/x509'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { withRow } from './testing.ts'

let server: TestServer
let group: { id: string; name: string }
let bank: TestUser
const service: TestUser = {
  userName: 'service-account-regproc',
  roles: [roles.registrationProcessor],
}
beforeAll(async () => {
  server = await startTestServer()
  group = await given(server).policyGroup('Banks of the capital')
  bank = { userName: 'first-bank', roles: [roles.authPartner], email: 'it@first-bank.example' }
  await given(server).activePartner(bank, group.name)
})
afterAll(() => server.close())

async function created(partnerType: string, policyGroup?: string): Promise<string> {
  const { userName: partnerId, email } = freshUser()
  await server.call(people.admin, contract.createPartner, {
    partnerId,
    organizationName: `Works of ${partnerId}`,
    address: '2 Hill Road',
    contactNumber: '5550111',
    emailId: email ?? '',
    partnerType,
    logoUrl: 'https://works.example/logo.svg',
    additionalInfo: [{ site: 'north' }],
    ...(policyGroup ? { policyGroup } : {}),
  })
  return partnerId
}

describe('a partner', () => {
  const read = (user: TestUser | null, partnerId = bank.userName) =>
    server.call(user, contract.readPartner, { partnerId })

  test('is read by its owner, administrators and services, with its contact data', async () => {
    const whole = {
      partnerID: 'first-bank',
      status: 'active',
      organizationName: 'first-bank Ltd',
      contactNumber: '5550100',
      emailId: 'it@first-bank.example',
      address: '1 Market Square',
      partnerType: 'Auth_Partner',
      policyGroup: 'Banks of the capital',
      isActive: true,
    }
    expect(await read(bank)).toEqual(whole)
    expect(await read(people.admin)).toEqual(whole)
    expect(await read({ userName: 'resident', roles: [roles.resident] })).toEqual(whole)
    const reply = await server.send(bank, 'GET', '/v1/partnermanager/partners/first-bank')
    expect(reply.body).toMatchObject({
      id: 'mosip.partnermanagement.partners.retrieve',
      version: '1.0',
    })
  })

  test('without group or active state shows that; what cannot be decrypted as it is', async () => {
    const misp = await created('MISP_Partner')
    await withRow(server)(misp, { address: 'Plain Street 1' })
    expect(await read(people.admin, misp)).toMatchObject({
      policyGroup: null,
      status: 'De-active',
      isActive: false,
      address: 'Plain Street 1',
    })
    const sealed = await server.db
      .selectFrom('pms.partner')
      .select('contactNo')
      .where('id', '=', misp)
      .executeTakeFirstOrThrow()
    const altered = `${sealed.contactNo?.slice(0, -6)}AAAAAA`
    await withRow(server)(misp, { contactNo: altered })
    expect(await read(people.admin, misp)).toMatchObject({ contactNumber: altered })
  })

  test('is not read by others or nobody, nor when it or its group is not there', async () => {
    expect(await refusalOf(read(people.shop))).toBe('PMS_PRT_055')
    expect(await refusalOf(read(people.shop, 'unknown'))).toBe('PMS_PRT_005')
    expect(await refusalOf(read(people.visitor))).toBe('KER-ATH-403')
    expect(await refusalOf(read(null))).toBe('KER-ATH-401')
    const lost = await created('Print_Partner', group.name)
    await withRow(server)(lost, { policyGroupId: 'gone' })
    expect(await refusalOf(read(people.admin, lost))).toBe('PMS_PRT_002')
  })
})

describe('the lists for services', () => {
  test('give the partners of a type, without deleted ones', async () => {
    const binding = await created('Binding_Partner', group.name)
    const deleted = await created('Binding_Partner', group.name)
    await withRow(server)(deleted, { isDeleted: true })
    const { partners } = await server.call(service, contract.listPartners, {
      partnerType: 'Binding_Partner',
    })
    expect(partners).toEqual([
      {
        partnerID: binding,
        status: 'De-active',
        organizationName: `Works of ${binding}`,
        contactNumber: '5550111',
        emailId: `${binding}@partner.example`,
        address: '2 Hill Road',
        partnerType: 'Binding_Partner',
      },
    ])
    const withLogo = await server.call(service, contract.listPartnersWithLogo, {
      partnerType: 'Binding_Partner',
    })
    expect(withLogo.partners).toMatchObject([
      {
        partnerID: binding,
        logoUrl: 'https://works.example/logo.svg',
        additionalInfo: [{ site: 'north' }],
      },
    ])
    const all = await server.call(people.admin, contract.listPartners, { partnerType: ' ' })
    expect(all.partners.map(({ partnerID }) => partnerID)).toEqual(
      expect.arrayContaining([binding, 'first-bank', 'mpartner-default-auth']),
    )
  })

  test.each([
    ['listPartners', contract.listPartners],
    ['listPartnersWithLogo', contract.listPartnersWithLogo],
  ])('%s refuses a type that no text can hold', async (_, list) => {
    const { status } = await server.send(
      people.admin,
      'GET',
      contract.urlOf(list, { partnerType: '\0' }),
    )
    expect(status).toBe(400)
  })

  test('refuse when none matches, others and nobody', async () => {
    for (const list of [contract.listPartners, contract.listPartnersWithLogo]) {
      const refused = (user: TestUser | null, partnerType = 'auth_partner') =>
        refusalOf(server.call(user, list, { partnerType }))
      expect(await refused(service)).toBe('PMS_PMP_013')
      expect(await refused(bank)).toBe('KER-ATH-403')
      expect(await refused(null)).toBe('KER-ATH-401')
    }
  })

  test('show a row whose additional information cannot be read without it', async () => {
    const broken = await created('Internal_Partner', group.name)
    const fine = await created('Internal_Partner', group.name)
    await withRow(server)(broken, { addlInfo: '{' })
    const { partners } = await server.call(service, contract.listPartnersWithLogo, {
      partnerType: 'Internal_Partner',
    })
    const infos = new Map(partners.map((partner) => [partner.partnerID, partner.additionalInfo]))
    expect(infos.get(broken)).toBeNull()
    expect(infos.get(fine)).toEqual([{ site: 'north' }])
  })
})

describe('partners of the types that administrators create', () => {
  const list = (user: TestUser | null, query: CallOf<typeof contract.listOwnPartners>) =>
    server.call(user, contract.listOwnPartners, query)

  test('are listed whole for administrators', async () => {
    const misps = [await created('MISP_Partner'), await created('MISP_Partner', group.name)]
    const query = { status: 'InProgress', partnerType: 'MISP_Partner' }
    const found = await list(people.admin, query)
    expect(found.map(({ partnerId }) => partnerId)).toEqual(expect.arrayContaining(misps))
    const withGroup = { ...query, policyGroupAvailable: true }
    expect(await list(people.admin, withGroup)).toMatchObject([
      { partnerId: misps[1], policyGroupName: group.name },
    ])
    await withRow(server)(misps[1] ?? '', { policyGroupId: 'gone' })
    expect(await list(people.admin, withGroup)).toMatchObject([{ policyGroupName: null }])
  })

  test('are refused to others; a group that is gone is told to owners', async () => {
    const query = { status: 'InProgress', partnerType: 'ABIS_Partner' }
    expect(await refusalOf(list(bank, query))).toBe('PMS_POLICY_ERROR_012')
    expect(await refusalOf(list(bank, { status: 'a<b' }))).toBe('PMS_REQUEST_ERROR_007')
    const user = freshUser()
    await given(server).registeredPartner(user, group.name)
    await withRow(server)(user.userName, { policyGroupId: 'gone' })
    const own = { status: 'InProgress', policyGroupAvailable: true }
    expect(await refusalOf(list(user, own))).toBe('PMS_POLICY_ERROR_001')
  })
})

describe.each([
  ['', contract.listAdminPartners],
  [' with logo', contract.listAdminPartnersWithLogo],
])('the list for administrators%s', (version, endpoint) => {
  const list = (
    query: CallOf<typeof contract.listAdminPartners>,
    user: TestUser | null = people.admin,
  ) => server.call(user, endpoint, query)
  const idsOf = async (query: CallOf<typeof contract.listAdminPartners>) =>
    (await list(query)).data.map(({ partnerId }) => partnerId)

  test('shows a page of partners, newest first, with readable e-mail addresses', async () => {
    server.clock.now = new Date(server.clock.now.getTime() + 1000)
    const newest = await created('FTM_Provider')
    const page = await list({ pageSize: 1 })
    expect(page).toMatchObject({ pageNo: 0, pageSize: 1 })
    expect(page.totalResults).toBeGreaterThan(10)
    expect(page.data).toEqual([
      {
        partnerId: newest,
        partnerType: 'FTM_Provider',
        orgName: `Works of ${newest}`,
        policyGroupId: null,
        policyGroupName: null,
        emailAddress: `${newest}@partner.example`,
        certificateUploadStatus: 'not_uploaded',
        status: 'inactive',
        isActive: false,
        createdDateTime: expect.any(Date),
        ...(version === ''
          ? {}
          : { logoUrl: 'https://works.example/logo.svg', additionalInfo: [{ site: 'north' }] }),
      },
    ])
    expect(await list({ pageNo: 111_111 })).toEqual({
      pageNo: 0,
      pageSize: 0,
      totalResults: 0,
      data: [],
    })
  })

  test('is narrowed by every filter', async () => {
    const only = { partnerId: 'FIRST-B' }
    expect(await idsOf(only)).toEqual(['first-bank'])
    expect(await idsOf({ ...only, partnerType: 'auth' })).toEqual(['first-bank'])
    expect(await idsOf({ ...only, partnerType: 'device' })).toEqual([])
    expect(await idsOf({ ...only, orgName: 'BANK ltd' })).toEqual(['first-bank'])
    expect(await idsOf({ ...only, orgName: 'b_nk' })).toEqual([])
    expect(await idsOf({ ...only, policyGroupName: 'of the CAPITAL' })).toEqual(['first-bank'])
    expect(await idsOf({ emailAddress: 'IT@first-bank.example' })).toEqual(['first-bank'])
    expect(await idsOf({ emailAddress: 'first-bank.example' })).toEqual([])
    expect(await idsOf({ ...only, certificateUploadStatus: 'uploaded' })).toEqual(['first-bank'])
    expect(await idsOf({ ...only, certificateUploadStatus: 'not_uploaded' })).toEqual([])
    expect(await idsOf({ ...only, status: 'active', isActive: true })).toEqual(['first-bank'])
    expect(await idsOf({ ...only, status: 'deactivated' })).toEqual([])
    expect(await idsOf({ ...only, status: 'nonsense' })).toEqual([])
    expect(await idsOf({ ...only, isActive: false })).toEqual([])
  })

  test.each(contract.listAdminPartners.list.sortFields.filter((name) => name !== 'emailAddress'))(
    'sorts by %s in both directions',
    async (sortFieldName) => {
      const all = { sortFieldName, pageSize: 1000 }
      const up = await list({ ...all, sortType: 'asc' })
      const down = await list({ ...all, sortType: 'desc' })
      expect(up.data).toHaveLength(up.totalResults)
      expect(down.data).toHaveLength(up.totalResults)
    },
  )

  test('sorts states by how far they are, and active partners first', async () => {
    const off = await created('FTM_Provider')
    await withRow(server)(off, { approvalStatus: 'approved' })
    const firstOf = async (sortFieldName: string, sortType: 'asc' | 'desc') =>
      (await list({ sortFieldName, sortType, pageSize: 1 })).data[0]
    expect(await firstOf('status', 'asc')).toMatchObject({ status: 'active' })
    expect(await firstOf('status', 'desc')).toMatchObject({ status: 'inactive' })
    expect(await firstOf('isActive', 'asc')).toMatchObject({ isActive: true })
    expect(await firstOf('certificateUploadStatus', 'asc')).toMatchObject({
      certificateUploadStatus: 'not_uploaded',
    })
    expect(await list({ partnerId: off })).toMatchObject({ data: [{ status: 'deactivated' }] })
  })

  test('refuses wrong parameters, encrypted columns, others and nobody', async () => {
    const refused = (query: Record<string, unknown>, user: TestUser | null = people.admin) =>
      refusalOf(list(query, user))
    expect(await refused({ sortFieldName: 'partnerId' })).toBe('PMS_PS_ERROR_007')
    expect(await refused({ sortFieldName: 'secret', sortType: 'asc' })).toBe('PMS_PRT_357')
    expect(await refused({ sortFieldName: 'partnerId', sortType: 'up' })).toBe('PMS_PRT_358')
    expect(await refused({ pageNo: -1 })).toBe('PMS_PRT_360')
    expect(await refused({ pageNo: 'x' })).toBe('PMS_PRT_360')
    expect(await refused({ pageSize: 0 })).toBe('PMS_PRT_361')
    const byEmail = { sortFieldName: 'emailAddress', sortType: 'asc' }
    expect(await refused(byEmail)).toBe('KER_PRT_391')
    expect(await refused({ orgName: '100%' })).toBe('PMS_REQUEST_ERROR_007')
    expect(await refused({}, bank)).toBe('KER-ATH-403')
    expect(await refused({}, null)).toBe('KER-ATH-401')
  })
})

describe.each([
  ['', contract.readPartnerDetails],
  [' with logo', contract.readPartnerDetailsWithLogo],
])('the details for administrators%s', (version, endpoint) => {
  const read = (partnerId: string, user: TestUser | null = people.admin) =>
    server.call(user, endpoint, { partnerId })

  test('show group, contact data and the MOSIP-signed certificate', async () => {
    const { certificateData } = await server.call(bank, contract.readPartnerCertificate, {
      partnerId: 'first-bank',
    })
    const { notBefore, notAfter } = readCertificate(certificateData)
    expect(await read('first-bank')).toEqual({
      partnerId: 'first-bank',
      firstName: null,
      lastName: null,
      approvalStatus: 'approved',
      createdDateTime: expect.any(Date),
      partnerType: 'Auth_Partner',
      organizationName: 'first-bank Ltd',
      contactNumber: '5550100',
      policyGroupName: group.name,
      policyGroupDescription: `${group.name}, for tests`,
      emailId: 'it@first-bank.example',
      certificateUploadDateTime: notBefore,
      certificateExpiryDateTime: notAfter,
      isCertificateAvailable: true,
      isActive: true,
      ...(version === '' ? {} : { logoUrl: null, additionalInfo: [] }),
    })
  })

  test('need neither group nor certificate where the type asks for none', async () => {
    const id = await created('MISP_Partner')
    await withRow(server)(id, { addlInfo: '{' })
    expect(await read(id)).toMatchObject({
      policyGroupName: null,
      isCertificateAvailable: false,
      certificateUploadDateTime: null,
      ...(version === '' ? {} : { additionalInfo: null }),
    })
  })

  test('tell a stored text that is no certificate as none', async () => {
    const user = freshUser()
    await given(server).activePartner(user, group.name)
    const { certificateAlias } = await server.db
      .selectFrom('pms.partner')
      .select('certificateAlias')
      .where('id', '=', user.userName)
      .executeTakeFirstOrThrow()
    await server.db
      .updateTable('keymgr.partnerCertStore')
      .set({ signedCertData: 'no certificate' })
      .where('certId', '=', certificateAlias ?? '')
      .execute()
    expect(await read(user.userName)).toMatchObject({ isCertificateAvailable: false })
    await withRow(server)(user.userName, { certificateAlias: 'gone' })
    expect(await refusalOf(read(user.userName))).toBe('KER-PCM-012')
  })

  test('are refused for what is not there, to others and to nobody', async () => {
    const id = await created('Print_Partner', group.name)
    await withRow(server)(id, { policyGroupId: 'gone' })
    expect(await refusalOf(read(id))).toBe('PMS_POLICY_ERROR_008')
    await withRow(server)(id, { policyGroupId: null })
    expect(await refusalOf(read(id))).toBe('PMS_POLICY_ERROR_005')
    expect(await refusalOf(read('unknown'))).toBe('PMS_PRT_005')
    expect(await refusalOf(read('un<known'))).toBe('PMS_REQUEST_ERROR_007')
    expect(await refusalOf(read(' '))).toBe('PMS_CERTIFICATE_ERROR_002')
    const ownAdmin = { ...bank, roles: [roles.partnerAdmin] }
    expect(await refusalOf(read(' ', ownAdmin))).toBe('PMS_REQUEST_ERROR_001')
    expect(await refusalOf(read('first-bank', bank))).toBe('KER-ATH-403')
    expect(await refusalOf(read('first-bank', null))).toBe('KER-ATH-401')
  })
})
