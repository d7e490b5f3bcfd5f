import * as contract from '@pmp/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

function generate(changes: { label?: string; policyName?: string; partnerId?: string } = {}) {
  return server.call(ready.user, contract.generateApiKey, {
    partnerId: ready.partnerId,
    policyName: ready.policyName,
    label: fresh('Key'),
    ...changes,
  })
}

describe('generating an API key', () => {
  test('gives 128 random bits that the look-up knows', async () => {
    const key = await generate({ label: '  Branch   office ' })
    expect(key).toMatchObject({ label: 'Branch office', policyId: ready.policyId })
    expect(key.apiKey).toMatch(/^[0-9a-f]{32}$/)
    const found = await server.call(people.admin, contract.lookUpPolicyOfApiKey, {
      partnerId: ready.partnerId,
      apikey: key.apiKey,
    })
    expect(found).toEqual({ partnerID: ready.partnerId, policyId: ready.policyId })
  })

  test('tells consumers all that they need, and nobody else the key', async () => {
    const { apiKey } = await generate()
    const events = await seen(server).outbox({ topic: 'APIKEY_APPROVED' })
    const data = events.map(({ payload }) => (payload as { event: { data: unknown } }).event.data)
    expect(data).toContainEqual(
      expect.objectContaining({
        partnerData: expect.objectContaining({
          partnerStatus: 'ACTIVE',
          certificateData: expect.stringContaining('BEGIN CERTIFICATE'),
        }),
        policyData: expect.objectContaining({ policyId: ready.policyId, policyStatus: 'ACTIVE' }),
        apiKeyData: expect.objectContaining({ apiKeyId: apiKey, apiKeyStatus: 'ACTIVE' }),
      }),
    )
    const all = { pageNo: 0, pageSize: 1000 }
    const outbox = await server.call(people.admin, contract.listOutboxMessages, all)
    const audit = await server.call(people.admin, contract.listAuditEntries, all)
    const keys = await server.call(ready.user, contract.listApiKeys, {})
    expect(JSON.stringify([outbox, audit, keys])).not.toContain(apiKey)
  })

  test('refuses a label that differs from another only by blanks; letter case counts', async () => {
    const { label } = await generate()
    expect(await refusalOf(generate({ label: ` ${label}  ` }))).toBe('PMS_PRT_110')
    const upper = await generate({ label: ` ${label.toUpperCase()}  ` })
    expect(upper).toMatchObject({ label: label.toUpperCase() })
  })

  test.each([
    ['a blank label', { label: ' ' }, 'PMS_COR_001'],
    ['a label of 37 characters', { label: 'l'.repeat(37) }, 'PMS_COR_001'],
    ['a policy outside the group', { policyName: 'No such policy' }, 'PMS_PMP_014'],
    ["somebody else's partner", { partnerId: 'somebody-else' }, 'PMS_PRT_055'],
  ])('refuses %s', async (_, changes, code) => {
    expect(await refusalOf(generate(changes))).toBe(code)
  })

  test('refuses a policy that nobody approved for the partner', async () => {
    const { group } = ready
    const policyName = fresh('Unasked')
    await given(server).publishedPolicy(group, policyName)
    expect(await refusalOf(generate({ policyName }))).toBe('PMS_PRT_109')
  })

  test('refuses a partner without certificate, a stranger, an administrator and nobody', async () => {
    const user = freshUser()
    await given(server).registeredPartner(user, ready.group.name)
    const input = { partnerId: user.userName, policyName: ready.policyName, label: 'x' }
    expect(await refusalOf(server.call(user, contract.generateApiKey, input))).toBe('PMS_PMP_016')
    const theirs = { ...input, partnerId: ready.partnerId }
    expect(await refusalOf(server.call(user, contract.generateApiKey, theirs))).toBe('PMS_PRT_055')
    expect(await refusalOf(server.call(people.admin, contract.generateApiKey, theirs))).toBe(
      'KER-ATH-403',
    )
    expect(await refusalOf(server.call(null, contract.generateApiKey, theirs))).toBe('KER-ATH-401')
  })
})

