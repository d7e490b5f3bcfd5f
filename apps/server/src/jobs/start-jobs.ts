import type { FastifyBaseLogger } from 'fastify'
import { PgBoss } from 'pg-boss'
import type { Services } from '../services.ts'
import type { OpenDatabase } from '../database/database.ts'
import { jobContext, type Job } from './job.ts'

/** A run that takes longer than this belongs to a process that died. */
const longestRunSeconds = 600
/** Finished runs are of no use after an hour; what they did is in the audit trail. */
const keptSeconds = 3600

interface Work {
  services: Services
  database: Pick<OpenDatabase, 'pool' | 'kind'>
  jobs: readonly Job[]
  log: FastifyBaseLogger
  /** Ticks are minutes apart, so asking for work more often than the default only costs. */
  pollingIntervalSeconds?: number
}

/**
 * Runs the jobs at their times for as long as the process lives. Replicas share them by the queue in
 * the database (schema `pmp_jobs`): each tick runs once, by whoever takes it. A failed run is logged;
 * the next tick takes up what it left.
 */
export async function startJobs(work: Work): Promise<{ close(): Promise<void> }> {
  const { database, jobs, log } = work
  const boss = createBoss(database)
  boss.on('error', (error) => log.error({ err: error }, 'the job queue reports an error'))
  await boss.start()
  await forgetOthers(boss, jobs)
  for (const job of jobs) await schedule(boss, job, work)
  return { close: () => boss.stop({ graceful: true, timeout: 10_000 }) }
}

function createBoss(database: Work['database'], options = {}): PgBoss {
  return new PgBoss({
    ...options,
    db: { executeSql: (text, values) => execute(database.pool, text, values) },
    backend: database.kind === 'embedded' ? 'pglite' : 'postgres',
    schema: 'pmp_jobs',
    openTelemetry: { enabled: false },
  })
}

/** Makes the schema of the jobs, or brings it up to date, and runs none. */
export async function installJobs(database: Work['database']): Promise<void> {
  const boss = createBoss(database, { supervise: false, schedule: false })
  await boss.start()
  await boss.stop()
}

/** Schedules of jobs that an earlier release had. */
async function forgetOthers(boss: PgBoss, jobs: readonly Job[]): Promise<void> {
  const known = new Set(jobs.map(({ name }) => name))
  for (const { name } of await boss.getSchedules()) {
    if (!known.has(name)) await boss.unschedule(name)
  }
}

async function schedule(boss: PgBoss, job: Job, work: Work): Promise<void> {
  const { name, cron } = job
  const { services, log, pollingIntervalSeconds = 20 } = work
  await boss.createQueue(name, {
    policy: 'exclusive',
    retryLimit: 0,
    expireInSeconds: longestRunSeconds,
    deleteAfterSeconds: keptSeconds,
  })
  await boss.schedule(name, cron, null, { tz: 'UTC' })
  await boss.work(name, { batchSize: 1, pollingIntervalSeconds }, async () => {
    await runJob(job, services, log)
  })
}

/** One run; its failure is the log's to tell. */
async function runJob(job: Job, services: Services, log: FastifyBaseLogger): Promise<void> {
  const line = log.child({ job: job.name })
  try {
    const keys = await services.keys.at(services.clock())
    await job.run(jobContext({ ...services, keys }, line))
  } catch (error) {
    line.error({ err: error }, 'a job failed')
    throw error
  }
}

/**
 * A statement, or several without values, over one connection of the pool. One that fails inside
 * `begin … commit` must not leave its transaction open for whoever gets the connection next.
 */
export async function execute(pool: OpenDatabase['pool'], text: string, values?: unknown[]) {
  const client = await pool.connect()
  try {
    const result: { rows: unknown[] } | { rows: unknown[] }[] = await client.query(text, values)
    return { rows: [result].flat().flatMap(({ rows }) => rows) }
  } catch (error) {
    // A broken connection cannot be asked, and the pool throws it away by itself.
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}
