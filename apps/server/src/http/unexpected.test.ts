import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../app.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

/** A user whom no role check stops. */
const everybody = {
  userName: 'everybody',
  roles: Object.values(contract.roles),
  email: 'everybody@id.example',
}
/** Their answers come from settings and keys. */
const worksWithout: ReadonlySet<string> = new Set([
  '/system-config',
  '/sign-up/options',
  '/certificates/platform-chain',
])

const reads = routes
  .map(({ endpoint }) => endpoint)
  .filter(({ method, envelope }) => method === 'GET' && envelope.generation === 2)
  .filter(({ path }) => !worksWithout.has(path))

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

function ask(endpoint: contract.Endpoint) {
  const base = contract.basePaths[endpoint.service]
  const asked = Object.keys(endpoint.query?.shape ?? {})
  const query =
    endpoint === contract.previewDeactivation
      ? '?kind=partner&id=1'
      : asked.includes('status')
        ? '?status=approved'
        : ''
  return server.send(everybody, 'GET', `${base}${endpoint.path.replaceAll(/:\w+/g, '1')}${query}`)
}

const cases = reads.map((endpoint) => [`${endpoint.service} ${endpoint.path}`, endpoint] as const)

describe('when every statement fails', () => {
  // As after somebody else's hand in the database.
  beforeAll(async () => {
    await server.pool.query(
      'drop schema pms cascade; drop schema pmp cascade; drop schema keymgr cascade',
    )
  })

  test.each(cases)(
    'GET %s answers its own general failure and tells nothing else',
    async (_, endpoint) => {
      const reply = await ask(endpoint)
      const { errors, response } = reply.body as { errors: contract.ReplyError[]; response: null }
      const { code, text } = contract.failures[endpoint.unexpected ?? 'unexpected']
      expect([errors, response, reply.status]).toEqual([
        [{ errorCode: code, message: text }],
        null,
        200,
      ])
    },
  )
})

describe('without its database', () => {
  // Nobody gets a connection from here on.
  beforeAll(() => server.pool.end())

  test.each(cases)('GET %s says in its own envelope when to come back', async (_, endpoint) => {
    const reply = await ask(endpoint)
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '5'])
    const message = expect.stringMatching(/^The database cannot .* in 5 seconds$/)
    expect(reply.body).toMatchObject({
      response: null,
      errors: [{ errorCode: 'PMP_012', message }],
    })
  })

  test('is ready for nothing, but need not be started anew', async () => {
    const [ready, actuator, alive, live] = await Promise.all(
      [
        '/readyz',
        '/v1/partnermanager/actuator/health',
        '/healthz',
        '/v1/policymanager/actuator/health/liveness',
      ].map((path) => server.send(null, 'GET', path)),
    )
    const down = { status: 'DOWN', components: { db: { details: { cause: 'refused' } } } }
    expect([ready?.status, actuator?.status, alive?.status, live?.status]).toEqual([
      503, 503, 200, 200,
    ])
    expect([ready?.body, actuator?.body]).toMatchObject([down, down])
  })
})
