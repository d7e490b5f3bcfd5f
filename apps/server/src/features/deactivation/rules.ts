import { Failure } from '@pmp/contract'

/**
 * What `Active` or `De-Active` asks for, in any letter case.
 * @throws {Failure} api_key_status_unknown
 */
export function wantedActivity(status: string): boolean {
  const word = status.toLowerCase()
  if (word !== 'active' && word !== 'de-active') throw new Failure('api_key_status_unknown')
  return word === 'active'
}
