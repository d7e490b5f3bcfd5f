import type { Config } from '../config.ts'

/** How long a PostgreSQL server may keep us waiting, in milliseconds; 0 for as long as it takes. */
export interface DatabaseLimits {
  /** For a new connection. */
  connectMs: number
  /** For one statement, the waiting for locks included. */
  statementMs: number
  /** For one lock. */
  lockMs: number
  /** Between two statements of a transaction, before the server ends it. */
  idleMs: number
  /** For one of the connections of this process, while others have them all. */
  waitMs: number
}

type DatabaseSettings = Pick<
  Config,
  | 'DATABASE_CONNECT_SECONDS'
  | 'DATABASE_STATEMENT_SECONDS'
  | 'DATABASE_JOB_STATEMENT_SECONDS'
  | 'DATABASE_LOCK_SECONDS'
  | 'DATABASE_IDLE_SECONDS'
  | 'DATABASE_WAIT_SECONDS'
>

/** The limits of requests. */
export function limitsOf(config: DatabaseSettings): DatabaseLimits {
  return {
    connectMs: config.DATABASE_CONNECT_SECONDS * 1000,
    statementMs: config.DATABASE_STATEMENT_SECONDS * 1000,
    lockMs: config.DATABASE_LOCK_SECONDS * 1000,
    idleMs: config.DATABASE_IDLE_SECONDS * 1000,
    waitMs: config.DATABASE_WAIT_SECONDS * 1000,
  }
}

/**
 * The limits of migrations, which may change large tables. How long they wait for locks, they say
 * themselves.
 */
export function migrationLimitsOf(config: DatabaseSettings): DatabaseLimits {
  const { connectMs } = limitsOf(config)
  return { connectMs, statementMs: 0, lockMs: 0, idleMs: 0, waitMs: 0 }
}

/** The limits of background jobs: nobody waits for their statements. */
export function jobLimitsOf(config: DatabaseSettings): DatabaseLimits {
  const statementMs = config.DATABASE_JOB_STATEMENT_SECONDS * 1000
  return { ...limitsOf(config), statementMs, waitMs: 0 }
}
