import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'

/** States of registrations and requests, with the spellings of older data (database.md 4.7). */
const spellings = {
  InProgress: ['inprogress'],
  approved: ['approved', 'activated'],
  rejected: ['rejected'],
} as const

export type StoredState = keyof typeof spellings

const states = new Map<string, string>(
  Object.entries(spellings).flatMap(([state, texts]) =>
    texts.map((text): [string, string] => [text, state]),
  ),
)

/** Whether a filter names a state, to the letter. */
export function isStoredState(text: string): text is StoredState {
  return Object.hasOwn(spellings, text)
}

/** A stored state in its own spelling; what is none of them as it is. */
export function stateOf(stored: string): string {
  return states.get(stored.toLowerCase()) ?? stored
}

/** The same question to the database; columns that are asked have an index on `lower`. */
export function isInState(
  column: Expression<unknown>,
  ...asked: readonly StoredState[]
): RawBuilder<SqlBool> {
  const texts = asked.flatMap((state) => spellings[state])
  return sql<SqlBool>`lower(${column}) in (${sql.join(texts)})`
}
