import { basePaths, failures, permissions, type Endpoint, type Permission } from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endpoints } from '../endpoints.ts'
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

const withVariables = endpoints.filter(([, { params }]) => params)

/** Words that a look-up in a plain object would find although nobody put them there. */
test.each(withVariables)('%s knows no word of the language', async (_, endpoint) => {
  for (const word of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
    const path = endpoint.path.replaceAll(/:\w+/g, word)
    const query = endpoint.query?.shape['status'] ? '?status=approved' : ''
    const body = endpoint.request && { request: { status: 'approved' } }
    const address = `${basePaths[endpoint.service]}${path}${query}`
    const reply = await server.send(callerOf(endpoint), endpoint.method, address, body)
    const { code } = failures[endpoint.unexpected ?? 'unexpected']
    const isUnexpected = reply.status >= 500 || codeOf(reply.body) === code
    const isOfTheLanguage = JSON.stringify(reply.body).includes('native code')
    expect({ word, isUnexpected, isOfTheLanguage }).toEqual({
      word,
      isUnexpected: false,
      isOfTheLanguage: false,
    })
  }
})

const withBody = endpoints.flatMap(([name, endpoint]) => {
  const { request } = endpoint
  // So few calls of what anybody may call that they are no attack.
  const most = endpoint.permission === 'portal.open' ? 2 : Infinity
  return request ? [[name, endpoint, Object.keys(request.shape).slice(0, most)] as const] : []
})

describe.each([
  ['20,000 levels', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ['20,000 members in each other', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ['half of a character', String.raw`"a\ud83d"`],
  ['half of a character in a name', String.raw`{"\udc00":1}`],
])('a body with %s', (_, value) => {
  test.each(withBody)('is refused by %s in every member', async (__, endpoint, members) => {
    const path = endpoint.path.replaceAll(/:\w+/g, 'a')
    const address = `${basePaths[endpoint.service]}${path}`
    const bodies = members.map((member) => `{"request":{${JSON.stringify(member)}:${value}}}`)
    for (const body of [`{"request":${value}}`, ...bodies]) {
      const reply = await server.send(callerOf(endpoint), endpoint.method, address, body)
      expect([reply.status, codeOf(reply.body)]).toEqual([400, failures.field_invalid.code])
    }
  })
})

function codeOf(body: unknown): string | undefined {
  return (body as { errors?: { errorCode: string }[] } | null)?.errors?.[0]?.errorCode
}
