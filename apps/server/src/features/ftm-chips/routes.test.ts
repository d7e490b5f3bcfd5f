import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, freshUser, refusalOf } from '../../testing/given.ts'
import { seen } from '../../testing/seen.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { withRow } from '../partners/testing.ts'
import { chipTrade, type ChipTrade } from './testing.ts'

let server: TestServer
let trade: ChipTrade
beforeAll(async () => {
  server = await startTestServer()
  trade = await chipTrade(server)
})
afterAll(() => server.close())

describe('registering a chip', () => {
  test('keeps make and model tidy and leaves an audit entry', async () => {
    const maker = await trade.chipMaker()
    const { ftpProviderId } = maker
    const id = await trade.newChip(maker, ' Acme   Corp ')
    expect(id).toMatch(/^[0-9]{1,36}$/)
    expect(await trade.chipRow(id)).toMatchObject({
      foundationalTrustProviderId: ftpProviderId,
      partnerOrgName: maker.organizationName,
      make: 'Acme Corp',
      approvalStatus: 'pending_cert_upload',
      isActive: false,
      isDeleted: false,
      crBy: maker.user.userName,
    })
    expect(await seen(server).audit({ action: 'ftmChip.created', subjectId: id })).toHaveLength(1)
    expect(await refusalOf(trade.newChip(maker, 'Acme Corp'))).toBe('PMP_AUT_032')
  })

  test('makes one of two equal calls at once', async () => {
    const maker = await trade.chipMaker()
    const make = fresh('Twin')
    const calls = await Promise.allSettled([trade.newChip(maker, make), trade.newChip(maker, make)])
    const refused = calls.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(refused).toMatchObject([{ code: 'PMP_AUT_032' }])
  })

  test('a make and model that were rejected or deactivated may come again', async () => {
    const maker = await trade.chipMaker()
    const make = fresh('Again')
    await trade.decide(await trade.newChip(maker, make), false)
    const second = await trade.newChip(maker, make)
    await trade.upload(maker, second)
    await trade.decide(second)
    await trade.deactivate(second, maker.user)
    expect(await trade.newChip(maker, make)).not.toBe(second)
  })

  test('refuses unusable providers, strangers, missing fields and other roles', async () => {
    const { ftpProviderId } = await trade.chipMaker()
    const create = (by: TestUser | null, changes: Record<string, string> = {}) =>
      refusalOf(
        server.call(by, contract.createFtmChip, {
          ftpProviderId,
          make: 'Make',
          model: 'Model',
          ...changes,
        }),
      )
    expect(await create(people.admin, { ftpProviderId: 'nobody' })).toBe('PMP_AUT_030')
    expect(await create(freshUser(contract.roles.ftmProvider))).toBe('PMS_PRT_055')
    for (const field of ['ftpProviderId', 'make', 'model']) {
      expect(await create(people.admin, { [field]: ' ' })).toBe('PMS_COR_001')
      expect(await create(people.admin, { [field]: 'x'.repeat(37) })).toBe('PMS_COR_001')
    }
    expect(await create(people.bank)).toBe('KER-ATH-403')
    expect(await create(null)).toBe('KER-ATH-401')
  })
})

describe('correcting a chip', () => {
  const update = (by: TestUser | null, ftpChipDetailId: string, make: string) =>
    server.call(by, contract.updateFtmChip, { ftpChipDetailId, make, model: 'M1' })

  test('changes make and model and nothing else', async () => {
    const maker = await trade.chipMaker()
    const id = await trade.newChip(maker)
    expect(await update(maker.user, id, ' New  make ')).toEqual({ id })
    const changed = { make: 'New make', approvalStatus: 'pending_cert_upload', isActive: false }
    expect(await trade.chipRow(id)).toMatchObject(changed)
    expect(await seen(server).audit({ action: 'ftmChip.updated', subjectId: id })).toHaveLength(1)
    expect(await update(maker.user, id, 'New make')).toEqual({ id })
  })

  test('refuses unknown and judged chips, names in use, strangers and nobody', async () => {
    const maker = await trade.chipMaker()
    const [id, other] = [await trade.newChip(maker), await trade.newChip(maker, fresh('Other'))]
    const { make } = await trade.chipRow(other)
    expect(await refusalOf(update(maker.user, '404', 'Make'))).toBe('PMP_AUT_031')
    expect(await refusalOf(update(maker.user, id, make ?? ''))).toBe('PMP_AUT_032')
    expect(await refusalOf(update(freshUser('FTM_PROVIDER'), id, 'Make'))).toBe('PMS_PRT_055')
    expect(await refusalOf(update(maker.user, id, ' '))).toBe('PMS_COR_001')
    expect(await refusalOf(update(people.bank, id, 'Make'))).toBe('KER-ATH-403')
    expect(await refusalOf(update(null, id, 'Make'))).toBe('KER-ATH-401')
    expect(await refusalOf(update(maker.user, await trade.approvedChip(maker), 'X'))).toBe(
      'PMP_AUT_038',
    )
  })
})

