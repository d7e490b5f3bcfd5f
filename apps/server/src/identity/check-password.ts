import { verify } from '@node-rs/argon2'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { argon2idPrefix } from './accounts.ts'
import { countAttempt, forgetFailures } from './sign-in-throttle.ts'
import { holdsUserId, userIdKey } from './user-ids.ts'

/**
 * A well-formed hash that no password is known to give, so that an unknown user, or one whose
 * password is not looked at, costs the same time as a known one.
 */
const decoy = `${argon2idPrefix}$${'A'.repeat(22)}$${'A'.repeat(43)}`

interface Credentials {
  userName: string
  password: string
  /** Where they come from. */
  network: string
}

/** How credentials were judged, and the account that they name, if there is one. */
export interface Judgement {
  /** `throttled`: not looked at, after too many wrong ones. The caller must not see the difference. */
  outcome: 'right' | 'wrong' | 'throttled'
  account: { id: string; userName: string } | undefined
}

/** Looks at credentials, unless too many wrong ones came from there (see `countAttempt`). */
export async function checkCredentials(
  db: Database,
  { userName, password, network }: Credentials,
  now: Date,
): Promise<Judgement> {
  const account = await db
    .selectFrom('pmp.account')
    .select(['id', 'username as userName', 'passwordHash', 'isEnabled'])
    .where(holdsUserId(sql.ref('username'), userName))
    .executeTakeFirst()
  const from = { network, account: account?.id ?? userIdKey(userName) }
  const isLookedAt = await countAttempt(db, from, now)
  const passwordHash = isLookedAt && account ? account.passwordHash : decoy
  const isRight = await verify(passwordHash, password.normalize('NFKC'))
  if (!isLookedAt) return { outcome: 'throttled', account }
  if (!account || !isRight || !account.isEnabled) return { outcome: 'wrong', account }
  await forgetFailures(db, from)
  return { outcome: 'right', account }
}
