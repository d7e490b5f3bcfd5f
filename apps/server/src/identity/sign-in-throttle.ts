import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'

/** Where a password comes from, and for whom it is meant. */
interface SignInOrigin {
  /** The network of the client. */
  network: string
  /** The id of an account; of a name that is none, the name. */
  account: string
}

const countedMinutes = 15
/** Wrong passwords for one account from one network. */
const mostForAccount = 10
/** Wrong passwords for any account from one network; an office may share an address. */
const mostFromNetwork = 100

const sweepRows = 500

/**
 * Counts an attempt as failed before the password is looked at, so that guesses sent side by side
 * cannot outrun the bound. An account alone is never counted for: who guesses would shut its owner
 * out, everywhere. A network beyond its bound leaves no further rows.
 * @returns whether the password is to be looked at
 */
export async function countAttempt(db: Database, from: SignInOrigin, now: Date): Promise<boolean> {
  const [network, account] = keysOf(from)
  if ((await countOne(db, network, now)) > mostFromNetwork) return false
  return (await countOne(db, account, now)) <= mostForAccount
}

/** A right password takes its attempt back, and forgets the wrong ones before it for the account. */
export async function forgetFailures(db: Database, from: SignInOrigin): Promise<void> {
  const [network, account] = keysOf(from)
  await db
    .updateTable('pmp.failedSignIn')
    .set({ failures: sql<number>`greatest(failures - 1, 0)` })
    .where('origin', '=', network)
    .execute()
  await db.deleteFrom('pmp.failedSignIn').where('origin', '=', account).execute()
}

/** Deletes some of the counts that have ended and tells whether there may be more. */
export async function sweepFailedSignIns(db: Database, now: Date): Promise<boolean> {
  const ended = db
    .selectFrom('pmp.failedSignIn')
    .select('origin')
    .where('countedUntil', '<=', now)
    .limit(sweepRows)
  const { numDeletedRows } = await db
    .deleteFrom('pmp.failedSignIn')
    .where('origin', 'in', ended)
    .where('countedUntil', '<=', now)
    .executeTakeFirst()
  return Number(numDeletedRows) === sweepRows
}

/** Hashed, because what people type as their name may be long, or a password. */
function keysOf({ network, account }: SignInOrigin): [network: string, account: string] {
  const keyOf = (text: string) => hash('sha256', text, 'base64url')
  return [keyOf(network), keyOf(`${network} ${account}`)]
}

async function countOne(db: Database, origin: string, now: Date): Promise<number> {
  const countedUntil = new Date(now.getTime() + countedMinutes * 60_000)
  const hasEnded = sql<boolean>`pmp.failed_sign_in.counted_until <= ${now}`
  const { failures } = await db
    .insertInto('pmp.failedSignIn')
    .values({ origin, failures: 1, countedUntil })
    .onConflict((conflict) =>
      conflict.column('origin').doUpdateSet({
        // Bounded, for whoever goes on trying.
        failures: sql<number>`case when ${hasEnded} then 1
          else least(pmp.failed_sign_in.failures + 1, 10000) end`,
        countedUntil: sql<Date>`case when ${hasEnded} then excluded.counted_until
          else pmp.failed_sign_in.counted_until end`,
      }),
    )
    .returning('failures')
    .executeTakeFirstOrThrow()
  return failures
}
