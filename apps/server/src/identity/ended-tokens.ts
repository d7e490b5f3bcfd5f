import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'

/** Which tokens a sign-out has ended before their time. */
export interface EndedTokens {
  /** Whether a token has been ended: here at once, elsewhere at most five seconds ago. */
  has(key: string): boolean | Promise<boolean>
  /** Ends a token, for good. */
  add(key: string, expiresAt: Date): Promise<void>
}

interface ReadingLog {
  error(details: object, line: string): void
}

/** After that, what is known is read anew beside the requests; none of them waits for it. */
const freshMs = 2000
/** After that, a request waits: so late at most does a replica know of a sign-out elsewhere. */
const longestMs = 5000
/** An entry that was written but not yet seen at a reading is found by one of the next. */
const overlapMs = 60_000

/** For a replica whose clock is behind, a token goes on a little longer. */
const clocksApartMs = 3_600_000

const sweepRows = 500

/**
 * What stands for a token: a hash of what its signature covers. The signature itself can be written
 * in other ways and still hold (base64url's spare bits, the two forms of ECDSA).
 */
export function endedTokenKey(token: string): string {
  return hash('sha256', token.slice(0, token.lastIndexOf('.')), 'base64url')
}

/**
 * The ended tokens of `pmp.ended_token`, shared by every replica and held in memory, since each
 * request asks. Only what was added since the last reading is read.
 */
export function createEndedTokens(db: Database, log?: ReadingLog): EndedTokens {
  const known = new Map<string, Date>()
  let readAt = -Infinity
  let latest: Date | undefined
  let reading: Promise<void> | undefined
  let isFailing = false
  const read = async () => {
    const startedAt = performance.now()
    for (const { tokenHash, expiresAt, endedAt } of await readSince(db, latest)) {
      known.set(tokenHash, expiresAt)
      if (latest === undefined || endedAt > latest) latest = endedAt
    }
    readAt = startedAt
    isFailing = false
    forgetExpired(known)
  }
  /**
   * One reading at a time. Without the database what is known counts: nothing guarded works then, and
   * after one failure nobody waits for the next.
   */
  const readOnce = () => {
    reading ??= read()
      .catch((error: unknown) => {
        isFailing = true
        log?.error({ err: error }, 'ended tokens cannot be read')
      })
      .finally(() => {
        reading = undefined
      })
    return reading
  }
  return {
    has(key) {
      if (known.has(key)) return true
      const age = performance.now() - readAt
      if (age >= longestMs && !isFailing) return readOnce().then(() => known.has(key))
      if (age >= freshMs) void readOnce()
      return false
    },
    async add(tokenHash, expiresAt) {
      await db
        .insertInto('pmp.endedToken')
        .values({ tokenHash, expiresAt, endedAt: databaseNow })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      known.set(tokenHash, expiresAt)
    },
  }
}

/** The clock that all replicas share. */
const databaseNow = sql<Date>`clock_timestamp() at time zone 'utc'`

async function readSince(db: Database, latest: Date | undefined) {
  const all = db.selectFrom('pmp.endedToken').select(['tokenHash', 'expiresAt', 'endedAt'])
  if (latest === undefined) return all.where('expiresAt', '>', databaseNow).execute()
  return all.where('endedAt', '>', new Date(latest.getTime() - overlapMs)).execute()
}

/** An expired token is refused for that. */
function forgetExpired(known: Map<string, Date>): void {
  const now = new Date()
  for (const [key, expiresAt] of known) if (expiresAt <= now) known.delete(key)
}

/** Deletes some of the tokens that have expired and tells whether there may be more. */
export async function sweepEndedTokens(db: Database, now: Date): Promise<boolean> {
  const expired = db
    .selectFrom('pmp.endedToken')
    .select('tokenHash')
    .where('expiresAt', '<=', new Date(now.getTime() - clocksApartMs))
    .limit(sweepRows)
  const { numDeletedRows } = await db
    .deleteFrom('pmp.endedToken')
    .where('tokenHash', 'in', expired)
    .executeTakeFirst()
  return Number(numDeletedRows) === sweepRows
}
