import * as contract from '@pmp/contract'
import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../app.ts'
import { fresh, given } from '../testing/given.ts'
import { seen } from '../testing/seen.ts'
import { sendRaw } from '../testing/send-raw.ts'
import { people, startTestServer, type TestServer } from '../testing/server.ts'
import { createEndedTokens } from '../identity/ended-tokens.ts'
import { createTokenVerifier } from '../identity/tokens.ts'
import { guardRoutes } from './caller.ts'

const policies = '/v1/policymanager/policies'
const partners = '/v1/partnermanager/partners'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ PUBLIC_URL: 'http://portal.example' })
})
afterAll(() => server.close())

describe('who is calling comes before everything else', () => {
  test.each([
    ['a path that does not exist', 'GET', '/v1/partnermanager/nothing'],
    ['a method that is not offered', 'DELETE', `${partners}/v3`],
    ['a malformed body', 'POST', partners],
  ])('%s answers 401 without a token', async (_, method, path) => {
    const reply = await server.send(null, method, path, method === 'POST' ? '{' : undefined)
    expect(reply.status).toBe(401)
    expect(reply.body).toMatchObject({ id: null, version: null, metadata: null, response: null })
    expect(reply.body).toMatchObject({ errors: [{ errorCode: 'KER-ATH-401' }] })
  })

  test('a text that is no token answers the same', async () => {
    const response = await fetch(`${server.url}${partners}/v3?status=x`, {
      headers: { cookie: 'Authorization=bm8gdG9rZW4=' },
    })
    expect(response.status).toBe(401)
  })

  test('a token in a cookie counts, the last one if there are several', async () => {
    const token = await server.issuer.tokenFor({ ...people.admin })
    const read = (cookie: string) =>
      fetch(`${server.url}/v1/partnermanager/system-config`, { headers: { cookie } })
    expect((await read(`Authorization=nonsense; Authorization=${token}`)).status).toBe(200)
    expect((await read(`Authorization=${token}; Authorization=nonsense`)).status).toBe(401)
  })

  test('a change with a cookie must come from a page of ours', async () => {
    const cookie = `Authorization=${await server.issuer.tokenFor({ ...people.policyManager })}`
    const create = (origin: string) =>
      fetch(`${server.url}${policies}/group/new`, {
        method: 'POST',
        headers: { cookie, origin, 'content-type': 'application/json' },
        body: JSON.stringify({
          requesttime: server.clock.now.toISOString(),
          request: { name: fresh('Group'), desc: 'x' },
        }),
      })
    expect((await create('http://evil.example')).status).toBe(403)
    expect((await create('http://portal.example')).status).toBe(200)
  })

  test('only a bearer token that is the caller makes up for the page', async () => {
    const token = await server.issuer.tokenFor({ ...people.policyManager })
    const create = (headers: Record<string, string>) =>
      fetch(`${server.url}${policies}/group/new`, {
        method: 'POST',
        headers: { ...headers, origin: 'http://evil.example', 'content-type': 'application/json' },
        body: JSON.stringify({
          requesttime: server.clock.now.toISOString(),
          request: { name: fresh('Group'), desc: 'x' },
        }),
      })
    const cookie = `Authorization=${token}`
    for (const authorization of ['Basic eDp5', 'Bearer', 'Bearer a b', token, 'x']) {
      expect((await create({ cookie, authorization })).status).toBe(403)
    }
    expect((await create({ cookie, authorization: 'Bearer x' })).status).toBe(401)
    expect((await create({ authorization: `Bearer ${token}` })).status).toBe(200)
  })
})

test('an issuer that cannot be reached is a 503 that says so, not a 401', async () => {
  const alone = await startTestServer()
  await alone.issuer.stop()
  const reply = await alone.send(people.admin, 'POST', partners, {})
  expect(reply.status).toBe(503)
  const message = expect.stringContaining('The identity provider cannot be reached')
  expect(reply.body).toMatchObject({ response: null, errors: [{ errorCode: 'PMP_010', message }] })
  expect(await seen(alone).audit({ outcome: 'refused' })).toEqual([])
  await alone.issuer.resume()
  await alone.close()
})

