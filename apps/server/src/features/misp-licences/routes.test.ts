import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, freshUser, given, refusalOf } from '../../testing/given.ts'
import { seen } from '../../testing/seen.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { givenMisps, inDays, seenLicences, send, setRow, without } from './testing.ts'

let server: TestServer
let misps: Awaited<ReturnType<typeof givenMisps>>
beforeAll(async () => {
  server = await startTestServer()
  misps = await givenMisps(server)
})
afterAll(() => server.close())

const rows = (id: string) => seenLicences(server).rows(id)
const events = (id: string) => seenLicences(server).events(id)
const { admin } = people
const generated = { topic: 'MISP_LICENSE_GENERATED', publisher: 'InfraProviderServiceImpl' }
const updated = { topic: 'MISP_LICENSE_UPDATED', publisher: 'InfraProviderServiceImpl' }

describe('generating a licence', () => {
  const generate = (user: TestUser | null, input: Record<string, unknown>) =>
    server.call(user, contract.generateMispLicence, {
      licenseKeyName: fresh('Gateway'),
      expiryDate: inDays(server, 30),
      ...input,
    })

  test('shows its key once and tells consumers of it with its policy', async () => {
    const { id, policy } = await misps.mispWithPolicy()
    const name = fresh('North')
    const licence = await generate(admin, {
      partnerId: id,
      policyId: policy.id,
      licenseKeyName: `  ${name.replace(' ', ' \t ')} `,
    })
    const end = new Date(server.clock.now.getTime() + 30 * 86_400_000)
    expect(licence).toEqual({
      mispLicenseId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      partnerId: id,
      policyId: policy.id,
      licenseKeyName: name,
      licenseKey: expect.stringMatching(/^[0-9a-zA-Z]{50}$/),
      status: 'ACTIVE',
      expiryDateTime: end,
    })
    expect(await rows(id)).toEqual([
      expect.objectContaining({
        mispLicenseId: licence.mispLicenseId,
        licenseKey: licence.licenseKey,
        licenseKeyName: name,
        policyId: policy.id,
        validFromDate: server.clock.now,
        validToDate: end,
        isActive: true,
        isDeleted: false,
        crBy: admin.userName,
        updBy: null,
      }),
    ])
    expect(await events(id)).toEqual([
      { ...generated, licenseKey: licence.licenseKey, mispStatus: 'ACTIVE', policyId: policy.id },
    ])
    expect(await seenLicences(server).everythingListed(admin)).not.toContain(licence.licenseKey)
  })

  test('ends the active one, of which consumers hear first', async () => {
    const { id, policy } = await misps.mispWithPolicy()
    const first = await misps.licence(id, { policyId: policy.id })
    const second = await misps.licence(id)
    const third = await misps.licence(id)
    expect(await rows(id)).toMatchObject([
      { mispLicenseId: first.mispLicenseId, isActive: false, updBy: admin.userName },
      { mispLicenseId: second.mispLicenseId, isActive: false },
      { mispLicenseId: third.mispLicenseId, isActive: true, updBy: null },
    ])
    const told = ({ licenseKey, policyId }: typeof first, mispStatus: string) => ({
      ...updated,
      licenseKey,
      policyId,
      mispStatus,
    })
    expect(await events(id)).toEqual([
      { ...told(first, 'ACTIVE'), topic: 'MISP_LICENSE_GENERATED' },
      told(first, 'NOT_ACTIVE'),
      told(second, 'ACTIVE'),
      told(second, 'NOT_ACTIVE'),
      told(third, 'ACTIVE'),
    ])
    const [entry] = (
      await seen(server).audit({ subjectId: id, action: 'mispLicence.generated' })
    ).slice(-1)
    expect(entry).toMatchObject({ details: { replaced: 1 }, actor: admin.userName })
  })

  test('after a deactivation is a first one again for consumers', async () => {
    const { id } = await misps.misp()
    const { mispLicenseId } = await misps.licence(id)
    await server.call(admin, contract.deactivateMispLicence, { mispLicenseId, status: 'INACTIVE' })
    await misps.licence(id)
    expect((await events(id)).map(({ topic }) => topic)).toEqual([
      generated.topic,
      updated.topic,
      generated.topic,
    ])
  })

  test('is refused under a name that the partner has used, be it only like it', async () => {
    const { id } = await misps.misp()
    const { mispLicenseId, licenseKeyName } = await misps.licence(id)
    const again = (name: string) =>
      refusalOf(generate(admin, { partnerId: id, licenseKeyName: name }))
    expect(await again(` ${licenseKeyName}  `)).toBe('PMS_MSP_424')
    await setRow(server, mispLicenseId, {
      licenseKeyName: ' As  an older release  kept it',
      isActive: false,
    })
    expect(await again('As an older release kept it')).toBe('PMS_MSP_424')
    expect(await rows(id)).toHaveLength(1)
  })

  test('is refused under a name that another MISP uses without policy, not with one', async () => {
    const { id, policy } = await misps.mispWithPolicy()
    const { id: otherId } = await misps.misp()
    const licenseKeyName = fresh('Shared')
    await misps.licence(id, { licenseKeyName })
    expect(await refusalOf(generate(admin, { partnerId: otherId, licenseKeyName }))).toBe(
      'PMS_MSP_424',
    )
    expect(await rows(otherId)).toEqual([])
    expect(await events(otherId)).toEqual([])
    const withPolicy = fresh('Shared')
    await misps.licence(id, { licenseKeyName: withPolicy, policyId: policy.id })
    expect(await misps.licence(otherId, { licenseKeyName: withPolicy })).toMatchObject({
      status: 'ACTIVE',
    })
  })

  test('checks who, for which policy, how called and until when, in this order', async () => {
    const { id, policy } = await misps.mispWithPolicy()
    const waiting = await misps.waitingMisp()
    const bank = freshUser()
    await given(server).activePartner(bank, (await given(server).policyGroup()).name)
    const pending = await misps.mispPolicyOf(await given(server).policyGroup())
    const { licenseKeyName } = await misps.licence(id)
    const before = await rows(id)
    const wrong = { policyId: 'none', licenseKeyName: ' ', expiryDate: '' }
    const named = { ...wrong, licenseKeyName }
    const dated = { ...named, expiryDate: inDays(server, 0) }
    const steps: [string, Record<string, unknown>][] = [
      ['PMS_MSP_423', { ...wrong, partnerId: ' ' }],
      ['PMS_MSP_422', { ...wrong, partnerId: 'none' }],
      ['PMS_MSP_436', { ...named, partnerId: 'none' }],
      ['PMS_MSP_429', { ...dated, partnerId: 'none' }],
      ['PMS_MSP_431', { ...dated, partnerId: bank.userName }],
      ['PMS_MSP_430', { ...dated, partnerId: waiting.id }],
      ['PMS_MSP_437', { ...dated, partnerId: id }],
      ['PMS_MSP_438', { ...dated, partnerId: id, policyId: pending.id }],
      ['PMS_MSP_424', { ...dated, partnerId: id, policyId: policy.id }],
      ['PMS_MSP_425', { ...dated, partnerId: id, policyId: '', licenseKeyName: fresh('New') }],
    ]
    for (const [code, input] of steps) {
      expect([code, await refusalOf(generate(admin, input))]).toEqual([code, code])
    }
    const [refusal] = await seen(server).audit({ subjectId: id, outcome: 'refused' })
    expect(refusal).toMatchObject({ action: 'mispLicences.generate', failureCode: 'PMS_MSP_437' })
    expect(await rows(id)).toEqual(before)
  })

  test('takes only requests of its own form', async () => {
    const { id } = await misps.misp()
    const ownId = 'mosip.pms.misp.generate.license.post'
    const request = { partnerId: id, licenseKeyName: 'x', expiryDate: inDays(server, 1) }
    const sent = async (changes: Record<string, unknown>) =>
      (await send(server, ['POST', ''], { id: ownId, request, ...changes })).code
    expect(await sent({ id: 'another' })).toBe('PMS_REQUEST_ERROR_002')
    expect(await sent({ version: '2.0' })).toBe('PMS_REQUEST_ERROR_003')
    expect(await sent({ requestTime: null })).toBe('PMS_REQUEST_ERROR_004')
    expect(await sent({ request: { ...request, licenseKeyName: '<b>' } })).toBe(
      'PMS_REQUEST_ERROR_007',
    )
    expect(await sent({ request: { ...request, licenseKeyName: 'x'.repeat(129) } })).toBe(
      'PMS_COR_001',
    )
    for (const expiryDate of ['tomorrow', '2026-02-30', '2027-01-01T00:00:00Z', 20_270_101]) {
      const { status, code } = await send(server, ['POST', ''], {
        id: ownId,
        request: { ...request, expiryDate },
      })
      expect([status, code]).toEqual([400, undefined])
    }
    expect(await refusalOf(generate(people.bank, request))).toBe('KER-ATH-403')
    expect(await refusalOf(generate({ ...admin, roles: ['MISP_PARTNER'] }, request))).toBe(
      'KER-ATH-403',
    )
    expect(await refusalOf(generate(null, request))).toBe('KER-ATH-401')
    expect(await rows(id)).toEqual([])
  })

  test('is refused with a policy that cannot be read, and keeps the active one then', async () => {
    const { id, policy } = await misps.mispWithPolicy()
    const { mispLicenseId } = await misps.licence(id)
    await server.db
      .updateTable('pms.authPolicy')
      .set({ policyFileId: 'no policy' })
      .where('id', '=', policy.id)
      .execute()
    const asked = { partnerId: id, policyId: policy.id }
    expect(await refusalOf(generate(admin, asked))).toBe('PMS_POL_052')
    expect(await rows(id)).toMatchObject([{ mispLicenseId, isActive: true }])
    expect(await events(id)).toHaveLength(1)
  })

  test('that fails for a reason of ours says its general failure', async () => {
    const { id } = await misps.misp()
    const failed = await without(server, 'misp_license', () =>
      refusalOf(generate(admin, { partnerId: id })),
    )
    expect(failed).toBe('PMS_MSP_421')
  })
})

