import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import helmet from '@fastify/helmet'
import serveStatic from '@fastify/static'
import { Failure } from '@pmp/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { isForApi, pathAndQuery } from './address.ts'
import { oneYearSeconds, pageHeaders } from './page-headers.ts'
import { Problem } from './problem.ts'

const builtUi = fileURLToPath(new URL('../../../web/dist', import.meta.url))

/**
 * Serves the built web UI. Every address that is neither a file nor the API answers with the page,
 * because the UI knows its own addresses.
 */
export async function serveWebUi(app: FastifyInstance, config: Config): Promise<void> {
  const page = join(builtUi, 'index.html')
  const html = existsSync(page) ? readFileSync(page, 'utf8') : undefined
  await app.register(async (scope) => {
    await scope.register(helmet, pageHeaders(config))
    await scope.register(serveStatic, {
      root: join(builtUi, 'assets'),
      // The route is ours, so that it declares its permission like every other.
      serve: false,
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
      if (!html) throw new Problem(404, 'The web UI is not built')
      return reply.type('text/html').header('Cache-Control', 'no-cache').send(html)
    })
  })
  app.setNotFoundHandler((request) => {
    if (isForApi(request) && !request.caller) throw new Failure('token_invalid')
    throw new Problem(404, 'There is nothing at this address')
  })
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
