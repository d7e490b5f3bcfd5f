import { verify } from '@node-rs/argon2'
import { Failure } from '@pmp/contract'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { argon2idPrefix } from './accounts.ts'
import { holdsUserId } from './user-ids.ts'

const mostFailures = 10
const lockMinutes = 15

/**
 * A well-formed hash that no password is known to give, so that an unknown user costs the same time
 * as a known one.
 */
const decoy = `${argon2idPrefix}$${'A'.repeat(22)}$${'A'.repeat(43)}`

/**
 * The id of the account that these credentials open. Ten wrong passwords in a row lock the account
 * for fifteen minutes.
 * @throws {Failure} credentials_wrong · account_locked
 */
export async function checkCredentials(
  db: Database,
  { userName, password }: { userName: string; password: string },
  now: Date,
): Promise<string> {
  const account = await db
    .selectFrom('pmp.account')
    .select(['id', 'passwordHash', 'isEnabled'])
    .where(holdsUserId(sql.ref('username'), userName))
    .executeTakeFirst()
  if (account && !(await countAttempt(db, account.id, now))) throw new Failure('account_locked')
  const isRight = await verify(account?.passwordHash ?? decoy, password.normalize('NFKC'))
  if (!account || !isRight || !account.isEnabled) throw new Failure('credentials_wrong')
  await forgetFailures(db, account.id)
  return account.id
}

/**
 * Counts the attempt as failed before the password is looked at, so that guesses sent side by side
 * cannot outrun the lock. False while the account is locked.
 */
async function countAttempt(db: Database, id: string, now: Date): Promise<boolean> {
  const lockedUntil = new Date(now.getTime() + lockMinutes * 60_000)
  // An ended lock starts the count anew.
  const failures = sql<number>`case when locked_until is null then failed_sign_ins + 1 else 1 end`
  const counted = await db
    .updateTable('pmp.account')
    .set({
      failedSignIns: failures,
      lockedUntil: sql<Date | null>`
        case when ${failures} >= ${mostFailures} then ${lockedUntil}::timestamp end`,
    })
    .where('id', '=', id)
    .where((where) => where.or([where('lockedUntil', 'is', null), where('lockedUntil', '<=', now)]))
    .executeTakeFirst()
  return counted.numUpdatedRows > 0n
}

async function forgetFailures(db: Database, id: string): Promise<void> {
  await db
    .updateTable('pmp.account')
    .set({ failedSignIns: 0, lockedUntil: null })
    .where('id', '=', id)
    .execute()
}
