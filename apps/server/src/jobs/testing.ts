import Fastify from 'fastify'
import type { Context } from '../context.ts'
import { readConfig } from '../config.ts'
import type { Database } from '../database/database.ts'
import type { Keys } from '../keys/keys.ts'
import { jobContext } from './job.ts'

/** What a job is given in a test that needs no keys. */
export function jobContextFor(db: Database, now: () => Date = () => new Date()): Context {
  const config = readConfig({ LOG_LEVEL: 'fatal' }, '/no-env-file')
  return jobContext(
    { db, config, keys: {} as Keys, readDiscovery: async () => null, clock: now },
    Fastify().log,
  )
}
