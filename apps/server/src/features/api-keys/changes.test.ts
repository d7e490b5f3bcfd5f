import * as contract from '@pmp/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { fresh, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'

let server: TestServer
let ready: Awaited<ReturnType<ReturnType<typeof given>['readyPartner']>>
beforeAll(async () => {
  server = await startTestServer()
  ready = await given(server).readyPartner()
})
afterAll(() => server.close())

function generate(label = fresh('Key')) {
  const { partnerId, policyName, user } = ready
  return server.call(user, contract.generateApiKey, { partnerId, policyName, label })
}

const lookUp = (apikey: string) =>
  server.call(people.admin, contract.lookUpPolicyOfApiKey, { partnerId: ready.partnerId, apikey })

/** The row of a key as it is stored. */
async function stored(policyApiKey: string) {
  const keys = server.db.selectFrom('pms.partnerPolicy').selectAll()
  return keys.where('policyApiKey', '=', policyApiKey).executeTakeFirstOrThrow()
}

async function eventsOf(apiKeyId: string) {
  const events = await seen(server).outbox({ orderingKey: ready.partnerId, kind: 'event' })
  return events
    .map(({ topic, payload }) => ({ topic, ...(payload as { event: { data: object } }).event }))
    .filter(({ data }) => JSON.stringify(data).includes(apiKeyId))
}

const inDays = (days: number) => new Date(server.clock.now.getTime() + days * dayMs)

describe('two hundred creations of one label at once', () => {
  test('let one win, and tell all others why', async () => {
    const label = fresh('Branches')
    const calls = await Promise.allSettled(Array.from({ length: 200 }, () => generate(label)))
    const refusals = calls.flatMap((call) => (call.status === 'rejected' ? [call.reason.code] : []))
    expect(refusals).toEqual(Array.from({ length: 199 }, () => 'PMS_PRT_110'))
    const rows = server.db.selectFrom('pms.partnerPolicy').select('label')
    expect(await rows.where('label', '=', label).execute()).toHaveLength(1)
  })
})

describe('the look-up', () => {
  test('knows keys of six digits that upstream made', async () => {
    const { apiKey } = await generate()
    const older = server.db.updateTable('pms.partnerPolicy').set({ policyApiKey: '557657' })
    await older.where('policyApiKey', '=', apiKey).execute()
    expect(await lookUp('557657')).toMatchObject({ policyId: ready.policyId })
  })

  test('knows no key that is switched off, has ended, or belongs to an inactive partner', async () => {
    const { apiKey, label, policyId } = await generate()
    const { partnerId } = ready
    const change = (status: string) =>
      server.call(ready.user, contract.changeApiKeyStatus, { partnerId, policyId, label, status })
    await change('De-Active')
    expect(await refusalOf(lookUp(apiKey))).toBe('PMS_PMP_009')
    await change('Active')
    expect(await lookUp(apiKey)).toMatchObject({ policyId })

    const partner = server.db.updateTable('pms.partner').where('id', '=', partnerId)
    await partner.set({ isActive: false }).execute()
    expect(await refusalOf(lookUp(apiKey))).toBe('PMS_PMP_009')
    await partner.set({ isActive: true }).execute()

    const keys = server.db.updateTable('pms.partnerPolicy').where('policyApiKey', '=', apiKey)
    await keys.set({ validToDatetime: server.clock.now }).execute()
    expect(await lookUp(apiKey)).toMatchObject({ policyId })
    await keys.set({ validToDatetime: inDays(-1) }).execute()
    expect(await refusalOf(lookUp(apiKey))).toBe('PMS_PMP_009')
    await keys.set({ validToDatetime: null }).execute()
    expect(await lookUp(apiKey)).toMatchObject({ policyId })
  })
})

