import * as contract from '@pmp/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { asStranger, fresh, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
let ready: Awaited<ReturnType<ReturnType<typeof given>['readyPartner']>>
beforeAll(async () => {
  server = await startTestServer()
  ready = await given(server).readyPartner()
})
afterAll(() => server.close())

type Filters = contract.CallOf<typeof contract.listAllApiKeys>

const list = (filters: Filters = {}, user = people.admin as Parameters<typeof server.call>[0]) =>
  server.call(user, contract.listAllApiKeys, filters)

async function generate() {
  const { partnerId, policyName, user } = ready
  const label = fresh('Key')
  return server.call(user, contract.generateApiKey, { partnerId, policyName, label })
}

/** Writes into the row of a key, as another program might. */
const change = (apiKey: string, changes: { policyApiKey?: string; validToDatetime?: Date }) =>
  server.db
    .updateTable('pms.partnerPolicy')
    .set(changes)
    .where('policyApiKey', '=', apiKey)
    .execute()

const inDays = (days: number) => new Date(server.clock.now.getTime() + days * dayMs)

describe('the list of all API keys', () => {
  test('tells keys apart by label and last characters, and never shows one', async () => {
    const { apiKey, label } = await generate()
    const { data } = await list({ apiKeyLabel: label })
    expect(data).toMatchObject([
      {
        partnerId: ready.partnerId,
        partnerType: 'Auth_Partner',
        apiKeyLabel: label,
        keyEnding: apiKey.slice(-4),
        isWeak: false,
        status: 'activated',
        lastUsedDateTime: null,
      },
    ])
    expect(JSON.stringify(data)).not.toContain(apiKey)
    const usedAt = inDays(-1)
    await server.db.insertInto('pmp.apiKeyUse').values({ policyApiKey: apiKey, usedAt }).execute()
    const used = await list({ apiKeyLabel: label })
    expect(used.data).toMatchObject([{ lastUsedDateTime: usedAt }])
  })

  test.each(['104512', 'policy_key_of_a_partner', '0123456789ABCDEF0123456789ABCDEF'])(
    'marks %s as weak, and shows no part of it',
    async (older) => {
      const { apiKey, label } = await generate()
      await change(apiKey, { policyApiKey: older })
      const { data } = await list({ apiKeyLabel: label })
      expect(data).toMatchObject([{ isWeak: true, keyEnding: null }])
    },
  )

  test('finds keys that end soon, and sorts by the end', async () => {
    const labels = []
    for (const days of [3, 2, 40]) {
      const { apiKey, label } = await generate()
      await change(apiKey, { validToDatetime: inDays(days) })
      labels.push(label)
    }
    const [three, two, forty] = labels
    const byEnd = { sortFieldName: 'apiKeyExpiryDateTime', pageNo: 0, pageSize: 50 } as const
    const ofPartner = { partnerId: ready.partnerId }
    const soon = await list({ ...ofPartner, ...byEnd, sortType: 'asc', expiryPeriod: 3 })
    expect(soon.data.map(({ apiKeyLabel }) => apiKeyLabel)).toEqual([two, three])
    const late = await list({ ...ofPartner, ...byEnd, sortType: 'desc' })
    const ends = late.data.map(({ apiKeyLabel }) => apiKeyLabel)
    expect(ends.slice(-3)).toEqual([forty, three, two])
  })

  test('holds keys of every type of partner; the older list those for authentication', async () => {
    const other = await given(server).readyPartner()
    const { partnerId, policyName, user } = other
    const label = fresh('Key')
    await server.call(user, contract.generateApiKey, { partnerId, policyName, label })
    await sql`update pms.partner set partner_type_code = 'ABIS_Partner'
      where id = ${partnerId}`.execute(server.db)
    const ofType = async (partnerType: string) => (await list({ partnerId, partnerType })).data
    expect(await ofType('abis_partner')).toMatchObject([{ partnerType: 'ABIS_Partner' }])
    expect(await ofType('Auth_Partner')).toEqual([])
    expect(await ofType('none')).toEqual([])
    const older = await server.call(people.admin, contract.listApiKeys, { partnerId })
    expect(older.data).toEqual([])
    expect((await list({}, user)).data).toMatchObject([{ apiKeyLabel: label }])
  })

  test('holds own keys only, and is refused to others', async () => {
    const { label } = await generate()
    expect((await list({ apiKeyLabel: label }, ready.user)).data).toHaveLength(1)
    const other = await given(server).readyPartner()
    expect((await list({ apiKeyLabel: label }, asStranger(other.user))).data).toEqual([])
    expect(await refusalOf(list({}, freshUser()))).toBe('PMS_CERTIFICATE_ERROR_002')
    expect(await refusalOf(list({}, people.visitor))).toBe('KER-ATH-403')
    expect(await refusalOf(list({}, null))).toBe('KER-ATH-401')
    expect(await refusalOf(list({ pageSize: 5 }))).toBe('PMS_PS_ERROR_006')
    const address = '/v1/partnermanager/partner-api-keys/v2?expiryPeriod=31'
    expect((await server.send(people.admin, 'GET', address)).status).toBe(400)
  })
})
