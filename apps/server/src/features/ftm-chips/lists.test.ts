import * as contract from '@pmp/contract'
import { readCertificate } from '@pmp/x509'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { asStranger, fresh, freshUser, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { withRow } from '../partners/testing.ts'
import { chipTrade, type ChipTrade, type Maker } from './testing.ts'

let server: TestServer
let trade: ChipTrade
beforeAll(async () => {
  server = await startTestServer()
  trade = await chipTrade(server)
})
afterAll(() => server.close())

/** A chip as a call leaves it, moved on to a state past every rule. */
async function chipIn(
  maker: Maker,
  approvalStatus: string,
  isActive = false,
  make = fresh('Make'),
) {
  const id = await trade.newChip(maker, make)
  await server.db
    .updateTable('pms.ftpChipDetail')
    .set({ approvalStatus, isActive })
    .where('id', '=', id)
    .execute()
  return id
}

describe('own chips', () => {
  const own = (by: TestUser | null) => server.call(by, contract.listOwnFtmChips, {})

  test('are listed with state and certificate, the newest first', async () => {
    const maker = await trade.chipMaker()
    const first = await chipIn(maker, 'pending_cert_upload')
    server.clock.now = new Date(server.clock.now.getTime() + 1000)
    const second = await trade.newChip(maker, 'Make')
    const certificateData = await maker.leaf({ days: 800 })
    const { notAfter } = readCertificate(certificateData)
    await trade.upload(maker, second, { certificateData })
    const signed = await server.call(maker.user, contract.readFtmChipCertificate, {
      ftpChipDetailId: second,
    })
    expect(await own(maker.user)).toMatchObject([
      {
        ftmId: second,
        partnerId: maker.user.userName,
        partnerStatus: 'approved',
        make: 'Make',
        model: 'M1',
        status: 'pending_approval',
        isActive: false,
        isCertificateAvailable: true,
        certificateUploadDateTime: readCertificate(signed.certificateData).notBefore,
        certificateExpiryDateTime: notAfter,
        isCertificateExpired: false,
      },
      {
        ftmId: first,
        status: 'pending_cert_upload',
        isCertificateAvailable: false,
        certificateUploadDateTime: null,
        certificateExpiryDateTime: null,
        isCertificateExpired: false,
      },
    ])
    expect(await own(asStranger((await trade.chipMaker()).user))).toEqual([])
    const { now } = server.clock
    server.clock.now = new Date(notAfter.getTime() + dayMs)
    expect(await own(maker.user)).toMatchObject([{ isCertificateExpired: true }, {}])
    server.clock.now = now
  })

  test('tell whether their provider is deactivated', async () => {
    const maker = await trade.chipMaker()
    await chipIn(maker, 'approved')
    await withRow(server)(maker.user.userName, { isActive: false })
    expect(await own(maker.user)).toMatchObject([
      { partnerStatus: 'deactivated', status: 'approved', isActive: false },
    ])
  })

  test('are none for others; other roles and nobody are refused', async () => {
    expect(await own(people.admin)).toEqual([])
    expect(await own(freshUser(contract.roles.ftmProvider))).toEqual([])
    expect(await refusalOf(own(people.bank))).toBe('KER-ATH-403')
    expect(await refusalOf(own(null))).toBe('KER-ATH-401')
  })

  test('tell no end where uploaded certificates are not shown', async () => {
    const closed = await startTestServer({ ORIGINAL_CERTIFICATES_AVAILABLE: 'false' })
    const user = freshUser(contract.roles.ftmProvider)
    await closed.call(user, contract.registerPartner, {
      partnerId: user.userName,
      organizationName: 'Chips',
      address: '1 Market Square',
      contactNumber: '5550100',
      emailId: user.email ?? '',
      partnerType: 'FTM_Provider',
    })
    const chip = { id: '7', foundationalTrustProviderId: user.userName, approvalStatus: 'approved' }
    const row = { isActive: true, crBy: 'import', crDtimes: closed.clock.now }
    const certificate = { certId: 'c', certNotAfter: closed.clock.now, organizationName: 'Chips' }
    await closed.db
      .insertInto('pms.ftpChipDetail')
      .values({ ...chip, ...row, certificateAlias: 'c' })
      .execute()
    await closed.db
      .insertInto('keymgr.partnerCertStore')
      .values({
        ...certificate,
        certSubject: '',
        certIssuer: '',
        issuerId: '',
        signedCertData: trade.authority.root.certificate.pem,
        crBy: 'import',
        crDtimes: closed.clock.now,
      })
      .execute()
    expect(await closed.call(user, contract.listOwnFtmChips, {})).toMatchObject([
      {
        certificateUploadDateTime: trade.authority.root.certificate.notBefore,
        certificateExpiryDateTime: null,
        isCertificateExpired: false,
      },
    ])
    await closed.close()
  })
})

describe('every chip', () => {
  const list = (query: object, by: TestUser | null = people.admin) =>
    server.call(by, contract.listFtmChips, query)

  test('is found by each filter, shown with its state and sorted by it', async () => {
    const maker = await trade.chipMaker()
    const partnerId = maker.user.userName
    const states = [
      ['approved', true, 'approved'],
      ['approved', false, 'deactivated'],
      ['pending_approval', false, 'pending_approval'],
      ['pending_cert_upload', false, 'pending_cert_upload'],
      ['rejected', false, 'rejected'],
    ] as const
    for (const [status, isActive] of states) await chipIn(maker, status, isActive)
    const shown = states.map(([, , word]) => word)
    for (const [sortType, expected] of [
      ['asc', shown],
      ['desc', shown.toReversed()],
    ] as const) {
      const page = await list({ partnerId, sortFieldName: 'status', sortType })
      expect(page.data.map(({ status }) => status)).toEqual(expected)
    }
    for (const status of shown) {
      const page = await list({ partnerId: partnerId.toUpperCase(), status })
      expect(page).toMatchObject({
        totalResults: 1,
        data: [{ status, orgName: maker.organizationName }],
      })
    }
    const [{ ftmId, make } = { ftmId: '', make: '' }] = (await list({ partnerId })).data
    for (const query of [{ ftmId }, { make: make?.toLowerCase() }, { partnerId, model: 'm' }]) {
      expect((await list(query)).data.map((row) => row.ftmId)).toContain(ftmId)
    }
    const none = { pageNo: 0, pageSize: 0, totalResults: 0, data: [] }
    expect(await list({ partnerId, status: 'no such word' })).toEqual(none)
    expect(await list({ orgName: 'nobody at all' })).toEqual(none)
  })

  test('comes page by page, the newest first', async () => {
    const maker = await trade.chipMaker()
    const partnerId = maker.user.userName
    const ids: string[] = []
    for (const status of ['rejected', 'approved', 'pending_approval']) {
      server.clock.now = new Date(server.clock.now.getTime() + 1000)
      ids.unshift(await chipIn(maker, status))
    }
    const pages = [
      await list({ partnerId, pageNo: 0, pageSize: 2 }),
      await list({ partnerId, pageNo: 1, pageSize: 2 }),
    ]
    expect(pages).toMatchObject([
      { pageNo: 0, pageSize: 2, totalResults: 3 },
      { pageNo: 1, pageSize: 2, totalResults: 3 },
    ])
    expect(pages.flatMap(({ data }) => data.map(({ ftmId }) => ftmId))).toEqual(ids)
    expect((await list({})).pageSize).toBe(8)
  })

  test.each([
    [{ sortFieldName: 'make' }, 'PMS_PS_ERROR_007'],
    [{ sortFieldName: 'colour', sortType: 'asc' }, 'PMS_PRT_357'],
    [{ sortFieldName: 'make', sortType: 'up' }, 'PMS_PRT_358'],
    [{ pageNo: -1 }, 'PMS_PRT_360'],
    [{ pageSize: -1 }, 'PMS_PRT_361'],
    [{ make: '<x>' }, 'PMS_REQUEST_ERROR_007'],
  ])('refuses %j', async (query, code) => {
    expect(await refusalOf(list(query))).toBe(code)
  })

  test('is for administrators', async () => {
    expect(await refusalOf(list({}, freshUser('FTM_PROVIDER')))).toBe('KER-ATH-403')
    expect(await refusalOf(list({}, null))).toBe('KER-ATH-401')
  })
})

describe('searching chips', () => {
  const search = (by: TestUser | null, request: Record<string, unknown> = {}) =>
    server.call(by, contract.searchFtmChips, request)
  const withMake = (value: string) => ({
    filters: [{ columnName: 'make', type: 'equals', value }],
  })

  test('finds own ones, or everybody’s for administrators', async () => {
    const [maker, other] = [await trade.chipMaker(), await trade.chipMaker()]
    const make = fresh('Shared')
    const id = await chipIn(maker, 'rejected', false, make)
    const foreign = await chipIn(other, 'rejected', false, make)
    expect(await search(maker.user, withMake(make))).toMatchObject({
      fromRecord: 0,
      toRecord: 1,
      totalRecord: 1,
      data: [
        {
          ftpChipDetailId: id,
          ftpProviderId: maker.user.userName,
          make,
          model: 'M1',
          certificateAlias: null,
          partnerOrganizationName: maker.organizationName,
          active: false,
          deleted: false,
          approvalStatus: 'rejected',
        },
      ],
    })
    expect((await search(asStranger(other.user), withMake(make))).data).toMatchObject([
      { ftpChipDetailId: foreign },
    ])
    expect((await search(people.admin, withMake(make))).totalRecord).toBe(2)
  })

  test('gives everything at once, whatever page and sort are asked for', async () => {
    const maker = await trade.chipMaker()
    const make = fresh('Several')
    for (const status of ['rejected', 'approved']) await chipIn(maker, status, false, make)
    const all = await search(people.admin, withMake(make))
    expect(all).toMatchObject({ fromRecord: 0, toRecord: 2, totalRecord: 2 })
    for (const sortField of ['id', 'isActive', 'isDeleted', 'make']) {
      const asked = {
        ...withMake(make),
        sort: [{ sortField, sortType: 'desc' }],
        pagination: { pageStart: 1, pageFetch: 1 },
      }
      expect(await search(people.admin, asked)).toEqual(all)
    }
    const [sort, pagination] = [[{ sortField: 'colour', sortType: 'asc' }], { pageStart: -1 }]
    expect(await refusalOf(search(people.admin, { sort }))).toBe('PMS-MSD-357')
    expect(await refusalOf(search(people.admin, { pagination }))).toBe('PMS-MSD-313')
    const kept = { columnName: 'isDeleted', type: 'equals', value: 'false' }
    const { filters } = withMake(make)
    expect(await search(people.admin, { filters: [...filters, kept] })).toEqual(all)
    expect(await search(people.admin, withMake('no such make'))).toEqual({
      fromRecord: 0,
      toRecord: 0,
      totalRecord: 0,
      data: [],
    })
  })

  test('refuses unknown columns, other roles and nobody', async () => {
    const unknown = { filters: [{ columnName: 'colour', type: 'equals', value: 'x' }] }
    expect(await refusalOf(search(people.admin, unknown))).toBe('PMS-MSD-310')
    expect(await refusalOf(search(people.bank))).toBe('KER-ATH-403')
    expect(await refusalOf(search(null))).toBe('KER-ATH-401')
  })
})
