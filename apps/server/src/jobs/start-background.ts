import type { FastifyBaseLogger } from 'fastify'
import type { OpenDatabase } from '../database/database.ts'
import { startOutbox } from '../outbox/start-outbox.ts'
import type { Services } from '../services.ts'
import { jobs } from './jobs.ts'
import { startJobs } from './start-jobs.ts'

/** What goes on without a request: jobs at their times, and messages on their way. */
export async function startBackground(
  services: Services,
  database: OpenDatabase,
  log: FastifyBaseLogger,
): Promise<{ close(): Promise<void> }> {
  const running = await Promise.all([
    startJobs({ services, database, jobs, log }),
    startOutbox({ database, destinations: [], clock: services.clock, log }),
  ])
  return {
    async close() {
      await Promise.all(running.map((one) => one.close()))
    },
  }
}
