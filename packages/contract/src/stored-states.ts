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
