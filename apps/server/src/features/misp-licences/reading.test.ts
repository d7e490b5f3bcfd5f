import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { givenMisps, inDays, setRow } from './testing.ts'

let server: TestServer
let misps: Awaited<ReturnType<typeof givenMisps>>
beforeAll(async () => {
  server = await startTestServer()
  misps = await givenMisps(server)
})
afterAll(() => server.close())

const { admin } = people

/** An active licence, and what is shown of it everywhere. */
async function licenceInUse() {
  const { id, group, policy } = await misps.mispWithPolicy()
  const licence = await misps.licence(id, { policyId: policy.id })
  const shown = {
    mispLicenseId: licence.mispLicenseId,
    partnerId: id,
    orgName: `${id} Ltd`,
    policyGroupId: group.id,
    policyGroupName: group.name,
    policyGroupDescription: `${group.name}, for tests`,
    policyId: policy.id,
    policyName: policy.name,
    policyDescription: 'For tests',
    status: 'ACTIVE',
    expiryDateTime: licence.expiryDateTime,
    createdDateTime: server.clock.now,
  }
  const masked = '*'.repeat(46) + licence.licenseKey.slice(46)
  return { id, licence, shown, masked }
}

describe('the list of licences', () => {
  const list = (user: TestUser | null, asked: Record<string, unknown> = {}) =>
    server.call(user, contract.listMispLicences, asked)

  test('shows each with what hangs on it, its key masked', async () => {
    const { id, licence, shown, masked } = await licenceInUse()
    expect(await list(admin, { partnerId: id })).toEqual({
      pageNo: 0,
      pageSize: 8,
      totalResults: 1,
      data: [
        {
          ...shown,
          mispLicenseKeyName: licence.licenseKeyName,
          mispLicenseKey: masked,
        },
      ],
    })
  })

  test('shows those of the older endpoints and of partners that are gone', async () => {
    const { id, user } = await misps.misp()
    await server.call(user, contract.generateMispKey, { providerId: id })
    const { data } = await list(admin, { partnerId: id })
    expect(data).toMatchObject([
      { orgName: `${id} Ltd`, policyGroupId: null, policyId: null, mispLicenseKeyName: null },
    ])
    await setRow(server, data[0]?.mispLicenseId ?? '', { mispId: `${id}-gone` })
    expect((await list(admin, { partnerId: `${id}-gone` })).data).toMatchObject([{ orgName: null }])
  })

  test('is narrowed by parts of its texts, by status in either pair of words, and by expiry', async () => {
    const { id, group, policy } = await misps.mispWithPolicy()
    const ended = await misps.licence(id, { policyId: policy.id })
    const active = await misps.licence(id, { expiryDate: inDays(server, 2) })
    const found = async (asked: Record<string, unknown>) => {
      const { data } = await list(admin, { partnerId: id, ...asked })
      return data.map(({ mispLicenseId }) => mispLicenseId)
    }
    const [one, other] = [active.mispLicenseId, ended.mispLicenseId]
    expect(await found({})).toEqual([one, other])
    expect(await found({ orgName: 'LTD', policyGroupName: group.name })).toEqual([one, other])
    expect(await found({ policyName: policy.name.toUpperCase() })).toEqual([other])
    expect(await found({ mispLicenseKeyName: active.licenseKeyName.slice(3) })).toEqual([one])
    for (const word of ['ACTIVE', 'activated']) expect(await found({ status: word })).toEqual([one])
    for (const word of ['INACTIVE', 'deactivated']) {
      expect(await found({ status: word })).toEqual([other])
    }
    expect(await found({ status: 'active' })).toEqual([])
    expect(await found({ expiryPeriod: 1 })).toEqual([])
    expect(await found({ expiryPeriod: 2 })).toEqual([one])
    expect(await found({ expiryPeriod: 30 })).toEqual([one, other])
    await setRow(server, one, { validToDate: new Date(server.clock.now.getTime() - 1) })
    expect(await found({ expiryPeriod: 2 })).toEqual([])
  })

  test('is sorted by each of its fields, and by status with active ones first', async () => {
    const { id } = await misps.misp()
    const first = await misps.licence(id, {
      licenseKeyName: fresh('B'),
      expiryDate: inDays(server, 9),
    })
    const second = await misps.licence(id, { licenseKeyName: fresh('A') })
    const page = { partnerId: id, pageNo: 0, pageSize: 5 }
    const sorted = async (sortFieldName: string, sortType: 'asc' | 'desc') => {
      const { data } = await list(admin, { ...page, sortFieldName, sortType })
      return data.map(({ mispLicenseId }) => mispLicenseId)
    }
    const newer = [second.mispLicenseId, first.mispLicenseId]
    expect(await sorted('status', 'asc')).toEqual(newer)
    expect(await sorted('status', 'desc')).toEqual(newer.toReversed())
    expect(await sorted('mispLicenseKeyName', 'asc')).toEqual(newer)
    expect(await sorted('createdDateTime', 'desc')).toEqual(newer)
    expect(await sorted('expiryDateTime', 'desc')).toEqual(newer)
    for (const field of ['partnerId', 'orgName', 'policyGroupName', 'policyName']) {
      expect((await sorted(field, 'asc')).toSorted()).toEqual(newer.toSorted())
    }
  })

  test('refuses odd questions, nobody, and everybody but administrators', async () => {
    const refused = (asked: Record<string, unknown>) => refusalOf(list(admin, asked))
    expect(await refused({ sortFieldName: 'status' })).toBe('PMS_PS_ERROR_007')
    expect(await refused({ sortFieldName: 'licenseKey', sortType: 'asc' })).toBe('PMS_PRT_357')
    expect(await refused({ sortFieldName: 'status', sortType: 'up' })).toBe('PMS_PRT_358')
    expect(await refused({ pageNo: -1 })).toBe('PMS_PRT_360')
    expect(await refused({ pageSize: 0 })).toBe('PMS_PRT_361')
    expect(await refused({ orgName: '%' })).toBe('PMS_REQUEST_ERROR_007')
    for (const expiryPeriod of [0, 31]) {
      const reply = await server.send(
        admin,
        'GET',
        `/v1/partnermanager/misp-licenses?expiryPeriod=${expiryPeriod}`,
      )
      expect(reply.status).toBe(400)
    }
    for (const role of ['MISP_PARTNER', 'PARTNERMANAGER', 'AUTH_PARTNER']) {
      expect(await refusalOf(list({ ...admin, roles: [role] }))).toBe('KER-ATH-403')
    }
    expect(await refusalOf(list(null))).toBe('KER-ATH-401')
  })
})