test('a route without a permission does not start', () => {
  const app = Fastify()
  const ended = createEndedTokens(server.db)
  const verifier = createTokenVerifier({ config: server.config, ended })
  guardRoutes(app, { config: server.config, verifier, clock: () => server.clock.now })
  const answer = () => 'hello'
  expect(() => app.get('/forgotten', answer)).toThrow('/forgotten declares no permission')
  app.get('/declared', { config: { permission: 'portal.use' } }, answer)
})

describe('a request that cannot be read', () => {
  test.each([
    ['malformed JSON', 'POST', partners, '{', 400],
    ['an array for a body', 'POST', partners, [], 400],
    ['a wrong type', 'POST', partners, { request: { partnerId: { a: 1 } } }, 400],
    ['an unreadable time', 'POST', partners, { requesttime: 'yesterday', request: {} }, 400],
    ['an unknown path', 'GET', '/v1/partnermanager/nothing', undefined, 404],
  ])('%s answers a problem', async (_, method, path, body, status) => {
    const reply = await server.send(people.admin, method, path, body)
    expect(reply.status).toBe(status)
    expect(reply.headers.get('content-type')).toContain('application/problem+json')
    expect(reply.body).toMatchObject({ type: 'about:blank', status, title: expect.any(String) })
  })

  test('says which methods a path offers', async () => {
    const reply = await server.send(people.admin, 'DELETE', `${policies}/group/new`)
    expect(reply.status).toBe(405)
    expect(reply.headers.get('allow')).toBe('POST')
  })

  test('answers 415 for a body that is not JSON', async () => {
    const authorization = `Bearer ${await server.issuer.tokenFor({ ...people.admin })}`
    const response = await fetch(`${server.url}${partners}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a=b',
    })
    expect(response.status).toBe(415)
  })

  test('is validated before the role is looked at', async () => {
    const reply = await server.send(people.bank, 'POST', `${policies}/group/new`, { request: {} })
    expect(reply.status).toBe(400)
    expect(reply.body).toMatchObject({ errors: [{ errorCode: 'PMS_COR_001' }] })
  })

  test('names the field request when it is missing', async () => {
    const reply = await server.send(people.policyManager, 'POST', policies, { id: 'x' })
    expect(reply.body).toMatchObject({ errors: [{ message: expect.stringMatching(/ :request$/) }] })
  })

  test('takes numbers and booleans for text', async () => {
    const name = Number(fresh('x').replaceAll(/\D/g, ''))
    const reply = await server.send(people.policyManager, 'POST', `${policies}/group/new`, {
      requesttime: server.clock.now.toISOString(),
      request: { name, desc: true },
    })
    expect(reply.body).toMatchObject({ response: { name: String(name), desc: 'true' } })
  })
})

describe('the request time', () => {
  test('may be five minutes off at the change of day', async () => {
    const now = server.clock.now
    server.clock.now = new Date('2031-05-01T00:02:00.000Z')
    const create = (requesttime: string) =>
      server.send(people.policyManager, 'POST', `${policies}/group/new`, {
        requesttime,
        request: { name: fresh('Midnight'), desc: 'x' },
      })
    const near = await create('2031-04-30T23:58:00.000Z')
    const far = await create('2031-04-30T23:50:00.000Z')
    server.clock.now = now
    expect(near.body).toMatchObject({ errors: [] })
    expect(far.body).toMatchObject({ errors: [{ errorCode: 'PMS_REQUEST_ERROR_006' }] })
  })
})

describe('envelopes', () => {
  test('of V1 echo the request on success and carry the service on refusal', async () => {
    const { name } = await given(server).policyGroup()
    const request = { name, desc: 'x' }
    const envelope = { id: 'my.id', version: 'v9', requesttime: server.clock.now.toISOString() }
    const refused = await server.send(people.policyManager, 'POST', `${policies}/group/new`, {
      ...envelope,
      request,
    })
    expect(refused).toMatchObject({
      status: 200,
      body: { id: null, version: null, response: null },
    })
    const fine = { ...envelope, request: { name: fresh('Echo'), desc: 'x' } }
    const accepted = await server.send(people.policyManager, 'POST', `${policies}/group/new`, fine)
    expect(accepted.body).toMatchObject({ id: 'my.id', version: 'v9', errors: [] })
    expect(accepted.body).not.toHaveProperty('metadata')
    const body = { request: { status: 'approved' }, requesttime: envelope.requesttime }
    const partnerService = await server.send(people.admin, 'PUT', `${partners}/policy/1`, body)
    expect(partnerService.body).toMatchObject({
      id: 'mosip.partnermanagement',
      version: '1.0',
      metadata: null,
    })
  })

  test("of V2 carry the endpoint's id either way", async () => {
    const config = await server.send(people.bank, 'GET', '/v1/partnermanager/system-config')
    expect(config.body).toMatchObject({
      id: 'mosip.pms.configs.get',
      version: '1.0',
      responseTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      response: { grantTypes: 'authorization_code', axiosTimeout: '3', itemsPerPage: '8' },
      errors: [],
    })
    const own = await server.send(
      { ...people.bank, userName: 'no-partner' },
      'GET',
      `${partners}/v3?status=approved`,
    )
    expect(own.body).toMatchObject({
      id: 'mosip.pms.partners.v3.get',
      response: null,
      errors: [{ errorCode: 'PMS_CERTIFICATE_ERROR_002' }],
    })
  })
})

describe('every route', () => {
  test('is declared once and refuses nobody, unless it is open', async () => {
    const addresses = routes.map(
      ({ endpoint }) => `${endpoint.method} ${endpoint.service} ${endpoint.path}`,
    )
    expect(new Set(addresses).size).toBe(addresses.length)
    for (const { endpoint } of routes) {
      if (endpoint.permission === 'portal.open') continue
      const path = `${contract.basePaths[endpoint.service]}${endpoint.path.replaceAll(/:\w+/g, 'x')}`
      const reply = await server.send(
        null,
        endpoint.method,
        path,
        endpoint.request ? {} : undefined,
      )
      expect([reply.status, path]).toEqual([401, path])
      const otherwiseSpelled = path.replace('/v1/', '/%761/')
      const second = await server.send(null, endpoint.method, otherwiseSpelled)
      expect([second.status, otherwiseSpelled]).toEqual([401, otherwiseSpelled])
    }
  })

  test.each(['http://elsewhere.test/v1/portal/session', '/v%31/portal/session', '/%76%31/nothing'])(
    'asks for a token when its address is written as %s',
    async (target) => {
      const reply = await sendRaw(server.url, target)
      expect(reply).toMatch(/^HTTP\/1.1 401 /)
      expect(reply.toLowerCase()).toContain('x-content-type-options: nosniff')
    },
  )

  test('is in the OpenAPI document', async () => {
    const response = await fetch(`${server.url}/docs/openapi.json`)
    const document = (await response.json()) as {
      openapi: string
      paths: Record<string, Record<string, { description?: string; requestBody?: object }>>
      components: { schemas: Record<string, object> }
    }
    expect(document.openapi).toBe('3.1.0')
    expect(document.components.schemas['AuthPolicy']).toMatchObject({
      required: ['authTokenType', 'allowedAuthTypes', 'allowedKycAttributes'],
      additionalProperties: false,
    })
    // What a form would have to know: limits, what must be given, and the field of a failure.
    const generate =
      document.paths[`${contract.basePaths.partner}/partners/{partnerId}/generate/apikey`]?.[
        'patch'
      ]
    expect(generate?.description).toContain('- `PMS_PRT_110` (`label`): ')
    expect(generate?.requestBody).toMatchObject({
      content: {
        'application/json': {
          schema: {
            properties: {
              request: {
                properties: { label: { type: 'string', maxLength: 36 } },
                required: ['policyName', 'label'],
              },
            },
          },
        },
      },
    })
    // Paths that differ in the names of their variables only are one path (OpenAPI 3.1, 4.8.8).
    const patterns = Object.keys(document.paths).map((path) => path.replaceAll(/\{\w+\}/g, '{}'))
    expect(new Set(patterns).size).toBe(patterns.length)
    for (const { endpoint } of routes) {
      const path = `${contract.basePaths[endpoint.service]}${endpoint.path}`.replaceAll(
        /:(\w+)/g,
        '{$1}',
      )
      expect(document.paths[path]).toHaveProperty(endpoint.method.toLowerCase())
    }
  })
})

describe('a change that no operation saw', () => {
  const refusals = (failureCode: string, actor: string) =>
    seen(server).audit({ failureCode, actor })

  test('leaves a trace: malformed, from a page of another site', async () => {
    await server.send(people.bank, 'POST', partners, '{')
    const post = (headers: Record<string, string>) =>
      fetch(`${server.url}${partners}`, { method: 'POST', headers, body: '{}' })
    const cookie = `Authorization=${await server.issuer.tokenFor({ ...people.shop })}`
    await post({ cookie, origin: 'http://evil.example' })
    const details = { method: 'POST', path: partners }
    const of = (actor: string) => [
      expect.objectContaining({ actor, action: 'request', outcome: 'refused', details }),
    ]
    for (const [code, actor] of [
      ['400', people.bank.userName],
      ['KER-ATH-403', people.shop.userName],
    ] as const) {
      expect(await refusals(code, actor)).toEqual(of(actor))
    }
  })

  test('leaves none when nobody calls, by a token that is none, or when it is a read', async () => {
    await fetch(`${server.url}${partners}`, { method: 'PUT' })
    await server.send(people.bank, 'GET', '/v1/partnermanager/nothing')
    const expired = await server.issuer.tokenFor({ ...people.bank, expiresIn: -60 })
    const calls = ['x', 'bm8gdG9rZW4=', expired].flatMap((token): Record<string, string>[] => [
      { authorization: `Bearer ${token}` },
      { cookie: `Authorization=${token}` },
    ])
    for (const headers of calls) {
      for (const path of [partners, '/v1/partnermanager/nothing']) {
        const reply = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: '{' })
        expect(reply.status).toBe(401)
      }
    }
    expect(await refusals('KER-ATH-401', 'anonymous')).toEqual([])
    expect(await refusals('KER-ATH-401', people.bank.userName)).toEqual([])
    expect(await refusals('404', people.bank.userName)).toEqual([])
  })
})

describe('what no text can hold', () => {
  test('a NUL in a request names its member, in an address it is malformed', async () => {
    const verify = '/v1/partnermanager/partners/email/verify'
    const body = { request: { emailId: 'a\0b' } }
    const reply = await server.send(people.admin, 'PUT', verify, body)
    expect(reply).toMatchObject({ status: 400, body: { errors: [{ errorCode: 'PMS_COR_001' }] } })
    expect(JSON.stringify(reply.body)).toContain(':request.emailId')
    const deep = { request: { emailId: { inner: ['x', { '\0': 1 }] } } }
    expect(await server.send(people.admin, 'PUT', verify, deep)).toMatchObject({ status: 400 })
    expect(await server.send(people.admin, 'GET', `${partners}/a%00b`)).toMatchObject({
      status: 400,
    })
    expect(await server.send(people.admin, 'GET', `${partners}/v2?partnerType=%00`)).toMatchObject({
      status: 400,
    })
  })

  test.each(['%zz', '%ff'])('an address with %s is malformed', async (text) => {
    const reply = await sendRaw(server.url, `${partners}/${text}`)
    expect(reply).toMatch(/^HTTP\/1.1 400 /)
    expect(reply).toContain('application/problem+json')
  })
})

test('more sign-ups from one address than people need are refused for a minute', async () => {
  const attempts = Array.from({ length: 40 }, () =>
    server.send(null, 'POST', '/v1/portal/sign-up', '{'),
  )
  const replies = await Promise.all(attempts)
  const refused = replies.filter(({ status }) => status === 429)
  expect(refused).toHaveLength(10)
  expect(refused[0]?.body).toMatchObject({ errors: [{ errorCode: 'PMP_001' }] })
})

describe('health', () => {
  test.each([
    '/healthz',
    '/readyz',
    '/v1/partnermanager/actuator/health',
    '/v1/policymanager/actuator/health',
  ])('%s needs no token', async (path) => {
    const response = await fetch(`${server.url}${path}`)
    expect(await response.json()).toMatchObject({ status: 'UP' })
  })
})
