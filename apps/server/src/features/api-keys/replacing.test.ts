import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { asStranger, fresh, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'

let server: TestServer
let ready: Awaited<ReturnType<ReturnType<typeof given>['readyPartner']>>
beforeAll(async () => {
  server = await startTestServer()
  ready = await given(server).readyPartner()
})
afterAll(() => server.close())

const inDays = (days: number) => new Date(server.clock.now.getTime() + days * dayMs)

const lookUp = (apikey: string) =>
  server.call(people.admin, contract.lookUpPolicyOfApiKey, { partnerId: ready.partnerId, apikey })

type Wanted = Partial<contract.CallOf<typeof contract.replaceApiKey>>

/** A key, and how to replace it. */
async function keyInUse() {
  const { partnerId, policyId, policyName, user } = ready
  const apiKeyName = fresh('Key')
  const order = { partnerId, policyName, label: apiKeyName }
  const { apiKey } = await server.call(user, contract.generateApiKey, order)
  const label = fresh('Next')
  const replace = (wanted: Wanted = {}, by: TestUser | null = user) =>
    server.call(by, contract.replaceApiKey, { partnerId, policyId, apiKeyName, label, ...wanted })
  return { apiKey, apiKeyName, label, replace }
}

async function messagesAbout(apiKeyId: string) {
  const events = await seen(server).outbox({ orderingKey: ready.partnerId, kind: 'event' })
  return events.filter(({ payload }) => JSON.stringify(payload).includes(apiKeyId))
}

describe('a key that is replaced', () => {
  test('goes on until the chosen time beside the new one', async () => {
    const { apiKey: old, label, replace } = await keyInUse()
    const oldKeyEndsAt = inDays(7)
    const replaced = await replace({ label: ` ${label}  `, oldKeyEndsAt })
    const { partnerId, policyId } = ready
    expect(replaced).toMatchObject({ label, partnerId, policyId, oldKeyEndsAt })
    expect(replaced.apiKey).toMatch(/^[0-9a-f]{32}$/)
    for (const key of [old, replaced.apiKey]) expect(await lookUp(key)).toMatchObject({ policyId })

    const [about] = (await messagesAbout(old)).slice(-1)
    const apiKeyExpiresOn = oldKeyEndsAt.toISOString().slice(0, -1)
    expect(about).toMatchObject({
      topic: 'APIKEY_UPDATED',
      payload: { event: { data: { apiKeyData: { apiKeyExpiresOn, apiKeyStatus: 'ACTIVE' } } } },
    })
    expect(await messagesAbout(replaced.apiKey)).toMatchObject([{ topic: 'APIKEY_APPROVED' }])
    const [entry] = (await seen(server).audit({ action: 'apiKey.replaced' })).slice(-1)
    expect(entry?.after).toMatchObject({ label, validToOfOld: oldKeyEndsAt.toISOString() })

    const { now } = server.clock
    server.clock.now = inDays(8)
    expect(await refusalOf(lookUp(old))).toBe('PMS_PMP_009')
    expect(await lookUp(replaced.apiKey)).toMatchObject({ policyId })
    server.clock.now = now
  })

  test('ends at once where no time is chosen', async () => {
    const { apiKey: old, replace } = await keyInUse()
    const { apiKey } = await replace()
    expect(await refusalOf(lookUp(old))).toBe('PMS_PMP_009')
    expect(await lookUp(apiKey)).toMatchObject({ policyId: ready.policyId })
    expect((await messagesAbout(old)).at(-1)).toMatchObject({
      payload: { event: { data: { apiKeyData: { apiKeyStatus: 'DEACTIVE' } } } },
    })
    expect(await refusalOf(replace({ label: fresh('Again') }))).toBe('PMS_PMS_022')
  })

  test('makes way for one of another policy that is approved', async () => {
    const { apiKey: old, apiKeyName, label, replace } = await keyInUse()
    const { user, group, policyId, partnerId } = ready
    const other = await given(server).publishedPolicy(group)
    const newPolicyId = other.id
    expect(await refusalOf(replace({ newPolicyId }))).toBe('PMS_PRT_109')
    await given(server).approvedRequest(user, other.name)
    // A label is taken for one policy only.
    const replaced = await replace({ newPolicyId, label: apiKeyName, oldKeyEndsAt: inDays(7) })
    expect(replaced).toMatchObject({ label: apiKeyName, partnerId, policyId: newPolicyId })
    expect(await lookUp(old)).toMatchObject({ policyId })
    expect(await lookUp(replaced.apiKey)).toMatchObject({ policyId: newPolicyId })
    const [entry] = (await seen(server).audit({ action: 'apiKey.replaced' })).slice(-1)
    expect(entry).toMatchObject({ before: { policyId }, after: { policyId: newPolicyId } })
    expect(await refusalOf(replace({ newPolicyId: 'none', label }))).toBe('PMS_PMP_014')
  })

  test('stays as it is when the new one cannot be', async () => {
    const { apiKey: old, apiKeyName, replace } = await keyInUse()
    const past = replace({ oldKeyEndsAt: inDays(-1) })
    expect(await refusalOf(past)).toBe('PMS_PM_067')
    const late = replace({ oldKeyEndsAt: new Date('9999-12-31') })
    expect(await refusalOf(late)).toBe('PMP_160')
    expect(await refusalOf(replace({ label: apiKeyName }))).toBe('PMS_PRT_110')
    expect(await refusalOf(replace({ label: ' ' }))).toBe('PMS_COR_001')
    expect(await refusalOf(replace({ apiKeyName: 'none' }))).toBe('PMS_PRT_111')
    const policy = server.db.updateTable('pms.authPolicy').where('id', '=', ready.policyId)
    await policy.set({ isActive: false }).execute()
    expect(await refusalOf(replace())).toBe('PMS_PMP_019')
    await policy.set({ isActive: true }).execute()
    const partner = server.db.updateTable('pms.partner').where('id', '=', ready.partnerId)
    const { certificateAlias } = (await seen(server).partner(ready.partnerId)) ?? {}
    await partner.set({ certificateAlias: null }).execute()
    const bare = await refusalOf(replace())
    await partner.set({ certificateAlias: certificateAlias ?? null }).execute()
    expect(bare).toBe('PMS_PRT_108')
    expect(await lookUp(old)).toMatchObject({ policyId: ready.policyId })
    expect(await messagesAbout(old)).toHaveLength(1)
  })

  test('is replaced by its owner alone', async () => {
    const { replace } = await keyInUse()
    const other = await given(server).readyPartner()
    expect(await refusalOf(replace({}, asStranger(other.user)))).toBe('PMS_PRT_005')
    expect(await refusalOf(replace({ partnerId: 'nobody' }))).toBe('PMS_PRT_005')
    expect(await refusalOf(replace({}, people.admin))).toBe('KER-ATH-403')
    expect(await refusalOf(replace({}, null))).toBe('KER-ATH-401')
  })
})

describe('one key', () => {
  const read = (by: TestUser | null, apiKeyName: string, partnerId = ready.partnerId) =>
    server.call(by, contract.readApiKey, { partnerId, policyId: ready.policyId, apiKeyName })

  test('is read with who made and changed it, without its value', async () => {
    const { apiKey, apiKeyName, replace } = await keyInUse()
    const key = await read(ready.user, apiKeyName)
    expect(key).toMatchObject({
      partnerId: ready.partnerId,
      policyName: ready.policyName,
      apiKeyLabel: apiKeyName,
      keyEnding: apiKey.slice(-4),
      isWeak: false,
      status: 'activated',
      createdBy: ready.user.userName,
      updatedBy: null,
      updatedDateTime: null,
      lastUsedDateTime: null,
    })
    expect(JSON.stringify(key)).not.toContain(apiKey)
    await replace()
    const { userName } = ready.user
    const changed = { status: 'deactivated', updatedBy: userName, updatedDateTime: inDays(0) }
    expect(await read(people.admin, apiKeyName)).toMatchObject(changed)
  })

  test('is there for an owner whose role makes keys without listing them', async () => {
    const { apiKeyName } = await keyInUse()
    const printer = { ...ready.user, roles: [contract.roles.credentialPartner] }
    expect(await read(printer, apiKeyName)).toMatchObject({ apiKeyLabel: apiKeyName })
    expect(await refusalOf(server.call(printer, contract.listAllApiKeys, {}))).toBe('KER-ATH-403')
  })

  test('is there for its owner and administrators alone', async () => {
    const { apiKeyName } = await keyInUse()
    const other = await given(server).readyPartner()
    expect(await refusalOf(read(asStranger(other.user), apiKeyName))).toBe('PMS_PRT_005')
    expect(await refusalOf(read(other.user, apiKeyName, 'nobody'))).toBe('PMS_PRT_005')
    expect(await refusalOf(read(ready.user, 'no such key'))).toBe('PMS_PRT_111')
    const maker = freshUser(contract.roles.deviceProvider)
    expect(await refusalOf(read(maker, apiKeyName))).toBe('KER-ATH-403')
    expect(await refusalOf(read(null, apiKeyName))).toBe('KER-ATH-401')
  })
})

test('when a key was used last is written with all others, and never goes back', async () => {
  const [one, two] = [await keyInUse(), await keyInUse()]
  const usedAt = async (key: string) => {
    const uses = server.db.selectFrom('pmp.apiKeyUse').select('usedAt')
    return (await uses.where('policyApiKey', '=', key).executeTakeFirst())?.usedAt
  }
  const token = await server.issuer.tokenFor({ ...people.admin, expiresIn: 3600 })
  const useAtReplica = async (...keys: string[]) => {
    const replica = await server.startReplica()
    for (const key of keys) {
      const address = `${replica.url}/v1/partnermanager/partners/${ready.partnerId}/apikey/${key}`
      await fetch(address, { headers: { authorization: `Bearer ${token}` } })
    }
    await replica.close()
  }
  await useAtReplica(one.apiKey, two.apiKey, one.apiKey, 'unknown')
  const first = server.clock.now
  expect([await usedAt(one.apiKey), await usedAt(two.apiKey)]).toEqual([first, first])
  expect(await usedAt('unknown')).toBeUndefined()
  server.clock.now = new Date(first.getTime() - 1000)
  await useAtReplica(one.apiKey)
  expect(await usedAt(one.apiKey)).toEqual(first)
  server.clock.now = new Date(first.getTime() + 1000)
  await useAtReplica(one.apiKey)
  expect(await usedAt(one.apiKey)).toEqual(server.clock.now)
  server.clock.now = first
})