describe('changing an API key', () => {
  type Change = Partial<contract.CallOf<typeof contract.changeApiKey>>

  async function keyWith() {
    const { apiKey, label, policyId } = await generate()
    const change = (wanted: Change, user: TestUser | null = ready.user) =>
      server.call(user, contract.changeApiKey, {
        partnerId: ready.partnerId,
        policyId,
        apiKeyName: label,
        ...wanted,
      })
    return { apiKey, label, policyId, change }
  }

  test.each(['De-active', 'INACTIVE'])('ends it by %s for good', async (status) => {
    const { apiKey, label, policyId, change } = await keyWith()
    const { validToDatetime } = await stored(apiKey)
    expect(await change({ status })).toEqual({
      partnerId: ready.partnerId,
      policyId,
      apiKeyName: label,
      apiKeyExpiryDateTime: validToDatetime,
      status: 'De-active',
    })
    expect(await stored(apiKey)).toMatchObject({ isActive: false, updBy: ready.user.userName })
    expect((await eventsOf(apiKey)).at(-1)).toMatchObject({
      topic: 'APIKEY_UPDATED',
      data: { apiKeyData: { apiKeyId: apiKey, apiKeyStatus: 'DEACTIVE' } },
    })
    expect(await refusalOf(change({ status: 'De-active' }))).toBe('PMS_PM_072')
  })

  test('lets an administrator choose its end, as an instant or a day', async () => {
    const { apiKey, label, change } = await keyWith()
    const end = inDays(3)
    const answer = await change({ expiryDateTime: end }, people.admin)
    expect(answer).toMatchObject({ status: 'active', apiKeyExpiryDateTime: end })
    const event = (await eventsOf(apiKey)).at(-1)
    const apiKeyExpiresOn = end.toISOString().slice(0, -1)
    expect(event?.data).toMatchObject({
      apiKeyData: { apiKeyExpiresOn, apiKeyStatus: 'ACTIVE' },
    })
    const mails = await seen(server).outbox({ topic: 'APIKEY_STATUS_UPDATED' })
    expect(mails.at(-1)?.payload).toMatchObject({
      values: { label, apiKeyExpiryDateTime: end.toISOString() },
    })
    const entries = await seen(server).audit({ action: 'apiKey.endChanged' })
    expect(entries.at(-1)?.after).toMatchObject({ validTo: end.toISOString() })

    const day = inDays(9).toISOString().slice(0, 10)
    const { send } = server
    const address = `/v1/partnermanager/partners/${ready.partnerId}/policies/${ready.policyId}/api-keys/${encodeURIComponent(label)}`
    const requestTime = server.clock.now.toISOString()
    const ask = (expiryDateTime: unknown) =>
      send(people.admin, 'PATCH', address, {
        id: 'mosip.pms.update.api.key.patch',
        version: '1.0',
        requestTime,
        request: { expiryDateTime },
      })
    expect((await ask(day)).body).toMatchObject({
      response: { apiKeyExpiryDateTime: `${day}T23:59:59.999+00:00` },
    })
    for (const unreadable of ['tomorrow', '2026-02-30T00:00:00', '99999-01-01', 5]) {
      expect((await ask(unreadable)).status).toBe(400)
    }
    expect((await ask(' ')).body).toMatchObject({ errors: [{ errorCode: 'PMS_PM_070' }] })
  })

  test('refuses in the order of the final release, and stores nothing', async () => {
    const { apiKey, change } = await keyWith()
    const status = 'De-active'
    const past = inDays(-1)
    expect(await refusalOf(change({ policyId: '<' }))).toBe('PMS_REQUEST_ERROR_007')
    expect(await refusalOf(change({ policyId: ' ', status }))).toBe('PMS_PM_068')
    expect(await refusalOf(change({ partnerId: 'nobody' }))).toBe('PMS_PM_070')
    expect(await refusalOf(change({ partnerId: 'nobody', status }))).toBe('PMS_PMP_005')
    expect(await refusalOf(change({ policyId: 'none', status }))).toBe('PMS_PMP_014')
    expect(await refusalOf(change({ apiKeyName: 'none', status }))).toBe('PMS_PRT_111')
    expect(await refusalOf(change({ expiryDateTime: inDays(1) }))).toBe('PMS_PM_073')
    expect(await refusalOf(change({ expiryDateTime: past, status: 'Off' }, people.admin))).toBe(
      'PMS_PM_067',
    )
    const asked = { expiryDateTime: inDays(1), status: 'Active' }
    expect(await refusalOf(change(asked, people.admin))).toBe('PMS_PM_074')
    expect(await stored(apiKey)).toMatchObject({ isActive: true, updBy: null })
    expect(await eventsOf(apiKey)).toHaveLength(1)
  })

  test('is refused to strangers, to owners of inactive partners, and to nobody', async () => {
    const { change } = await keyWith()
    const status = 'De-active'
    expect(await refusalOf(change({ status }, freshUser()))).toBe('PMS_PRT_055')
    const other = await given(server).readyPartner()
    expect(await refusalOf(change({ status }, other.user))).toBe('PMS_PM_071')
    expect(await refusalOf(change({ status }, people.visitor))).toBe('KER-ATH-403')
    expect(await refusalOf(change({ status }, null))).toBe('KER-ATH-401')
    const partner = server.db.updateTable('pms.partner').where('id', '=', ready.partnerId)
    await partner.set({ isActive: false }).execute()
    expect(await refusalOf(change({ status }))).toBe('PMS_PMP_016')
    expect(await change({ status }, people.admin)).toMatchObject({ status: 'De-active' })
    await partner.set({ isActive: true }).execute()
  })
})

