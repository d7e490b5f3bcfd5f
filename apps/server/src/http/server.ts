import { randomUUID } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import Fastify, { LogController, type FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import { isForApi } from './address.ts'
import { Problem } from './envelope.ts'

/** A certificate bundle is the largest thing anybody sends; the contract bounds it again. */
const largestBodyBytes = 1_500_000

const apiHeaders = {
  'Cache-Control': 'no-cache, no-store, max-age=0, must-revalidate',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'SAMEORIGIN',
  'Referrer-Policy': 'no-referrer',
}

/**
 * An HTTP server that logs one line per request (the route, never the address, which may hold an
 * API key), reads bodies as text and leaves their decoding to the contract.
 */
export async function createServer(config: Config): Promise<FastifyInstance> {
  const app = Fastify({
    // Standard output belongs to the person who started the server.
    logger: { level: config.LOG_LEVEL, stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: config.TRUST_PROXY,
    bodyLimit: largestBodyBytes,
    routerOptions: { maxParamLength: 2000 },
  })
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: () => new Problem(429, 'Too many attempts; try again in a minute'),
  })
  readBodiesAsText(app)
  app.addHook('onSend', async (request, reply) => {
    if (isForApi(request)) reply.headers(apiHeaders)
    reply.header('X-Request-Id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request
    const route = request.routeOptions.url ?? 'unknown path'
    const line = { method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }
    request.log.info({ ...line, user: request.actor?.userName }, 'request')
  })
  return app
}

/** Whether a body is wanted, and whether it is JSON, is the endpoint's to say (common.md 2). */
function readBodiesAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
}
