import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { findRows, type SortedRowList } from '../../database/lists/row-list.ts'
import { inSpan } from '../../database/lists/tallies.ts'
import { containing } from '../../database/lists/text-filters.ts'

type AuditEntries = typeof contract.listAuditEntries

/** One page of entries, newest first unless sorted otherwise. */
export async function findAuditEntries(
  db: Database,
  { outcome, from, till, actor, action }: FiltersOf<AuditEntries>,
  request: ListRequestOf<AuditEntries>,
) {
  const chosen = {
    ofKinds: [
      ...(outcome ? [sql<SqlBool>`row.outcome = ${outcome}`] : []),
      ...containing({ action: 'action' }, { action }),
    ],
    others: containing({ actor: 'actor' }, { actor }),
    tallied:
      from || till ? inSpan('at', { from: instantOf(from), till: instantOf(till) }) : undefined,
  }
  const list = action ? entriesOfActions : entries
  return findRows(db, { list, chosen, request }, (page) =>
    page
      .innerJoin('pmp.auditEntry as entry', 'entry.id', 'page.key')
      .select([
        'entry.id',
        'entry.at',
        'entry.actor',
        'entry.action',
        'entry.outcome',
        'entry.failureCode',
        'entry.subjectType',
        'entry.subjectId',
        'entry.details',
      ]),
  )
}

const instantOf = (text: string | undefined) => (text ? new Date(text) : undefined)

const entries: SortedRowList<SortFieldOf<AuditEntries>> = {
  rows: 'pmp.auditEntry',
  counts: 'pmp.auditEntryCount',
  key: 'id',
  hasNumberKey: true,
  kinds: ['outcome'],
  sorts: { at: 'at', actor: 'actorOrder', action: 'actionOrder' },
  newest: 'at',
  tallies: 'pmp.auditTally',
  days: ['at'],
}

/** There are many actions, so that they are kinds only where some of them are asked for. */
const entriesOfActions: typeof entries = {
  ...entries,
  kinds: ['outcome', 'action'],
  sorts: { ...entries.sorts, action: 'action' },
}