describe('moving an API key to another policy', () => {
  async function keyAndPolicy() {
    const policyName = fresh('Pay a pension')
    const policy = await given(server).publishedPolicy(ready.group, policyName)
    const { apiKey: apikey, label } = await generate()
    const ids = { oldPolicyID: ready.policyId, newPolicyID: policy.id }
    const move = (changes: Partial<typeof ids> = {}, user: TestUser | null = people.admin) =>
      server.call(user, contract.moveApiKey, {
        partnerId: ready.partnerId,
        apikey,
        ...ids,
        ...changes,
      })
    const approve = () => given(server).approvedRequest(ready.user, policyName)
    return { apikey, label, policy, policyName, move, approve }
  }

  test('gives it the policy and tells consumers all that they need', async () => {
    const { apikey, policy, move, approve } = await keyAndPolicy()
    await approve()
    // As begun as a key of the new policy already: no two keys of a pair may.
    const begun = sql`insert into pms.partner_policy (policy_api_key, part_id, policy_id, label,
        valid_from_datetime, is_active, cr_by, cr_dtimes)
      select ${`${apikey}x`}, part_id, ${policy.id}, 'Other', valid_from_datetime, true, 'x', now()
      from pms.partner_policy where policy_api_key = ${apikey}`
    await begun.execute(server.db)
    expect(await move()).toEqual({ message: 'Given apikey updated with policy successfully. ' })
    expect(await lookUp(apikey)).toMatchObject({ policyId: policy.id })
    expect((await eventsOf(apikey)).at(-1)).toMatchObject({
      topic: 'APIKEY_UPDATED',
      data: {
        partnerData: { partnerId: ready.partnerId },
        policyData: { policyId: policy.id },
        apiKeyData: { apiKeyId: apikey, apiKeyStatus: 'ACTIVE' },
      },
    })
    expect(await refusalOf(move())).toBe('PMS_PMP_50')
  })

  test('numbers its label where the policy has a key of that name already', async () => {
    const { apikey, label, policyName, move, approve } = await keyAndPolicy()
    await approve()
    for (const taken of [label, `${label} (2)`]) {
      const order = { partnerId: ready.partnerId, policyName, label: taken }
      await server.call(ready.user, contract.generateApiKey, order)
    }
    await move()
    expect(await stored(apikey)).toMatchObject({ label: `${label} (3)` })
  })

  test('is refused unless key, policy and approval are as they must be', async () => {
    const { apikey, policy, move, approve } = await keyAndPolicy()
    expect(await refusalOf(move({ newPolicyID: ready.policyId }))).toBe('PMS_PMP_053')
    expect(await refusalOf(move({ oldPolicyID: 'none' }))).toBe('PMS_PMP_50')
    expect(await refusalOf(move({ newPolicyID: 'none' }))).toBe('PMS_PMP_014')
    expect(await refusalOf(move({ newPolicyID: 'p'.repeat(37) }))).toBe('PMS_COR_001')
    expect(await refusalOf(move())).toBe('PMS_PRT_109')
    await approve()

    const policies = server.db.updateTable('pms.authPolicy').where('id', '=', policy.id)
    await policies.set({ validToDate: inDays(-1) }).execute()
    expect(await refusalOf(move())).toBe('PMS_PMP_018')
    await policies.set({ isActive: false }).execute()
    expect(await refusalOf(move())).toBe('PMS_PMP_019')
    await policies.set({ isActive: true, validToDate: inDays(1) }).execute()
    const group = server.db.updateTable('pms.policyGroup').where('id', '=', ready.group.id)
    await group.set({ isActive: false }).execute()
    expect(await refusalOf(move())).toBe('PMS_PMP_023')
    await group.set({ isActive: true }).execute()

    const keys = server.db.updateTable('pms.partnerPolicy').where('policyApiKey', '=', apikey)
    await keys.set({ validToDatetime: inDays(-1) }).execute()
    expect(await refusalOf(move())).toBe('PMS_PMS_022')
    expect(await stored(apikey)).toMatchObject({ policyId: ready.policyId, updBy: null })
    expect(await eventsOf(apikey)).toHaveLength(1)
  })

  test('is for administrators alone', async () => {
    const { move } = await keyAndPolicy()
    expect(await refusalOf(move({}, ready.user))).toBe('KER-ATH-403')
    expect(await refusalOf(move({}, null))).toBe('KER-ATH-401')
  })
})
