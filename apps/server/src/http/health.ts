import type { FastifyInstance } from 'fastify'
import { checkAnswers } from '../database/database.ts'
import type { Services } from '../services.ts'

const open = { config: { permission: 'portal.open' } } as const

/**
 * Whether the process is up, and whether it can work (design.md 2, common.md 7.4). An outage of the
 * identity provider is told and no more: look-ups and people who are signed in go on, every replica
 * is in the same position, and one taken out could not answer with the reason.
 */
export function serveHealth(
  app: FastifyInstance,
  { db, verifier }: Pick<Services, 'db' | 'verifier'>,
): void {
  app.get('/healthz', open, async () => ({ status: 'UP' }))
  const ready = async () => {
    await checkAnswers(db)
    const outage = verifier.outage()
    if (!outage) return { status: 'UP' }
    const { since, keysUntil } = outage
    const details = { since, ...(keysUntil && { keysUntil }) }
    return { status: 'UP', components: { identityProvider: { status: 'DOWN', details } } }
  }
  for (const path of ['/readyz', ...actuatorPaths()]) {
    app.get(path, open, async (request, reply) => {
      try {
        return await ready()
      } catch (error) {
        request.log.error({ err: error }, 'the database does not answer')
        return reply.status(503).send({ status: 'DOWN' })
      }
    })
  }
}

function actuatorPaths(): string[] {
  const bases = ['/v1/partnermanager', '/v1/policymanager']
  const probes = ['/actuator/health', '/actuator/health/liveness', '/actuator/health/readiness']
  return bases.flatMap((base) => probes.map((probe) => `${base}${probe}`))
}
