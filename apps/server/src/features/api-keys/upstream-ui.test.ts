/** Exactly the calls that upstream's own interface makes about API keys (ui.md S12 to S14, S31, 7). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { dayMs } from '../../durations.ts'
import { fresh, given } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { wrapped } from '../../testing/upstream-interface.ts'

const base = '/v1/partnermanager'

let server: TestServer
let ready: Awaited<ReturnType<ReturnType<typeof given>['readyPartner']>>
beforeAll(async () => {
  server = await startTestServer()
  ready = await given(server).readyPartner()
})
afterAll(() => server.close())

/** What the interface takes for success: 2xx, and a `response` that is there (ui.md 1.6). */
const Reply = z.object({ response: z.unknown(), errors: z.array(z.unknown()).nullish() })

async function get(user: TestUser, path: string): Promise<unknown> {
  const { status, body } = await server.send(user, 'GET', `${base}${path}`)
  expect(status).toBe(200)
  return Reply.parse(body).response
}

async function patch(user: TestUser, path: string, request: object): Promise<unknown> {
  const reply = await server.send(user, 'PATCH', `${base}${path}`, wrapped(server, request))
  expect(reply.status).toBe(200)
  return Reply.parse(reply.body).response
}

/** A zone other than `+00:00` or none would be shifted twice (ui.md 1.6). */
const UiTime = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(\+00:00)?$/)

/** What the lists and the details read of a key; the details make no call of their own (S14). */
const Rows = z.object({
  totalResults: z.number(),
  data: z.array(
    z.object({
      partnerId: z.string(),
      orgName: z.string(),
      policyId: z.string(),
      policyName: z.string(),
      policyDescription: z.string(),
      policyGroupName: z.string(),
      policyGroupDescription: z.string(),
      apiKeyLabel: z.string(),
      createdDateTime: UiTime,
      status: z.enum(['activated', 'deactivated']),
    }),
  ),
})

async function generated(label: string): Promise<string> {
  const { partnerId, policyName, user } = ready
  const path = `/partners/${partnerId}/generate/apikey`
  const answer = await patch(user, path, { policyName, label })
  return z.object({ apiKey: z.string() }).parse(answer).apiKey
}

async function rows(user: TestUser, query = '') {
  return Rows.parse(await get(user, `/partner-api-keys${query}`))
}

describe('a partner', () => {
  test('generates a key for one of its approved policies (S13)', async () => {
    const { partnerId, policyName, policyId, user } = ready
    const [requests, partners] = await Promise.all([
      get(user, '/partner-policy-requests'),
      get(user, '/partners/v3?status=approved&policyGroupAvailable=true&partnerType=Auth_Partner'),
    ])
    const Partners = z.array(
      z.object({ partnerId: z.string(), partnerType: z.string(), policyGroupName: z.string() }),
    )
    const Requests = z.object({
      data: z.array(
        z.object({
          partnerId: z.string(),
          policyId: z.string(),
          policyName: z.string(),
          policyDescription: z.string(),
          status: z.string(),
        }),
      ),
    })
    expect(Partners.parse(partners)).toMatchObject([{ partnerId, partnerType: 'Auth_Partner' }])
    const approved = Requests.parse(requests).data.filter(({ status }) => status === 'approved')
    expect(approved).toMatchObject([{ partnerId, policyId, policyName }])
    expect(await generated(fresh('Branches'))).toMatch(/^[0-9a-f]{32}$/)
  })

  test('sees all its keys in one answer, and deactivates one (S12, S14)', async () => {
    const { partnerId, policyId, user } = ready
    const label = fresh('Counter')
    const apiKey = await generated(label)
    const before = await rows(user)
    expect(before.totalResults).toBe(before.data.length)
    expect(before.data).toContainEqual(
      expect.objectContaining({ apiKeyLabel: label, partnerId, status: 'activated' }),
    )
    expect(JSON.stringify(before)).not.toContain(apiKey)

    const path = `/partners/${partnerId}/policy/${policyId}/apiKey/status`
    expect(await patch(user, path, { label, status: 'De-Active' })).toBeTruthy()
    const after = await rows(user)
    expect(after.data.find(({ apiKeyLabel }) => apiKeyLabel === label)?.status).toBe('deactivated')
  })

  test('is told by code and text why a key cannot be', async () => {
    const { partnerId, policyName, user } = ready
    const label = fresh('Twice')
    await generated(label)
    const body = wrapped(server, { policyName, label })
    const path = `${base}/partners/${partnerId}/generate/apikey`
    const reply = await server.send(user, 'PATCH', path, body)
    expect(reply.status).toBe(200)
    expect(reply.body).toMatchObject({
      response: null,
      errors: [{ errorCode: 'PMS_PRT_110', message: expect.stringMatching(/./) }],
    })
  })
})

