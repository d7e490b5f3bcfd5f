import { randomUUID } from 'node:crypto'
import type { FastifyBaseLogger } from 'fastify'
import type { Services } from '../services.ts'
import type { Actor, Context } from '../context.ts'

/** Background work that repeats. */
export interface Job {
  /** Letters and full stops, as `certificates.activate`. */
  name: string
  /** Minute, hour, day, month, weekday; in UTC. */
  cron: string
  /**
   * Runs once for each tick over all replicas. `context.db` is no transaction: a job opens its own,
   * a small one for each thing it changes. A run may end half-way, so the next one must find what
   * is left.
   */
  run(context: Context): Promise<void>
}

/** Who acts in audit and `upd_by` when nobody in particular does. */
export const systemActor: Actor = {
  userName: 'SYSTEM',
  userId: null,
  standing: 'free',
  roles: [],
  email: undefined,
  claims: {},
  token: '',
  expiresAt: new Date(8_640_000_000_000_000),
}

/** What one run of a job may use. */
export function jobContext(
  services: Pick<Services, 'db' | 'config' | 'clock' | 'readDiscovery'> & Pick<Context, 'keys'>,
  log: FastifyBaseLogger,
): Context {
  const { db, config, keys, readDiscovery, clock } = services
  const requestId = randomUUID()
  const now = clock()
  const actor = systemActor
  const shared = { db, config, keys, readDiscovery, outage: undefined, noteKeyUse: () => {} }
  return { ...shared, actor, now, log, requestId }
}
