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
  // From here on every statement fails, as when the database server is gone.
  await server.db.destroy()
})
afterAll(() => server.closeWithoutDatabase())

describe('without its database', () => {
  test.each(reads.map((endpoint) => [`${endpoint.service} ${endpoint.path}`, endpoint] as const))(
    'GET %s answers its own general failure and tells nothing else',
    async (_, endpoint) => {
      const base = contract.basePaths[endpoint.service]
      const query = Object.keys(endpoint.query?.shape ?? {}).includes('status')
        ? '?status=approved'
        : ''
      const path = `${base}${endpoint.path.replaceAll(/:\w+/g, '1')}${query}`
      const reply = await server.send(everybody, 'GET', path)
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