describe('an administrator', () => {
  const page = 'sortFieldName=createdDateTime&sortType=desc&pageSize=8&pageNo=0'

  test.each([
    'partnerId',
    'orgName',
    'policyGroupName',
    'policyName',
    'apiKeyLabel',
    'createdDateTime',
    'status',
  ])('sorts the keys of all by %s, in either case of the order (S31)', async (field) => {
    for (const order of ['asc', 'DESC']) {
      const query = `?sortFieldName=${field}&sortType=${order}&pageSize=8&pageNo=0`
      const { totalResults, data } = await rows(people.admin, query)
      expect(totalResults).toBeGreaterThanOrEqual(data.length)
      expect(data.length).toBeGreaterThan(0)
    }
  })

  test('filters them by every box of the panel (S31)', async () => {
    const label = fresh('Kiosk')
    await generated(label)
    const { partnerId, policyName, group, organizationName } = ready
    const filters = new URLSearchParams({
      partnerId,
      orgName: organizationName,
      policyGroupName: group.name,
      policyName,
      apiKeyLabel: label,
      status: 'activated',
    })
    const found = await rows(people.admin, `?${page}&${filters}`)
    expect(found).toMatchObject({ totalResults: 1, data: [{ apiKeyLabel: label }] })
    filters.set('status', 'deactivated')
    expect(await rows(people.admin, `?${page}&${filters}`)).toMatchObject({ totalResults: 0 })
  })

  test('deactivates a key of a partner (S31)', async () => {
    const label = fresh('Window')
    await generated(label)
    const path = `/partners/${ready.partnerId}/policy/${ready.policyId}/apiKey/status`
    expect(await patch(people.admin, path, { label, status: 'De-Active' })).toBeTruthy()
    const found = await rows(people.admin, `?${page}&apiKeyLabel=${encodeURIComponent(label)}`)
    expect(found.data).toMatchObject([{ apiKeyLabel: label, status: 'deactivated' }])
  })

  test('changes when a key ends, as the interface of the final release does', async () => {
    const label = fresh('Terminal')
    await generated(label)
    const { partnerId, policyId } = ready
    const name = encodeURIComponent(label)
    const expiryDateTime = new Date(server.clock.now.getTime() + 3 * dayMs).toISOString()
    const path = `${base}/partners/${partnerId}/policies/${policyId}/api-keys/${name}`
    const reply = await server.send(people.admin, 'PATCH', path, {
      id: 'mosip.pms.update.api.key.patch',
      version: '1.0',
      requestTime: server.clock.now.toISOString(),
      request: { expiryDateTime },
    })
    expect(reply.status).toBe(200)
    expect(Reply.parse(reply.body).response).toMatchObject({ apiKeyName: label, status: 'active' })
    const query = `?${page}&expiryPeriod=30&apiKeyLabel=${name}`
    const found = await get(people.admin, `/partner-api-keys/v2${query}`)
    expect(Rows.parse(found).data).toHaveLength(1)
  })
})
