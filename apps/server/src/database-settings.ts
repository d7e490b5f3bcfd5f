import { z } from 'zod'
import { setting } from './setting.ts'

/** Seconds, with decimals; an hour is as good as none. */
const seconds = z.coerce.number().min(0.1).max(3600)

/** Settings about waiting for the database; part of the table in config.ts. */
export const databaseSettings = {
  DATABASE_CONNECT_SECONDS: setting(seconds.default(3), {
    meaning: 'Longest wait for a new connection to PostgreSQL, in seconds',
  }),
  DATABASE_STATEMENT_SECONDS: setting(seconds.default(5), {
    meaning:
      'Longest statement of a request, in seconds; PostgreSQL ends it, and one second later we do',
  }),
  DATABASE_JOB_STATEMENT_SECONDS: setting(seconds.default(60), {
    meaning: 'Longest statement of a background job, in seconds; migrations have no such limit',
  }),
  DATABASE_LOCK_SECONDS: setting(seconds.default(2), {
    meaning: 'Longest wait for a lock that somebody else holds, in seconds',
  }),
  DATABASE_IDLE_SECONDS: setting(seconds.default(10), {
    meaning: 'Seconds after which PostgreSQL ends a transaction that asks nothing more',
  }),
  DATABASE_WAIT_SECONDS: setting(seconds.default(5), {
    meaning:
      'Longest wait of a request for one of the connections of its process, in seconds; the embedded database has one',
  }),
}

interface Limits {
  DATABASE_LOCK_SECONDS: number
  DATABASE_STATEMENT_SECONDS: number
}

/** Otherwise no wait for a lock would be told apart from a slow statement. */
export const isLockShorter = (given: Limits): boolean =>
  given.DATABASE_LOCK_SECONDS < given.DATABASE_STATEMENT_SECONDS
