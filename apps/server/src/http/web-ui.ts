import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import helmet from '@fastify/helmet'
import serveStatic from '@fastify/static'
import { basePaths, Failure } from '@pmp/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { readCookie } from '../identity/cookies.ts'
import { isForApi, pathAndQuery } from './address.ts'
import { readBuiltPages, type BuiltPages, type Document } from './built-pages.ts'
import { encodingFor } from './compression.ts'
import { oneYearSeconds, pageHeaders } from './page-headers.ts'
import { Problem } from './problem.ts'

const builtUi = fileURLToPath(new URL('../../../web/dist', import.meta.url))

/** The reader's choice, which the UI keeps. */
const languageCookie = 'pmp.language'

/**
 * Serves the built web UI. Every address that is neither a file nor the API answers with the document,
 * because the UI knows its own addresses.
 */
export async function serveWebUi(
  app: FastifyInstance,
  config: Config,
  folder = builtUi,
): Promise<void> {
  const built = readBuiltPages(folder)
  await app.register(async (scope) => {
    await scope.register(helmet, pageHeaders(config))
    await scope.register(serveStatic, {
      root: join(folder, 'assets'),
      // The route is ours, so that it declares its permission like every other.
      serve: false,
      // The build leaves `.br` and `.gz` beside each file.
      preCompressed: true,
      immutable: true,
      maxAge: oneYearSeconds * 1000,
    })
    const open = { config: { permission: 'portal.open' } } as const
    scope.get<{ Params: { '*': string } }>('/assets/*', open, async ({ params }, reply) =>
      reply.sendFile(params['*']),
    )
    scope.get('/*', open, async (request, reply) => {
      if (isForApi(request)) throw new Problem(404, 'There is nothing at this address')
      const elsewhere = publicAddress(request, config)
      if (elsewhere) return reply.redirect(elsewhere, 302)
      if (!built) throw new Problem(404, 'The web UI is not built')
      return sendPage(built, config, { request, reply })
    })
  })
  app.setNotFoundHandler((request) => {
    if (isForApi(request) && !request.caller) throw new Failure('token_invalid')
    throw new Problem(404, 'There is nothing at this address')
  })
}

interface Exchange {
  request: FastifyRequest
  reply: FastifyReply
}

/** Strangers are welcomed at the front door and asked who they are at any other page but the open ones. */
async function sendPage(built: BuiltPages, config: Config, { request, reply }: Exchange) {
  const [path = '/'] = pathAndQuery(request.url).split('?')
  const page = built.pageAt(path)
  const { code, tag } = languageOf(built, request)
  const isSignedIn = readCookie(request.headers.cookie, 'Authorization') !== undefined
  reply.header('Cache-Control', 'no-cache').header('Vary', 'Accept-Language, Cookie')
  if (page && !page.isOpen && !isSignedIn) {
    return reply.redirect(path === '/' ? '/welcome' : signInAddress(config, request, tag), 302)
  }
  const document = await built.documentFor(page, { language: code, isSignedIn })
  return sendDocument(document, { request, reply })
}

function sendDocument({ tag, ...bodies }: Document, { request, reply }: Exchange) {
  reply.header('ETag', tag).header('Vary', 'Accept-Encoding, Accept-Language, Cookie')
  if (request.headers['if-none-match'] === tag) return reply.status(304).send()
  const encoding = encodingFor(request.headers['accept-encoding'])
  if (encoding) reply.header('Content-Encoding', encoding)
  return reply.type('text/html; charset=utf-8').send(bodies[encoding ?? 'plain'])
}

/** As the UI finds it: the reader's choice, else the browser's first language that there is. */
function languageOf({ tags }: BuiltPages, { headers }: FastifyRequest) {
  const chosen = readCookie(headers.cookie, languageCookie)
  const wanted = (headers['accept-language'] ?? '').slice(0, 500).split(',')
  const first = wanted
    .map((range) => tags.find(({ tag }) => range.trim().startsWith(tag)))
    .find((found) => found !== undefined)
  return tags.find(({ code }) => code === chosen) ?? first ?? { code: 'eng', tag: 'en' }
}

/** Where the sign-in of the browser begins that leads back to what was asked for (common.md 5.1). */
function signInAddress({ PUBLIC_URL }: Config, { url }: FastifyRequest, tag: string): string {
  const target = Buffer.from(`${new URL(PUBLIC_URL).origin}${pathAndQuery(url)}`).toString('base64')
  const query = new URLSearchParams({ state: randomUUID(), ui_locales: tag })
  return `${basePaths.partner}/login/v2/${encodeURIComponent(target)}?${query.toString()}`
}

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Where the page is, when it was asked for by another name of this machine: cookies and sign-in are
 * bound to the public address.
 */
function publicAddress(request: FastifyRequest, { PUBLIC_URL }: Config): string | undefined {
  const { hostname, origin } = new URL(PUBLIC_URL)
  const isAlias = request.hostname !== hostname && loopback.has(request.hostname)
  return isAlias && loopback.has(hostname) ? `${origin}${pathAndQuery(request.url)}` : undefined
}
