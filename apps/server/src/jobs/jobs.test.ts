import { setTimeout as pause } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import type { OpenDatabase } from '../database/database.ts'
import { createTestDatabase } from '../database/testing.ts'
import type { Services } from '../services.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import { systemActor, type Job } from './job.ts'
import { jobs } from './jobs.ts'
import { execute, startJobs } from './start-jobs.ts'

let database: OpenDatabase
let running: { close(): Promise<void> }[] = []
const lines: { level: number; job?: string; msg: string }[] = []
const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line) as (typeof lines)[0]) })

beforeAll(async () => {
  database = await createTestDatabase()
})

afterEach(async () => {
  for (const one of running) await one.close()
  running = []
})

afterAll(() => database.close())

/** A process that works on jobs beside others on the same database. */
async function replica(all: readonly Job[]): Promise<void> {
  const config = readConfig({}, '/no-env-file')
  const keys = { at: async () => ({}) } as unknown as KeyRing
  const services = { db: database.db, config, keys, clock: () => new Date() } as Services
  const quick = { pollingIntervalSeconds: 0.5 }
  running.push(await startJobs({ services, database, jobs: all, log, ...quick }))
}

/** Another client of the queue: what the schedule does at its minute, done now. */
async function tick(name: string): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => execute(database.pool, text, values) },
    backend: database.kind === 'embedded' ? 'pglite' : 'postgres',
    schema: 'pmp_jobs',
    supervise: false,
    schedule: false,
    migrate: false,
  })
  await boss.start()
  await boss.send(name)
  await boss.stop()
}

async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 60_000
  while (!isSo() && Date.now() < end) await pause(25)
  expect(isSo()).toBe(true)
}

test('every job has a name of its own and a schedule that the queue takes', async () => {
  expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length)
  await replica(jobs)
  const { rows } = await execute(database.pool, 'select name, cron from pmp_jobs.schedule')
  expect(rows).toEqual(expect.arrayContaining(jobs.map(({ name, cron }) => ({ name, cron }))))
})

test('two replicas run a tick once, as nobody in particular', async () => {
  const actors: string[] = []
  const run: Job['run'] = async ({ actor }) => void actors.push(actor.userName)
  const counted: Job = { name: 'tests.counted', cron: '0 0 1 1 *', run }
  await replica([counted])
  await replica([counted])
  await tick('tests.counted')
  await until(() => actors.length > 0)
  await tick('tests.counted')
  await until(() => actors.length > 1)
  expect(actors).toEqual([systemActor.userName, systemActor.userName])
})

test('a failed run is logged with the name of the job, and the next tick runs again', async () => {
  let runs = 0
  const run: Job['run'] = async () => {
    runs += 1
    if (runs === 1) throw new Error('the network is gone')
  }
  await replica([{ name: 'tests.failing', cron: '0 0 1 1 *', run }])
  await tick('tests.failing')
  await until(() => lines.some(({ msg }) => msg === 'a job failed'))
  expect(lines).toContainEqual(expect.objectContaining({ job: 'tests.failing', level: 50 }))
  await tick('tests.failing')
  await until(() => runs === 2)
})

test('the schedule of a job that is no more is forgotten', async () => {
  await replica([{ name: 'tests.earlier', cron: '0 0 1 1 *', run: async () => {} }])
  await replica([])
  const { rows } = await execute(database.pool, 'select name from pmp_jobs.schedule')
  expect(rows).toEqual([])
})

test('a statement that fails within a transaction leaves no open one behind', async () => {
  await expect(execute(database.pool, 'begin; select 1/0; commit')).rejects.toThrow('zero')
  expect(await execute(database.pool, 'select 1 as one; select 2 as two')).toEqual({
    rows: [{ one: 1 }, { two: 2 }],
  })
})
