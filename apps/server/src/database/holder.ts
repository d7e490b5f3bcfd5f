import { sql, type RawBuilder, type SqlBool } from 'kysely'

/** On what keys, clients, licences and requests hang: a partner, a policy, or the policies of a group. */
export interface Holder {
  kind: 'partner' | 'policy' | 'policyGroup'
  id: string
}

/** Whether a row hangs on it, by the row's columns. */
export function hangsOn(
  { kind, id }: Holder,
  columns: { partner: string; policy: string },
): RawBuilder<SqlBool> {
  if (kind === 'partner') return sql<SqlBool>`${sql.ref(columns.partner)} = ${id}`
  const policy = sql.ref(columns.policy)
  if (kind === 'policy') return sql<SqlBool>`${policy} = ${id}`
  return sql<SqlBool>`${policy} in (select id from pms.auth_policy where policy_group_id = ${id})`
}

/** What of something that hangs somewhere is told to people: never the value of a key. */
export interface Hanging {
  name: string | null
  partnerId: string
  /** Null: the partner or the policy is gone, as is allowed in upstream's tables. */
  orgName: string | null
  policyName: string | null
}

/**
 * Ends many things, some at a time, so that neither memory nor a statement grows with their number.
 * @param next locks some that have not ended, at most as many as are told; none: all have
 * @returns how many have ended
 */
export async function inBatches<Row>(
  next: (limit: number) => Promise<readonly Row[]>,
  end: (rows: readonly Row[]) => Promise<void>,
): Promise<number> {
  for (let ended = 0; ;) {
    const rows = await next(rowsAtOnce)
    if (rows.length === 0) return ended
    await end(rows)
    ended += rows.length
  }
}

const rowsAtOnce = 500