test('whoever generates finds the active MISPs and the policies that are approved for each', async () => {
  const { id, group, policy } = await misps.mispWithPolicy()
  const waiting = await misps.waitingMisp()
  const second = await misps.mispPolicyOf(group)
  await misps.request(id, second.name)
  const found = await server.call(admin, contract.listOwnPartners, {
    status: 'approved',
    partnerType: 'MISP_Partner',
  })
  const ids = found.map(({ partnerId }) => partnerId)
  expect([ids.includes(id), ids.includes(waiting.id)]).toEqual([true, false])
  const approved = await server.call(admin, contract.listPolicyRequests, {
    partnerId: id,
    partnerIdSearchType: 'equals',
    policyGroupName: group.name,
    status: 'approved',
  })
  expect(approved.data.map(({ policyId }) => policyId)).toEqual([policy.id])
})

describe('deactivating a licence', () => {
  const deactivate = (user: TestUser | null, id: string, asked: Record<string, unknown> = {}) =>
    server.call(user, contract.deactivateMispLicence, {
      mispLicenseId: id,
      status: 'INACTIVE',
      ...asked,
    })
  const olderId = 'mosip.pms.deactivate.misp.license.patch'

  test('is final, and consumers hear of it with its policy', async () => {
    const { id, policy } = await misps.mispWithPolicy()
    const { licenseKey, ...licence } = await misps.licence(id, { policyId: policy.id })
    misps.later()
    // Upstream takes a date and does not use it.
    const expiryDate = inDays(server, 300)
    expect(await deactivate(admin, licence.mispLicenseId, { expiryDate })).toEqual({
      ...licence,
      status: 'INACTIVE',
    })
    expect(await rows(id)).toMatchObject([
      {
        isActive: false,
        updBy: admin.userName,
        updDtimes: server.clock.now,
        validToDate: licence.expiryDateTime,
      },
    ])
    expect((await events(id)).at(-1)).toEqual({
      ...updated,
      licenseKey,
      mispStatus: 'NOT_ACTIVE',
      policyId: policy.id,
    })
    expect(
      await seen(server).audit({ action: 'mispLicence.deactivated', subjectId: id }),
    ).toMatchObject([{ actor: admin.userName, after: { mispLicenseId: licence.mispLicenseId } }])
    expect(await refusalOf(deactivate(admin, licence.mispLicenseId))).toBe('PMS_MSP_434')
    expect(await events(id)).toHaveLength(2)
  })

  test('also ends one that lived on after its partner', async () => {
    const { id } = await misps.misp()
    const { mispLicenseId } = await misps.licence(id)
    await misps.deactivate(id)
    await setRow(server, mispLicenseId, { isActive: true })
    expect(await deactivate(admin, mispLicenseId)).toMatchObject({ status: 'INACTIVE' })
    await setRow(server, mispLicenseId, { isActive: true, mispId: 'gone' })
    expect(await deactivate(admin, mispLicenseId)).toMatchObject({ partnerId: 'gone' })
  })

  test('by its partner, policy and name, in the words of older releases', async () => {
    const { id, policy } = await misps.mispWithPolicy()
    const { licenseKeyName, licenseKey } = await misps.licence(id, { policyId: policy.id })
    const request = { policyId: policy.id, licenseKeyName, status: 'De-Activate' }
    const { body } = await send(server, ['PATCH', id], { id: olderId, request })
    expect(body).toMatchObject({
      errors: [],
      response: {
        partnerId: id,
        policyId: policy.id,
        licenseKeyName,
        licenseKeyStatus: 'INACTIVE',
      },
    })
    expect(body).not.toHaveProperty('response.mispLicenseId')
    expect((await events(id)).at(-1)).toMatchObject({ licenseKey, mispStatus: 'NOT_ACTIVE' })
  })

  test('by its partner is refused in an order of its own', async () => {
    const { id, policy } = await misps.mispWithPolicy()
    const waiting = await misps.waitingMisp()
    const word = { status: 'De-Activate' }
    expect(await refusalOf(deactivate(admin, waiting.id))).toBe('PMS_MSP_433')
    expect(await refusalOf(deactivate(admin, waiting.id, word))).toBe('PMS_MSP_430')
    expect(await refusalOf(deactivate(admin, id, word))).toBe('PMS_MSP_427')
    const first = await misps.licence(id, { policyId: policy.id })
    await misps.licence(id)
    expect(await refusalOf(deactivate(admin, id, word))).toBe('PMS_MSP_428')
    const { licenseKeyName } = first
    expect(await refusalOf(deactivate(admin, id, { ...word, licenseKeyName }))).toBe('PMS_MSP_434')
    expect((await rows(id)).map(({ isActive }) => isActive)).toEqual([false, true])
  })

  test('is refused for what is none, in other words, to nobody and to others', async () => {
    const { id, user } = await misps.misp()
    const { mispLicenseId } = await misps.licence(id)
    for (const status of ['inactive', 'ACTIVE', 'De-Activate', null]) {
      expect(await refusalOf(deactivate(admin, mispLicenseId, { status }))).toBe('PMS_MSP_442')
    }
    expect(await refusalOf(deactivate(admin, 'none', { status: 'x' }))).toBe('PMS_MSP_442')
    expect(await refusalOf(deactivate(admin, 'none'))).toBe('PMS_MSP_441')
    expect(await refusalOf(deactivate(admin, ' '))).toBe('PMS_MSP_441')
    expect(await refusalOf(deactivate(admin, mispLicenseId, { status: '<' }))).toBe(
      'PMS_REQUEST_ERROR_007',
    )
    const wrongId = await send(server, ['PATCH', mispLicenseId], {
      id: 'x',
      request: { status: 'INACTIVE' },
    })
    expect(wrongId.code).toBe('PMS_REQUEST_ERROR_002')
    expect(await refusalOf(deactivate(user, mispLicenseId))).toBe('KER-ATH-403')
    expect(await refusalOf(deactivate(null, mispLicenseId))).toBe('KER-ATH-401')
    const failed = await without(server, 'misp_license', () =>
      refusalOf(deactivate(admin, mispLicenseId)),
    )
    expect(failed).toBe('PMS_MSP_440')
    expect(await rows(id)).toMatchObject([{ isActive: true, updBy: null }])
  })
})
