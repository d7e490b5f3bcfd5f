import type { FastifyInstance } from 'fastify'
import { checkAnswers, type Database } from '../database/database.ts'

const open = { config: { permission: 'portal.open' } } as const

/** Whether the process is up, and whether it can work (design.md 2, common.md 7.4). */
export function serveHealth(app: FastifyInstance, db: Database): void {
  app.get('/healthz', open, async () => ({ status: 'UP' }))
  const ready = async () => {
    await checkAnswers(db)
    return { status: 'UP' }
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
