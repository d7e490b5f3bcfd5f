import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { findPage, type ListOrder } from '../../database/lists/page.ts'
import { whereContains } from '../../database/lists/text-filters.ts'

type AuditEntries = typeof contract.listAuditEntries

/** One page of entries, newest first unless sorted otherwise. */
export async function findAuditEntries(
  db: Database,
  { outcome, from, till, ...texts }: FiltersOf<AuditEntries>,
  list: ListRequestOf<AuditEntries>,
) {
  let matching = whereContains(db.selectFrom('pmp.auditEntry as entry'), textColumns, texts)
  if (outcome) matching = matching.where('entry.outcome', '=', outcome)
  if (from) matching = matching.where('entry.at', '>=', new Date(from))
  if (till) matching = matching.where('entry.at', '<', new Date(till))
  const rows = matching.select([
    'entry.id',
    'entry.at',
    'entry.actor',
    'entry.action',
    'entry.outcome',
    'entry.failureCode',
    'entry.subjectType',
    'entry.subjectId',
    'entry.details',
  ])
  return findPage(list, { matching, rows }, order)
}

const textColumns = { actor: sql.ref('entry.actor'), action: sql.ref('entry.action') }

const order: ListOrder<SortFieldOf<AuditEntries>> = {
  columns: { ...textColumns, at: sql.ref('entry.at') },
  created: sql.ref('entry.at'),
  key: sql.ref('entry.id'),
}
