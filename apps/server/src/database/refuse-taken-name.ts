import { Failure, type FailureName } from '@pmp/contract'
import { isUniqueViolation } from './database.ts'

/**
 * Two savers of one name at once: the unique key decides, the loser hears the same as if it came
 * later.
 * @throws {Failure} `failure`, when `save` breaks the unique key
 */
export async function refuseTakenName<T>(
  save: Promise<T>,
  { uniqueKey, failure, name }: { uniqueKey: string; failure: FailureName; name: string },
): Promise<T> {
  try {
    return await save
  } catch (error) {
    if (isUniqueViolation(error, uniqueKey)) throw new Failure(failure, { name })
    throw error
  }
}