describe('one licence', () => {
  const read = (user: TestUser | null, mispLicenseId: string, asked: Record<string, string> = {}) =>
    server.call(user, contract.readMispLicence, { mispLicenseId, ...asked })

  test('is read with its key masked', async () => {
    const { id, licence, shown, masked } = await licenceInUse()
    expect(await read(admin, licence.mispLicenseId)).toEqual({
      ...shown,
      maskedLicenseKey: masked,
      licenseKeyName: licence.licenseKeyName,
    })
    expect(await read(admin, id)).toEqual({
      ...shown,
      mispLicenseKey: masked,
      mispLicenseKeyName: licence.licenseKeyName,
    })
  })

  test('of a partner is meant by policy and name', async () => {
    const { id, policy } = await misps.mispWithPolicy()
    expect(await refusalOf(read(admin, id))).toBe('PMS_MSP_427')
    const first = await misps.licence(id, { policyId: policy.id })
    const second = await misps.licence(id)
    expect(await refusalOf(read(admin, id))).toBe('PMS_MSP_428')
    expect(await read(admin, id, { policyId: policy.id })).toMatchObject({
      mispLicenseId: first.mispLicenseId,
      status: 'INACTIVE',
    })
    expect(await read(admin, id, { mispLicenseKeyName: second.licenseKeyName })).toMatchObject({
      mispLicenseId: second.mispLicenseId,
    })
    const both = { policyId: policy.id, mispLicenseKeyName: second.licenseKeyName }
    expect(await refusalOf(read(admin, id, both))).toBe('PMS_MSP_427')
  })

  test('is refused where it or what hangs on it is gone, to nobody and to others', async () => {
    const { id, policy } = await misps.mispWithPolicy()
    const { mispLicenseId } = await misps.licence(id, { policyId: policy.id })
    expect(await refusalOf(read(admin, 'none'))).toBe('PMS_MSP_441')
    expect(await refusalOf(read(admin, '<b>'))).toBe('PMS_REQUEST_ERROR_007')
    expect(await refusalOf(read(people.bank, mispLicenseId))).toBe('KER-ATH-403')
    expect(await refusalOf(read(null, mispLicenseId))).toBe('KER-ATH-401')
    await setRow(server, mispLicenseId, { policyId: 'gone' })
    expect(await refusalOf(read(admin, mispLicenseId))).toBe('PMS_MSP_419')
    await server.db
      .updateTable('pms.partner')
      .set({ policyGroupId: 'gone' })
      .where('id', '=', id)
      .execute()
    expect(await refusalOf(read(admin, mispLicenseId))).toBe('PMS_POLICY_ERROR_008')
    await setRow(server, mispLicenseId, { mispId: 'gone' })
    expect(await refusalOf(read(admin, mispLicenseId))).toBe('PMS_MSP_429')
  })

  test('marked as deleted is of no partner', async () => {
    const { id } = await misps.misp()
    const { mispLicenseId } = await misps.licence(id)
    await setRow(server, mispLicenseId, { isDeleted: true })
    expect(await refusalOf(read(admin, mispLicenseId))).toBe('PMS_MSP_441')
    expect(await refusalOf(read(admin, id))).toBe('PMS_MSP_427')
  })
})
