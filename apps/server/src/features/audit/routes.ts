import * as contract from '@pmp/contract'
import type { InputOf, ResponseOf } from '@pmp/contract'
import type { Context } from '../../context.ts'
import { route } from '../../http/route.ts'
import { findAuditEntries } from './queries.ts'

/** Who did what and when, newest first. */
async function listAuditEntries(
  { db }: Context,
  { limit, before }: InputOf<typeof contract.listAuditEntries>,
): Promise<ResponseOf<typeof contract.listAuditEntries>> {
  const entries = await findAuditEntries(db, limit, before)
  return entries.map((entry) => ({
    ...entry,
    outcome: entry.outcome === 'success' ? 'success' : 'refused',
    // The column holds what `record` wrote: an object or nothing.
    details: entry.details as Record<string, unknown> | null,
  }))
}

export const auditRoutes = [route(contract.listAuditEntries, listAuditEntries)]
