import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, refusalOf } from '../../testing/given.ts'
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
const updated = { topic: 'MISP_LICENSE_UPDATED', publisher: 'InfraProviderServiceImpl' }

describe('regenerating a licence by its partner', () => {
  const regenerate = (user: TestUser | null, id: string, asked: Record<string, unknown> = {}) =>
    server.call(user, contract.regenerateMispLicence, {
      mispLicenseId: id,
      licenseKeyName: fresh('Next'),
      expiryDate: inDays(server, 60),
      ...asked,
    })

  test('replaces the active one of the policy', async () => {
    const { id, policy } = await misps.mispWithPolicy()
    const old = await misps.licence(id, { policyId: policy.id })
    misps.later()
    const licence = await regenerate(admin, id, { policyId: policy.id })
    expect(licence).toEqual({
      mispLicenseId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      partnerId: id,
      policyId: policy.id,
      licenseKeyName: expect.stringContaining('Next'),
      licenseKey: expect.stringMatching(/^[0-9a-zA-Z]{50}$/),
      licenseKeyStatus: 'ACTIVE',
      expiryDateTime: new Date(server.clock.now.getTime() + 60 * 86_400_000),
    })
    expect(await rows(id)).toMatchObject([
      { licenseKey: old.licenseKey, isActive: false },
      { licenseKey: licence.licenseKey, isActive: true },
    ])
    expect((await events(id)).slice(1)).toEqual([
      { ...updated, licenseKey: old.licenseKey, mispStatus: 'NOT_ACTIVE', policyId: policy.id },
      { ...updated, licenseKey: licence.licenseKey, mispStatus: 'ACTIVE', policyId: policy.id },
    ])
  })

  test('counts names per policy', async () => {
    const { id, policy } = await misps.mispWithPolicy()
    const { licenseKeyName } = await misps.licence(id, { policyId: policy.id })
    await misps.licence(id)
    expect(await regenerate(admin, id, { licenseKeyName })).toMatchObject({ policyId: null })
    expect(await refusalOf(regenerate(admin, id, { licenseKeyName }))).toBe('PMS_MSP_424')
  })

  test('checks in an order of its own, and leaves the active one on a refusal', async () => {
    const { id, policy } = await misps.mispWithPolicy()
    const { licenseKeyName, mispLicenseId } = await misps.licence(id, { policyId: policy.id })
    const blank = { licenseKeyName: ' ', expiryDate: null, policyId: policy.id }
    const named = { ...blank, licenseKeyName }
    const today = inDays(server, 0)
    const steps: [string, string, Record<string, unknown>][] = [
      ['PMS_MSP_423', ' ', blank],
      ['PMS_MSP_422', 'none', blank],
      ['PMS_MSP_436', 'none', named],
      ['PMS_MSP_439', 'none', { ...named, expiryDate: today }],
      ['PMS_MSP_439', id, { ...named, expiryDate: today, policyId: null }],
      ['PMS_MSP_424', id, { ...named, expiryDate: today }],
      ['PMS_MSP_425', id, { policyId: policy.id, expiryDate: today }],
    ]
    for (const [code, partner, input] of steps) {
      expect([code, await refusalOf(regenerate(admin, partner, input))]).toEqual([code, code])
    }
    expect(await refusalOf(regenerate(people.bank, id))).toBe('KER-ATH-403')
    expect(await refusalOf(regenerate(null, id))).toBe('KER-ATH-401')
    const otherForm = await send(server, ['PUT', id], { id: 'x', request: {} })
    expect(otherForm.code).toBe('PMS_REQUEST_ERROR_002')
    const failed = await without(server, 'partner_policy_request', () =>
      refusalOf(regenerate(admin, id, { policyId: policy.id })),
    )
    expect(failed).toBe('PMS_MSP_435')
    expect(await rows(id)).toMatchObject([{ mispLicenseId, isActive: true }])
    expect(await events(id)).toHaveLength(1)
  })

  test('is refused for partners and policies that may not any more', async () => {
    const { id, policy } = await misps.mispWithPolicy()
    const { mispLicenseId } = await misps.licence(id, { policyId: policy.id })
    const asked = { policyId: policy.id }
    await server.db.deleteFrom('pms.partnerPolicyRequest').where('partId', '=', id).execute()
    expect(await refusalOf(regenerate(admin, id, asked))).toBe('PMS_MSP_438')
    await setRow(server, mispLicenseId, { policyId: 'gone' })
    expect(await refusalOf(regenerate(admin, id, { policyId: 'gone' }))).toBe('PMS_MSP_437')
    await setRow(server, mispLicenseId, { policyId: null, mispId: 'nobody' })
    expect(await refusalOf(regenerate(admin, 'nobody'))).toBe('PMS_MSP_429')
    await misps.deactivate(id)
    await setRow(server, mispLicenseId, { mispId: id })
    expect(await refusalOf(regenerate(admin, id))).toBe('PMS_MSP_430')
    expect(await rows(id)).toHaveLength(1)
  })
})