describe('deciding about a chip', () => {
  test('approves it once', async () => {
    const maker = await trade.chipMaker()
    const id = await trade.newChip(maker)
    expect(await refusalOf(trade.decide(id))).toBe('PMP_AUT_033')
    await trade.upload(maker, id)
    expect(await trade.decide(id)).toBe('Status updated successfully.')
    expect(await trade.chipRow(id)).toMatchObject({ approvalStatus: 'approved', isActive: true })
    expect(await seen(server).audit({ action: 'ftmChip.approved', subjectId: id })).toHaveLength(1)
    expect(await refusalOf(trade.decide(id, false))).toBe('PMP_AUT_038')
  })

  test('rejects it for good', async () => {
    const maker = await trade.chipMaker()
    const id = await trade.newChip(maker)
    await trade.upload(maker, id)
    await trade.decide(id, false)
    expect(await trade.chipRow(id)).toMatchObject({ approvalStatus: 'rejected', isActive: false })
    expect(await seen(server).audit({ action: 'ftmChip.rejected', subjectId: id })).toHaveLength(1)
    expect(await refusalOf(trade.decide(id))).toBe('PMP_AUT_038')
  })

  test('is for administrators, about chips that exist', async () => {
    const maker = await trade.chipMaker()
    expect(await refusalOf(trade.decide('404'))).toBe('PMP_AUT_031')
    expect(await refusalOf(trade.decide(' '))).toBe('PMS_COR_001')
    expect(await refusalOf(trade.decide('404', true, maker.user))).toBe('KER-ATH-403')
    expect(await refusalOf(trade.decide('404', true, null))).toBe('KER-ATH-401')
  })
})

describe('deactivating a chip', () => {
  test('ends its use for good', async () => {
    const maker = await trade.chipMaker()
    const id = await trade.approvedChip(maker)
    expect(await trade.deactivate(id, maker.user)).toEqual({
      ftmId: id,
      status: 'approved',
      isActive: false,
    })
    expect(await trade.chipRow(id)).toMatchObject({ approvalStatus: 'approved', isActive: false })
    expect(await seen(server).audit({ action: 'ftmChip.deactivated', subjectId: id })).toHaveLength(
      1,
    )
    expect(await refusalOf(trade.deactivate(id, people.admin))).toBe('PMS_FTM_ERROR_007')
  })

  test('is refused in the order of the specification', async () => {
    const maker = await trade.chipMaker()
    const id = await trade.newChip(maker)
    expect(await refusalOf(trade.deactivate('404', maker.user, 'Deactivate'))).toBe(
      'PMS_DEVICE_ERROR_026',
    )
    const lonely = freshUser(contract.roles.ftmProvider)
    expect(await refusalOf(trade.deactivate('404', lonely))).toBe('PMS_CERTIFICATE_ERROR_002')
    expect(await refusalOf(trade.deactivate('Apple0192938838', maker.user))).toBe(
      'PMS_FTM_ERROR_005',
    )
    const stranger = await trade.chipMaker()
    expect(await refusalOf(trade.deactivate(id, stranger.user))).toBe('PMS_FTM_ERROR_006')
    expect(await refusalOf(trade.deactivate(id, maker.user))).toBe('PMS_FTM_ERROR_010')
    expect(await refusalOf(trade.deactivate(id, people.admin))).toBe('PMS_FTM_ERROR_010')
    expect(await refusalOf(trade.deactivate(id, people.bank))).toBe('KER-ATH-403')
    expect(await refusalOf(trade.deactivate(id, null))).toBe('KER-ATH-401')
    await withRow(server)(maker.ftpProviderId, { isActive: false })
    expect(await refusalOf(trade.deactivate(id, maker.user))).toBe('PMS_PMP_016')
  })

  test('asks for a full envelope, a readable word and an id', async () => {
    const send = (id: string, body: object) =>
      server.send(people.admin, 'PATCH', `/v1/partnermanager/ftpchipdetail/${id}`, body)
    const envelope = {
      id: 'mosip.pms.deactivate.ftm.patch',
      version: '1.0',
      requestTime: server.clock.now.toISOString(),
      request: { status: 'De-Activate' },
    }
    const codeOf = async (changes: object) => (await send('1', { ...envelope, ...changes })).body
    expect(await codeOf({ id: 'x' })).toMatchObject({
      errors: [{ errorCode: 'PMS_REQUEST_ERROR_002' }],
    })
    expect(await codeOf({ requestTime: null })).toMatchObject({
      errors: [{ errorCode: 'PMS_REQUEST_ERROR_004' }],
    })
    expect(await codeOf({ requestTime: '2020-01-01T00:00:00.000Z' })).toMatchObject({
      errors: [{ errorCode: 'PMS_REQUEST_ERROR_006' }],
    })
    expect(await codeOf({ version: '1' })).toMatchObject({
      errors: [{ errorCode: 'PMS_REQUEST_ERROR_003' }],
    })
    expect(await codeOf({ request: { status: '<x>' } })).toMatchObject({
      errors: [{ errorCode: 'PMS_REQUEST_ERROR_007' }],
    })
    expect((await send('%20', envelope)).status).toBe(400)
    expect((await send('', envelope)).status).toBe(404)
  })
})
