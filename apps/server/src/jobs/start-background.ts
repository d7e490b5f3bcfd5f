import type { FastifyBaseLogger } from 'fastify'
import type { OpenDatabase } from '../database/database.ts'
import { esignetDestination } from '../esignet/esignet-destination.ts'
import { findClientContent } from '../features/oidc-clients/queries.ts'
import { startOutbox } from '../outbox/start-outbox.ts'
import type { Services } from '../services.ts'
import { jobs } from './jobs.ts'
import { startJobs } from './start-jobs.ts'
import { startListOrder } from './start-list-order.ts'

/** Where messages go, as far as the settings say. */
const destinationsOf = (services: Services) =>
  esignetDestination({ ...services, findContent: findClientContent })

/** What goes on without a request: jobs at their times, lists into order, messages on their way. */
export async function startBackground(
  services: Services,
  database: OpenDatabase,
  log: FastifyBaseLogger,
): Promise<{ close(): Promise<void> }> {
  const started = await Promise.all([
    startJobs({ services, database, jobs, log }),
    startOutbox({ database, destinations: destinationsOf(services), clock: services.clock, log }),
  ])
  const running = [...started, startListOrder({ database, log })]
  return {
    async close() {
      await Promise.all(running.map((one) => one.close()))
    },
  }
}
