import * as contract from '@pmp/contract'
import type { Endpoint } from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../app.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../testing/server.ts'
import { readListRequest } from './list-request.ts'

const policies = '/v1/policymanager/policies'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const addressOf = ({ service, path }: Endpoint) =>
  `${contract.basePaths[service]}${path.replaceAll(/:\w+/g, 'x')}`

/** Sign-ups and sign-ins are limited by address, so they are not tried in a row. */
const writes = routes
  .map(({ endpoint }) => endpoint)
  .filter(({ request, permission }) => request && permission !== 'portal.open')

describe('a write', () => {
  test.each(writes.map((endpoint) => [`${endpoint.method} ${addressOf(endpoint)}`, endpoint]))(
    'without body and type is malformed: %s',
    async (_name, endpoint) => {
      const reply = await server.send(people.bank, endpoint.method, addressOf(endpoint))
      expect(reply).toMatchObject({ status: 400, body: { type: 'about:blank', status: 400 } })
    },
  )

  test.each<[string, { body?: Blob; headers?: Record<string, string> }]>([
    ['a body without type', { body: new Blob(['{}']) }],
    ['a type without body', { headers: { 'content-type': 'text/plain' } }],
  ])('with %s has the wrong type', async (_name, { body, headers = {} }) => {
    const authorization = `Bearer ${await server.issuer.tokenFor({ ...people.admin })}`
    const response = await fetch(`${server.url}${policies}`, {
      method: 'POST',
      headers: { authorization, ...headers },
      ...(body ? { body } : {}),
    })
    expect(response.status).toBe(415)
  })
})

describe('a body without request', () => {
  test.each([
    ['PATCH', `${policies}/x`, 'mosip.pms.deactivate.policy.patch'],
    ['PATCH', `${policies}/group/x`, 'mosip.pms.deactivate.policy.group.patch'],
  ])('is malformed at %s %s', async (method, path, id) => {
    const envelope = { id, version: '1.0', requestTime: server.clock.now.toISOString() }
    for (const body of [envelope, { ...envelope, request: null }]) {
      const reply = await server.send(people.policyManager, method, path, body)
      expect(reply).toMatchObject({ status: 400, body: { type: 'about:blank', status: 400 } })
    }
  })

  test('is an unexpected failure at the old status change of a policy', async () => {
    for (const body of [{ id: 'x' }, { request: null }]) {
      const reply = await server.send(people.policyManager, 'PATCH', `${policies}/x/group/x`, body)
      const errors = [expect.objectContaining({ errorCode: 'PMS_COR_003' })]
      expect(reply).toMatchObject({ status: 200, body: { errors } })
    }
  })
})

describe('a page of a list', () => {
  const lists = routes.flatMap(({ endpoint: { path, list } }) =>
    list ? [[path, list] as const] : [],
  )

  test.each(lists)('with an empty number is one without it: %s', (_path, rules) => {
    const read = (given: Parameters<typeof readListRequest>[1]) => {
      try {
        return readListRequest(rules, given)
      } catch (error) {
        return error
      }
    }
    for (const empty of ['', ' ']) {
      expect(read({ pageNo: empty, pageSize: empty })).toEqual(read({}))
      expect(read({ pageNo: '2', pageSize: empty })).toEqual(read({ pageNo: '2' }))
      expect(read({ pageNo: empty, pageSize: '9' })).toEqual(read({ pageSize: '9' }))
    }
  })

  test.each(lists)('is a whole number of 32 bits: %s', (_path, rules) => {
    const read = (pageNo: string) => readListRequest(rules, { pageNo, pageSize: '5' }).page?.pageNo
    expect([read(' 1'), read('+2'), read('007')]).toEqual([1, 2, 7])
    for (const wrong of ['1.5', '1e1', '0x1', 'x', '2147483648', '99999999999999999999']) {
      expect(() => read(wrong)).toThrow(expect.objectContaining({ code: 'PMS_PRT_360' }))
    }
    expect(() => readListRequest(rules, { pageNo: '0', pageSize: '1e1' })).toThrow(
      expect.objectContaining({ status: 400 }),
    )
  })
})

describe('what answers', () => {
  const partners = '/v1/partnermanager/partners'

  test.each([
    ['PATCH', '/v1/partnermanager/ftpchipdetail/%20', { request: {} }],
    ['GET', `${partners}/partner-certificates-details?expiryPeriod=31`, undefined],
    ['GET', '/v1/partnermanager/trust-chain-certificates?expiryPeriod=0', undefined],
  ])(
    'a broken limit of the partner service is the container: %s %s',
    async (method, path, body) => {
      const reply = await server.send(people.admin, method, path, body)
      expect(reply.status).toBe(400)
      expect(reply.body).toEqual({
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        status: 400,
        error: 'Bad Request',
        path: path.split('?')[0],
      })
    },
  )

  test('names its type to the letter', async () => {
    const typeOf = async (user: TestUser | null, path: string) =>
      (await server.send(user, 'GET', path)).headers.get('content-type')
    const session = '/v1/partnermanager/system-config'
    expect(await typeOf(people.bank, session)).toBe('application/json')
    expect(await typeOf(null, session)).toBe('application/json;charset=UTF-8')
    expect(await typeOf(people.bank, '/v1/nothing')).toBe('application/problem+json')
  })
})
