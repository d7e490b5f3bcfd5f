import { Failure } from './failures.ts'

/**
 * What `Active` or `De-Active` asks for, in any letter case.
 * @throws {Failure} api_key_status_unknown
 */
export function wantedActivity(word: string): boolean {
  const wanted = word.toLowerCase()
  if (wanted !== 'active' && wanted !== 'de-active') throw new Failure('api_key_status_unknown')
  return wanted === 'active'
}

/** States of registrations and requests, with the spellings of older data (database.md 4.7). */
export const stateSpellings = {
  InProgress: ['inprogress'],
  approved: ['approved', 'activated'],
  rejected: ['rejected'],
} as const

export type StoredState = keyof typeof stateSpellings

const states = new Map<string, string>(
  Object.entries(stateSpellings).flatMap(([state, texts]) =>
    texts.map((text): [string, string] => [text, state]),
  ),
)

/** Whether a filter names a state, to the letter. */
export function isStoredState(text: string): text is StoredState {
  return Object.hasOwn(stateSpellings, text)
}

/** A stored state in its own spelling; what is none of them as it is. */
export function stateOf(stored: string): string {
  return states.get(stored.toLowerCase()) ?? stored
}
