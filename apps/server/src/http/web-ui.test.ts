import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as ask, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { createServer } from './server.ts'
import { serveWebUi } from './web-ui.ts'

const script = `export const name = '${'portal '.repeat(300)}'`
const html = '<!doctype html><html lang="en"><head><title>Portal</title></head></html>'
const pages = {
  textsAt: '/assets/texts-1',
  languages: { eng: { tag: 'en', dir: 'ltr' }, ara: { tag: 'ar', dir: 'rtl' } },
  pages: [
    { path: '/', isOpen: false, part: 'home', scripts: ['/assets/home.js'], styles: [] },
    { path: '/welcome', isOpen: true, part: 'welcome', scripts: [], styles: ['/assets/w.css'] },
    {
      path: '/partners/$partnerId',
      isOpen: false,
      part: 'partners.partnerId',
      scripts: ['/assets/partner.js'],
      styles: [],
    },
  ],
}

let folder: string
let app: FastifyInstance
let port: number
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pmp-web-ui-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), html)
  writeFileSync(join(folder, 'pages.json'), JSON.stringify(pages))
  const file = join(folder, 'assets', 'portal-1.js')
  writeFileSync(file, script)
  writeFileSync(`${file}.br`, brotliCompressSync(script))
  writeFileSync(`${file}.gz`, gzipSync(script))
  const config = readConfig(
    { DATA_DIR: folder, PUBLIC_URL: 'http://portal.example', LOG_LEVEL: 'fatal' },
    '/no-env-file',
  )
  app = await createServer(config)
  await serveWebUi(app, config, folder)
  await app.listen({ host: '127.0.0.1', port: 0 })
  port = (app.server.address() as AddressInfo).port
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

/** As a client that decodes nothing by itself. */
async function get(path: string, headers: Record<string, string> = {}) {
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    ask({ host: '127.0.0.1', port, path, headers }, resolve).on('error', reject).end()
  })
  return { status: reply.statusCode, headers: reply.headers, body: await buffer(reply) }
}

const signedIn = { cookie: 'Authorization=some-token' }

describe('a built file', () => {
  test.each([
    ['br, gzip', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
  ])('is sent to who takes %s as %s', async (accepted, encoding, decode) => {
    const { headers, body } = await get('/assets/portal-1.js', { 'accept-encoding': accepted })
    expect(headers).toMatchObject({
      'content-encoding': encoding,
      vary: expect.stringMatching(/accept-encoding/i),
      'cache-control': 'public, max-age=31536000, immutable',
      etag: expect.any(String),
    })
    expect(decode(body).toString()).toBe(script)
  })

  test.each([undefined, 'identity', 'br;q=0'])('is sent as it is to %s', async (accepted) => {
    const { headers, body } = await get(
      '/assets/portal-1.js',
      accepted === undefined ? {} : { 'accept-encoding': accepted },
    )
    expect(headers).not.toHaveProperty('content-encoding')
    expect(body.toString()).toBe(script)
  })

  test('that is no more is not replaced by the document', async () => {
    expect(await get('/assets/portal-0.js')).toMatchObject({ status: 404 })
  })
})

describe('the document', () => {
  test('names the files of its page, in the language of the browser', async () => {
    const { body } = await get('/partners/7', { ...signedIn, 'accept-language': 'fr, en;q=0.5' })
    const text = body.toString()
    expect(text).toContain('<html lang="en" dir="ltr">')
    for (const address of [
      '/assets/partner.js',
      '/assets/texts-1/eng/portal.json',
      '/assets/texts-1/eng/partners.partnerId.json',
      '/v1/portal/session',
    ]) {
      expect(text).toContain(`href="${address}"`)
    }
    expect(text).not.toContain('home.js')
  })

  test('is in the language that the reader chose', async () => {
    const headers = { cookie: 'pmp.language=ara', 'accept-language': 'en' }
    const { body } = await get('/welcome', headers)
    expect(body.toString()).toContain('<html lang="ar" dir="rtl">')
    expect(body.toString()).toContain('/assets/texts-1/ara/welcome.json')
    expect(body.toString()).not.toContain('/v1/portal/session')
  })

  test('is looked at anew each time, and not sent again', async () => {
    const first = await get('/welcome', { 'accept-encoding': 'br' })
    expect(first.headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-encoding': 'br',
      vary: 'Accept-Encoding, Accept-Language, Cookie',
    })
    expect(brotliDecompressSync(first.body).toString()).toContain('<title>Portal</title>')
    const again = await get('/welcome', { 'if-none-match': first.headers.etag ?? '' })
    expect(again).toMatchObject({ status: 304, body: Buffer.alloc(0) })
  })

  test('welcomes strangers, and asks them who they are at any other page', async () => {
    expect(await get('/')).toMatchObject({ status: 302, headers: { location: '/welcome' } })
    const { headers } = await get('/partners/7?size=20', { 'accept-language': 'ar' })
    const target = new URL(headers.location ?? '', 'http://portal.example')
    const [, encoded = ''] = /login\/v2\/(.+)$/.exec(decodeURIComponent(target.pathname)) ?? []
    expect(Buffer.from(encoded, 'base64').toString()).toBe(
      'http://portal.example/partners/7?size=20',
    )
    expect(target.searchParams.get('ui_locales')).toBe('ar')
    expect(target.searchParams.get('state')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('says itself that a page does not exist', async () => {
    expect(await get('/nothing/here')).toMatchObject({ status: 200 })
  })
})
