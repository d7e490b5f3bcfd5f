import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { checkAnswers, type Database } from '../database/database.ts'
import { DatabaseFault, type FaultReason } from '../database/fault.ts'
import type { IssuerOutage } from '../identity/issuer-outage.ts'
import type { Services } from '../services.ts'

const open = { config: { permission: 'portal.open' } } as const

/** A probe that waits longer is as good as unanswered. */
const deadlineMs = 1000

type Watched = Pick<Services, 'db' | 'blockedLanes'> & {
  verifier: Pick<Services['verifier'], 'outage'>
}

/**
 * Whether the process is up, and whether it can work (design.md 2, common.md 7.4). A process without
 * its database is ready for nothing, but starting it anew would not help. An outage of the identity
 * provider is told and no more: look-ups and people who are signed in go on, every replica is in the
 * same position, and one taken out could not answer with the reason.
 */
export function serveHealth(app: FastifyInstance, { db, blockedLanes, verifier }: Watched): void {
  for (const path of ['/healthz', ...actuatorPaths('/liveness')]) {
    app.get(path, open, async () => ({ status: 'UP' }))
  }
  const ask = createProbe(db, app.log)
  for (const path of ['/readyz', ...actuatorPaths('', '/readiness')]) {
    app.get(path, open, async (_, reply) => {
      const cause = await ask()
      const status = cause === null ? 'UP' : 'DOWN'
      const details = { ...(cause && { cause }), blockedRoutes: blockedLanes().length }
      const outage = verifier.outage()
      const components = { db: { status, details }, ...(outage && toldOf(outage)) }
      const body = { status, components }
      return reply.status(cause === null ? 200 : 503).send(body)
    })
  }
}

function toldOf({ since, keysUntil }: IssuerOutage) {
  const details = { since, ...(keysUntil && { keysUntil }) }
  return { identityProvider: { status: 'DOWN', details } }
}

/** Why the database cannot be used; null when it answers. */
type Finding = FaultReason | 'failed' | null

/**
 * Asks the database for a sign of life, with a deadline of its own. Whoever asks while a question is
 * open waits for the same answer, so that probes of a silent database use up no connections.
 */
function createProbe(db: Database, log: FastifyBaseLogger): () => Promise<Finding> {
  let asking: Promise<Finding> | undefined
  let askedAt = 0
  let last: Finding = null

  async function question(): Promise<Finding> {
    try {
      await checkAnswers(db)
      return null
    } catch (error) {
      return error instanceof DatabaseFault ? error.reason : 'failed'
    } finally {
      asking = undefined
    }
  }

  return async () => {
    if (!asking) {
      askedAt = performance.now()
      asking = question()
    }
    const left = Math.max(0, askedAt + deadlineMs - performance.now())
    const silence: Finding = 'silent'
    const finding = await Promise.race([asking, pause(left, silence, { ref: false })])
    if (finding !== last && finding === null) log.info('the database answers again')
    if (finding !== last && finding !== null) log.error({ cause: finding }, 'the database is down')
    last = finding
    return finding
  }
}

function actuatorPaths(...probes: string[]): string[] {
  const bases = ['/v1/partnermanager', '/v1/policymanager']
  return bases.flatMap((base) => probes.map((probe) => `${base}/actuator/health${probe}`))
}
