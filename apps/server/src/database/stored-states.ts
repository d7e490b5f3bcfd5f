import { stateSpellings, type StoredState } from '@pmp/contract'
import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'

/** Whether a column holds one of the states, in any spelling; it has an index on `lower`. */
export function isInState(
  column: Expression<unknown>,
  ...asked: readonly StoredState[]
): RawBuilder<SqlBool> {
  const texts = asked.flatMap((state) => stateSpellings[state])
  return sql<SqlBool>`lower(${column}) in (${sql.join(texts)})`
}
