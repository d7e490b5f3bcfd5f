import { Failure, isPermitted } from '@pmp/contract'
import type { Actor, Context } from '../context.ts'

/** Who has certificates examined; without a budget, nobody waits for the answer. */
export type Examining = Pick<Context, 'actor' | 'config' | 'examinations'>

/** Data of this size takes about as long to read, valid or not, as one certificate to examine. */
const unitCharacters = 4096

/**
 * Reads certificates at the caller's expense: one unit for each, and at least one for each 4 KiB.
 * @throws {Failure} too_many_attempts, before anything is read
 */
export function examined<T>(
  { actor, config, examinations }: Examining,
  data: string,
  read: () => { found: T; count: number },
): T {
  if (!examinations) return read().found
  const caller = callerOf(actor)
  const keepsTrustStore = isPermitted(
    'certificates.uploadCa',
    actor.roles,
    config.roles['certificates.uploadCa'],
  )
  const perMinute = keepsTrustStore
    ? config.CERTIFICATES_PER_MINUTE_OF_ADMINISTRATORS
    : config.CERTIFICATES_PER_MINUTE
  const seconds = examinations.secondsUntilFree(caller, perMinute)
  if (seconds > 0) throw new Failure('too_many_attempts', { seconds })
  const bySize = Math.ceil(data.length / unitCharacters)
  examinations.spend(caller, bySize, perMinute)
  const { found, count } = read()
  examinations.spend(caller, Math.max(0, count - bySize), perMinute)
  return found
}

/** All who act for one partner share its budget; machines are known by their subject. */
export function callerOf({ userId, userName, claims: { sub } }: Actor): string {
  return userId === null ? `subject ${sub ?? userName}` : `user ${userId}`
}
