import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshUser, given, refusalOf } from '../../testing/given.ts'
import { seen } from '../../testing/seen.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { withRow } from '../partners/testing.ts'

let server: TestServer
let group: { id: string; name: string }
beforeAll(async () => {
  server = await startTestServer()
  group = await given(server).policyGroup()
})
afterAll(() => server.close())

const setStatus = (user: TestUser | null, partnerId: string, status: string) =>
  server.call(user, contract.changePartnerStatus, { partnerId, status })

async function active() {
  const user = freshUser()
  const { leaf } = await given(server).activePartner(user, group.name)
  server.clock.now = new Date(server.clock.now.getTime() + 1000)
  return { id: user.userName, user, leaf }
}

async function licence(mispId: string, changes: Record<string, unknown> = {}) {
  const licenseKey = `key-${mispId}-${Object.keys(changes).join('-')}`
  await server.db
    .insertInto('pms.mispLicense')
    .values({
      mispId,
      licenseKey,
      licenseKeyName: licenseKey,
      validFromDate: new Date('2026-01-01T00:00:00Z'),
      validToDate: new Date('2027-01-01T00:00:00Z'),
      isActive: true,
      crBy: 'registrar',
      crDtimes: new Date('2026-01-01T00:00:00Z'),
      ...changes,
    })
    .execute()
  return licenseKey
}

/** A deployment's MISP with certificate, without going through its upload. */
async function activeMisp() {
  const { id } = await active()
  await withRow(server)(id, { partnerTypeCode: 'MISP_Partner' })
  return id
}

test('an administrator who confirms an active partner is its last changer', async () => {
  const { id } = await active()
  const told = await seen(server).outbox({ orderingKey: id })
  const done = await setStatus(people.admin, id, 'ACTIVE')
  expect(done).toEqual({ message: 'Partner activated successfully' })
  expect(await seen(server).partner(id)).toMatchObject({
    isActive: true,
    updBy: people.admin.userName,
    updDtimes: server.clock.now,
  })
  expect(await seen(server).outbox({ orderingKey: id })).toEqual(told)
  const ended = await setStatus(people.admin, id, 'De-Active')
  expect(ended).toEqual({ message: 'Partner de-activated successfully' })
})

