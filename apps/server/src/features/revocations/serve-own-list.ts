import type { FastifyInstance } from 'fastify'
import { ownSigners, publishesList } from '../../certificate-engine/own-signers.ts'
import { Problem } from '../../http/problem.ts'
import type { Services } from '../../services.ts'
import { currentList } from './publish-own-list.ts'

/** How long copies between us and readers may lag behind a revocation. */
const cacheSeconds = 900

/**
 * Serves our revocation lists to everybody, as DER (RFC 5280 §4.2.1.13, RFC 2585 §4.2), under an
 * address that never changes for a key generation.
 */
export function serveOwnLists(app: FastifyInstance, services: Services): void {
  const { config, db, keys, clock } = services
  app.get<{ Params: { file: string } }>(
    '/crl/:file',
    { config: { permission: 'portal.open' } },
    async ({ params, headers, log }, reply) => {
      const now = clock()
      const signer = ownSigners(keys).find(({ id }) => params.file === `${id}.crl`)
      if (!signer || !publishesList(signer, now)) {
        throw new Problem(404, 'There is no revocation list at this address')
      }
      const list = await currentList({ config, db, now, log }, signer)
      const left = Math.floor((list.nextUpdate.getTime() - now.getTime()) / 1000)
      const tag = `"${list.crlNumber}-${list.thisUpdate.getTime()}"`
      reply.headers({
        'Cache-Control': `public, max-age=${Math.max(0, Math.min(cacheSeconds, left))}`,
        'Last-Modified': list.thisUpdate.toUTCString(),
        ETag: tag,
        'X-Content-Type-Options': 'nosniff',
      })
      if (headers['if-none-match'] === tag) return reply.status(304).send()
      return reply.type('application/pkix-crl').send(Buffer.from(list.der))
    },
  )
}
