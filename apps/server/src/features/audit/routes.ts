import { isObject } from '@pmp/contract'
import * as contract from '@pmp/contract'
import type { InputOf, ResponseOf } from '@pmp/contract'
import type { Context } from '../../context.ts'
import { route } from '../../http/route.ts'
import { findAuditEntries } from './queries.ts'

/** Who did what and when, newest first unless sorted otherwise. */
async function listAuditEntries(
  { db }: Context,
  { list, ...filters }: InputOf<typeof contract.listAuditEntries>,
): Promise<ResponseOf<typeof contract.listAuditEntries>> {
  const { data, ...page } = await findAuditEntries(db, filters, list)
  const entries = data.map((entry) => ({
    ...entry,
    outcome: entry.outcome === 'success' ? ('success' as const) : ('refused' as const),
    // The column holds what `record` wrote: an object or nothing.
    details: isObject(entry.details) ? entry.details : null,
  }))
  return { ...page, data: entries }
}

export const auditRoutes = [route(contract.listAuditEntries, listAuditEntries)]
