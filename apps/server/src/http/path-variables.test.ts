import { basePaths, permissions, type Endpoint, type Permission } from '@pmp/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endpoints } from '../testing/endpoint-cases.ts'
import { people, startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** Those that read nothing but their address; the others show their bad input where they are tested. */
const readByAddress = endpoints.filter(
  ([, { params, query, request, list }]) => params && !query && !request && !list,
)

/** Somebody who may call it. */
function callerOf({ permission }: Endpoint) {
  const { roles }: Permission = permissions[permission]
  return Array.isArray(roles) ? { ...people.visitor, roles: [...roles] } : people.visitor
}

test.each(readByAddress)('%s refuses a NUL in each part of its address', async (_, endpoint) => {
  const names = Object.keys(endpoint.params?.shape ?? {})
  expect(names).not.toEqual([])
  for (const strange of names) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, (__, name) =>
      name === strange ? 'a%00b' : 'a',
    )
    const address = `${basePaths[endpoint.service]}${path}`
    const { status } = await server.send(callerOf(endpoint), endpoint.method, address)
    expect({ strange, status }).toEqual({ strange, status: 400 })
  }
})
