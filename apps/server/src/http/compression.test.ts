import { request as ask, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../app.ts'
import { people, startTestServer, type TestServer } from '../testing/server.ts'
import { encodingFor } from './compression.ts'
import { mayShowSecret } from './secret-answers.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** As a client that decodes nothing by itself. */
async function get(path: string, headers: Record<string, string>) {
  const authorization = `Bearer ${await server.issuer.tokenFor({ ...people.admin })}`
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    ask(`${server.url}${path}`, { headers: { authorization, ...headers } }, resolve)
      .on('error', reject)
      .end()
  })
  return { headers: reply.headers, body: await buffer(reply) }
}

describe('the encoding of an answer', () => {
  test.each([
    ['br', 'br'],
    ['gzip, deflate, br', 'br'],
    ['gzip;q=1, br;q=0.5', 'gzip'],
    ['GZIP', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['identity', undefined],
    ['identity, gzip;q=0', undefined],
    ['zstd', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('for %s is %s', (accepted, encoding) => {
    expect(encodingFor(accepted)).toBe(encoding)
  })
})

describe('an answer of the API', () => {
  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('is compressed by %s for who asks for it', async (encoding, decode) => {
    const path = '/v1/portal/session'
    const { headers, body } = await get(path, { 'accept-encoding': encoding })
    expect(headers).toMatchObject({ 'content-encoding': encoding, vary: 'Accept-Encoding' })
    expect(JSON.parse(decode(body).toString())).toMatchObject({
      response: { userName: 'registrar' },
    })
    const plain = await get(path, {})
    expect(plain.headers).not.toHaveProperty('content-encoding')
    expect(plain.body.length).toBeGreaterThan(body.length)
  })

  test('that is small is sent as it is', async () => {
    const { headers, body } = await get('/v1/partnermanager/roles', { 'accept-encoding': 'br' })
    expect(body.length).toBeLessThan(1000)
    expect(headers).not.toHaveProperty('content-encoding')
  })
})

describe('an answer that may show a secret', () => {
  test('is known by its members', () => {
    const secret = routes
      .map(({ endpoint }) => endpoint)
      .filter(mayShowSecret)
      .map(({ path }) => path)
    expect(secret).toEqual(
      expect.arrayContaining([
        '/misp-licenses',
        '/partners/:partnerId/generate/apikey',
        '/misps/filtervalues',
      ]),
    )
  })
})
