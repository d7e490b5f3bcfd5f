import { Failure } from '@pmp/contract'
import type { Database } from '../../database/database.ts'
import { refuseTakenName } from '../../database/refuse-taken-name.ts'
import { isPolicyNameTaken } from './queries.ts'

/**
 * A name is free in its group, whatever the state of the policy that has it.
 * @throws {Failure} policy_name_taken
 */
export async function checkNameIsFree(
  db: Database,
  wanted: { groupId: string; name: string; exceptId?: string },
): Promise<void> {
  const { name } = wanted
  if (await isPolicyNameTaken(db, wanted)) throw new Failure('policy_name_taken', { name })
}

/** What saves a policy under a name. @throws {Failure} policy_name_taken */
export function saveUnderName<T>(name: string, save: Promise<T>): Promise<T> {
  return refuseTakenName(save, { uniqueKey: 'uk_apol', failure: 'policy_name_taken', name })
}