describe('the list of API keys', () => {
  test("holds own keys, for an administrator everybody's, by status", async () => {
    const { label } = await generate()
    const own = await server.call(ready.user, contract.listApiKeys, { apiKeyLabel: label })
    expect(own.data).toMatchObject([
      { apiKeyLabel: label, status: 'activated', partnerId: ready.partnerId },
    ])

    const other = await given(server).readyPartner()
    const theirs = await server.call(asStranger(other.user), contract.listApiKeys, {
      partnerId: ready.partnerId,
    })
    expect(theirs.data).toEqual([])
    const all = await server.call(people.admin, contract.listApiKeys, { apiKeyLabel: label })
    expect(all.totalResults).toBe(1)
    const none = await server.call(people.admin, contract.listApiKeys, {
      apiKeyLabel: label,
      status: 'Active',
    })
    expect(none.data).toEqual([])
  })

  test('is searched by the whole id of a partner', async () => {
    await generate()
    const ask = (partnerId: string, partnerIdSearchType = 'equals') =>
      server.call(people.admin, contract.listApiKeys, { partnerId, partnerIdSearchType })
    const { data } = await ask(ready.partnerId)
    expect(new Set(data.map(({ partnerId }) => partnerId))).toEqual(new Set([ready.partnerId]))
    expect((await ask(ready.partnerId.slice(1))).data).toEqual([])
    expect(await refusalOf(ask(ready.partnerId, ''))).toBe('PMS_PM_065')
    expect(await refusalOf(ask(''))).toBe('PMS_PM_066')
  })

  test('is refused to a user without partner, to nobody, and with half a page', async () => {
    expect(await refusalOf(server.call(freshUser(), contract.listApiKeys, {}))).toBe(
      'PMS_CERTIFICATE_ERROR_002',
    )
    expect(await refusalOf(server.call(people.visitor, contract.listApiKeys, {}))).toBe(
      'KER-ATH-403',
    )
    expect(await refusalOf(server.call(null, contract.listApiKeys, {}))).toBe('KER-ATH-401')
    expect(await refusalOf(server.call(ready.user, contract.listApiKeys, { pageSize: 5 }))).toBe(
      'PMS_PS_ERROR_006',
    )
    expect(
      await refusalOf(server.call(ready.user, contract.listApiKeys, { sortType: 'asc' })),
    ).toBe('PMS_PS_ERROR_007')
    const unpaged = { sortType: 'asc', sortFieldName: 'orgName' } as const
    expect(await refusalOf(server.call(ready.user, contract.listApiKeys, unpaged))).toBe(
      'PMS_PS_ERROR_008',
    )
  })
})

describe('the status of an API key', () => {
  test('is switched off and on, and consumers hear of it', async () => {
    const { label, policyId } = await generate()
    const change = (status: string, user: TestUser = ready.user) =>
      server.call(user, contract.changeApiKeyStatus, {
        partnerId: ready.partnerId,
        policyId,
        label,
        status,
      })
    expect(await change('De-Active')).toBe('Partner apikey de-activated successfully.')
    expect(await refusalOf(change('De-Active'))).toBe('PMS_PMS_022')
    expect(await refusalOf(change('Off'))).toBe('PMS_PM_058')
    expect(await change('active', people.admin)).toBe('Partner apikey activated successfully.')
    expect(await seen(server).outbox({ topic: 'APIKEY_UPDATED' })).toHaveLength(2)
  })

  test('is not changed by strangers, nor for unknown labels', async () => {
    const { label, policyId } = await generate()
    const stranger = await given(server).readyPartner()
    const input = { partnerId: ready.partnerId, policyId, label, status: 'De-Active' }
    expect(await refusalOf(server.call(stranger.user, contract.changeApiKeyStatus, input))).toBe(
      'PMS_PRT_055',
    )
    const unknown = { ...input, label: 'no such label' }
    expect(await refusalOf(server.call(ready.user, contract.changeApiKeyStatus, unknown))).toBe(
      'PMS_PRT_111',
    )
    expect(await refusalOf(server.call(null, contract.changeApiKeyStatus, input))).toBe(
      'KER-ATH-401',
    )
  })
})

describe('the look-up by partner and API key', () => {
  test("refuses another partner's key, partners and nobody", async () => {
    const { apiKey: apikey } = await generate()
    const lookUp = (user: TestUser | null, partnerId: string) =>
      refusalOf(server.call(user, contract.lookUpPolicyOfApiKey, { partnerId, apikey }))
    expect(await lookUp(people.admin, 'somebody-else')).toBe('PMS_PMP_009')
    expect(await lookUp(ready.user, ready.partnerId)).toBe('KER-ATH-403')
    expect(await lookUp(null, ready.partnerId)).toBe('KER-ATH-401')
  })
})

test.each([
  ['infinity', '9999-12-31T23:59:59.999Z'],
  ['20000-01-01 00:00:00', '9999-12-31T23:59:59.999Z'],
  ['-infinity', '0001-01-01T00:00:00.000Z'],
  ['0044-03-15 00:00:00 BC', '0001-01-01T00:00:00.000Z'],
])('a stored end of %s hides no list', async (stored, shown) => {
  const { label } = await generate()
  const ended = sql`update pms.partner_policy set valid_to_datetime = ${stored}::text::timestamp
    where label = ${label}`
  await ended.execute(server.db)
  const { data } = await server.call(people.admin, contract.listApiKeys, { apiKeyLabel: label })
  expect(data.map(({ apiKeyExpiryDateTime }) => apiKeyExpiryDateTime)).toEqual([new Date(shown)])
  await server.db.deleteFrom('pms.partnerPolicy').where('label', '=', label).execute()
})