describe('deactivating a partner', () => {
  test('is told to its consumers and its people, with history and audit', async () => {
    const { id } = await active()
    const before = await seen(server).history(id)
    await setStatus(people.admin, id, 'de-active')
    expect(await seen(server).partner(id)).toMatchObject({
      approvalStatus: 'approved',
      isActive: false,
      updBy: people.admin.userName,
    })
    expect(await seen(server).history(id)).toHaveLength(before.length + 1)
    const told = (await seen(server).outbox({ orderingKey: id })).slice(-2)
    expect(told.map(({ kind, topic }) => [kind, topic])).toEqual(
      expect.arrayContaining([
        ['event', 'PARTNER_UPDATED'],
        ['mail', 'PARTNER_UPDATED'],
      ]),
    )
    expect(told.find(({ kind }) => kind === 'event')?.payload).toMatchObject({
      publisher: 'PartnerManagementServiceImpl',
      event: {
        data: {
          partnerData: {
            partnerId: id,
            partnerStatus: 'DEACTIVE',
            certificateData: expect.stringContaining('BEGIN CERTIFICATE'),
          },
        },
      },
    })
    expect(
      await seen(server).audit({ action: 'partner.deactivated', subjectId: id }),
    ).toMatchObject([
      { actor: people.admin.userName, before: { isActive: true }, after: { isActive: false } },
    ])
  })

  test('is final, also for the certificate', async () => {
    const { id, user, leaf } = await active()
    await setStatus(people.admin, id, 'De-Active')
    expect(await refusalOf(setStatus(people.admin, id, 'Active'))).toBe('PMS_PM_063')
    expect(await refusalOf(setStatus(people.admin, id, 'De-Active'))).toBe('PMS_PM_063')
    const upload = server.call(user, contract.uploadPartnerCertificate, {
      partnerId: id,
      certificateData: leaf.certificate.pem,
      partnerDomain: 'AUTH',
    })
    expect(await refusalOf(upload)).toBe('PMS_PMP_016')
  })

  test('works without a certificate, and says so', async () => {
    const { id } = await active()
    await withRow(server)(id, { certificateAlias: null })
    await setStatus(people.admin, id, 'De-Active')
    const events = (await seen(server).outbox({ orderingKey: id })).filter(
      ({ kind }) => kind === 'event',
    )
    expect(events.at(-1)?.payload).toMatchObject({
      event: { data: { partnerData: { partnerStatus: 'DEACTIVE', certificateData: null } } },
    })
  })

  test('takes every active licence of a MISP, each with an event', async () => {
    const id = await activeMisp()
    const policy = await given(server).publishedPolicy(group)
    const key = await licence(id)
    const withPolicy = await licence(id, { policyId: policy.id })
    await licence(id, { isActive: false })
    await setStatus(people.admin, id, 'De-Active')

    const licences = await server.db
      .selectFrom('pms.mispLicense')
      .select(['isActive', 'updBy'])
      .where('mispId', '=', id)
      .execute()
    expect(licences.map(({ isActive }) => isActive)).toEqual([false, false, false])
    expect(licences.filter(({ updBy }) => updBy === people.admin.userName)).toHaveLength(2)
    const events = (await seen(server).outbox({ orderingKey: id }))
      .filter(({ topic }) => topic === 'MISP_LICENSE_UPDATED')
      .map(({ payload }) => payload)
    expect(events).toHaveLength(2)
    const dataOf = (licenseKey: string) => ({
      licenseKey,
      mispId: id,
      mispStatus: 'NOT_ACTIVE',
      mispCommenceOn: '2026-01-01T00:00:00.000',
      mispExpiresOn: '2027-01-01T00:00:00.000',
    })
    expect(events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          event: expect.objectContaining({ data: { mispLicenseData: dataOf(key) } }),
        }),
        expect.objectContaining({
          event: expect.objectContaining({
            data: {
              mispLicenseData: dataOf(withPolicy),
              policyData: expect.objectContaining({ policyId: policy.id }),
            },
          }),
        }),
      ]),
    )
    const [entry] = await seen(server).audit({ action: 'partner.deactivated', subjectId: id })
    expect(JSON.stringify(entry)).not.toContain('key-')
  })

  test('happens once when two administrators ask at once', async () => {
    const { id } = await active()
    const outcomes = await Promise.allSettled([
      setStatus(people.admin, id, 'De-Active'),
      setStatus(people.admin, id, 'De-Active'),
    ])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await seen(server).audit({ action: 'partner.deactivated', subjectId: id })).toHaveLength(
      1,
    )
  })
})

describe('activating a partner', () => {
  test('brings back one from an older release', async () => {
    const { id } = await active()
    await withRow(server)(id, { approvalStatus: 'Activated', isActive: false })
    await setStatus(people.admin, id, 'ACTIVE')
    expect(await seen(server).partner(id)).toMatchObject({ isActive: true })
    expect(await seen(server).audit({ action: 'partner.activated', subjectId: id })).toHaveLength(1)
  })

  test('changes nothing about an active one, nor does deactivating one that waits', async () => {
    const { id } = await active()
    const outbox = await seen(server).outbox({ orderingKey: id })
    await setStatus(people.admin, id, 'Active')
    expect(await seen(server).outbox({ orderingKey: id })).toHaveLength(outbox.length)
    const waiting = freshUser()
    await given(server).registeredPartner(waiting, group.name)
    await setStatus(people.admin, waiting.userName, 'De-Active')
    expect(await seen(server).partner(waiting.userName)).toMatchObject({
      approvalStatus: 'InProgress',
      updBy: null,
    })
  })
})

test('a status is refused that is unknown, for nobody, or asked by others', async () => {
  const { id, user } = await active()
  const waiting = freshUser()
  await given(server).registeredPartner(waiting, group.name)
  expect(await refusalOf(setStatus(people.admin, id, ''))).toBe('PMS_COR_001')
  expect(await refusalOf(setStatus(people.admin, id, 'Deactivated'))).toBe('PMS_PM_058')
  expect(await refusalOf(setStatus(people.admin, 'unknown', 'Active'))).toBe('PMS_PMP_005')
  expect(await refusalOf(setStatus(people.admin, waiting.userName, 'Active'))).toBe('PMS_PRT_108')
  expect(await refusalOf(setStatus(user, id, 'De-Active'))).toBe('KER-ATH-403')
  expect(await refusalOf(setStatus(null, id, 'De-Active'))).toBe('KER-ATH-401')
  expect(await seen(server).partner(id)).toMatchObject({ isActive: true })
})
