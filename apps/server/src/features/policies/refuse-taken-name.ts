import { Failure } from '@pmp/contract'
import { isUniqueViolation } from '../../database/database.ts'

/**
 * Two savers of one name at once: the unique key decides, the loser hears the same as if it came
 * later.
 * @throws {Failure} policy_name_taken
 */
export async function refuseTakenName<T>(name: string, save: () => Promise<T>): Promise<T> {
  try {
    return await save()
  } catch (error) {
    if (isUniqueViolation(error, 'uk_apol')) throw new Failure('policy_name_taken', { name })
    throw error
  }
}
