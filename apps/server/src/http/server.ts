import { randomUUID } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import { Failure } from '@pmp/contract'
import Fastify, { LogController, type FastifyInstance, type FastifyReply } from 'fastify'
import type { Config } from '../config.ts'
import { isForApi, isReadable, withOneSlash } from './address.ts'
import { clientNetworkOf } from './client-network.ts'
import { Problem, problemReply } from './problem.ts'

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
    rewriteUrl: ({ url = '/' }) => withOneSlash(url),
    // An address that cannot be decoded matches no route, so no error handler sees it.
    frameworkErrors: (_error, request, reply) => {
      const problem = new Problem(400, 'The address cannot be decoded')
      const { status, body, contentType } = problemReply(problem, request.url.split('?')[0] ?? '/')
      // Its type knows no statuses, because there is no route.
      const answer = reply as FastifyReply
      return answer.status(status).type(contentType).send(JSON.stringify(body))
    },
  })
  await app.register(rateLimit, {
    global: false,
    keyGenerator: ({ ip }) => clientNetworkOf(ip),
    errorResponseBuilder: (_request, { ttl }) =>
      new Failure('too_many_attempts', { seconds: Math.ceil(ttl / 1000) }),
  })
  readBodiesAsText(app)
  app.addHook('onRequest', (request, reply, done) => {
    if (isForApi(request)) reply.headers(apiHeaders)
    reply.header('X-Request-Id', request.id)
    const { originalUrl } = request
    done(isReadable(originalUrl) ? undefined : new Problem(400, 'The address cannot be read'))
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request
    const route = request.routeOptions.url ?? 'unknown path'
    const line = { method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }
    request.log.info({ ...line, user: request.caller?.userName }, 'request')
    done()
  })
  return app
}

/** Whether a body is wanted, and whether it is JSON, is the endpoint's to say (common.md 2). */
function readBodiesAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
}
