import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sendRaw } from '../testing/send-raw.ts'
import { people, startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ PUBLIC_URL: 'http://portal.example' })
})
afterAll(() => server.close())

describe('an address', () => {
  test.each(['//v1/portal/session', '///v1/portal/session', String.raw`/\v1/portal/session`])(
    'that begins as %s is that of the API',
    async (target) => {
      const reply = await sendRaw(server.url, target)
      expect(reply).toMatch(/^HTTP\/1.1 401 /)
      expect(reply.toLowerCase()).toContain('x-content-type-options: nosniff')
    },
  )

  test.each(['//', '///', '//[', String.raw`/\[`, '//?a=b', '//a:b/v1/portal/session', 'http://['])(
    'as %s cannot be read',
    async (target) => {
      const reply = await sendRaw(server.url, target)
      expect(reply).toMatch(/^HTTP\/1.1 400 /)
      expect(reply).toContain('application/problem+json')
    },
  )

  test('is served with a token whichever way it begins', async () => {
    const config = '/v1/partnermanager/system-config'
    const doubled = await server.send(people.bank, 'GET', `/${config}`)
    expect([doubled.status, doubled.body]).toMatchObject([
      200,
      { response: { grantTypes: 'authorization_code' } },
    ])
  })
})

test('every page has the same security headers', async () => {
  const headersOf = async (path: string) => {
    const response = await fetch(`${server.url}${path}`)
    // A body that nobody reads keeps its connection, and the server from closing.
    await response.text()
    const { headers } = response
    const policy = headers.get('content-security-policy') ?? ''
    const others = [...headers].filter(([name]) => !variable.has(name))
    return { names: others, directives: policy.split(';').map((part) => part.split(' ')[0]) }
  }
  const variable = new Set([
    'content-security-policy',
    'content-type',
    'content-length',
    'cache-control',
    'date',
    'etag',
    'vary',
    'x-request-id',
  ])
  const docs = await headersOf('/docs')
  expect(docs).toEqual(await headersOf('/docs/openapi.json'))
  expect(docs.names).toEqual(expect.arrayContaining([['x-content-type-options', 'nosniff']]))
  expect(docs.directives).toEqual(expect.arrayContaining(['frame-ancestors', 'base-uri']))
  // The application's own, whether or not it is built.
  expect((await headersOf('/somewhere')).names).toEqual(docs.names)
})

describe('asked for by another name of this machine', () => {
  let local: TestServer
  beforeAll(async () => {
    local = await startTestServer({ PUBLIC_URL: 'http://localhost:21410' })
  })
  afterAll(() => local.close())

  test.each([
    ['/partners?a=b', '/partners?a=b'],
    ['//evil.example/', '/evil.example/'],
    [String.raw`/\evil.example/`, '/evil.example/'],
    ['///evil.example/x', '/evil.example/x'],
    ['/.//evil.example/', '/evil.example/'],
    ['/a/..//evil.example/', '/evil.example/'],
    ['http://evil.example//elsewhere.example/', '/elsewhere.example/'],
  ])('a page at %s is on the public origin', async (target, path) => {
    const reply = await sendRaw(local.url, target, '127.0.0.1')
    expect(reply).toMatch(/^HTTP\/1.1 302 /)
    expect(reply).toContain(`location: http://localhost:21410${path}\r\n`)
  })
})
