import { sql, type SqlBool } from 'kysely'
import type * as contract from '@pmp/contract'
import type { ListRequestOf, RowOf, SortFieldOf } from '@pmp/contract'
import type { Database } from '../../database/database.ts'
import { findRows, type SortedRowList } from '../../database/lists/row-list.ts'

interface NewNameRequest {
  id: string
  partnerId: string
  previousName: string
  newName: string
  reason: string
  actor: string
  now: Date
}

export async function insertNameRequest(db: Database, request: NewNameRequest): Promise<void> {
  const { actor, now, ...columns } = request
  await db
    .insertInto('pmp.organizationNameRequest')
    .values({ ...columns, status: 'InProgress', requestedBy: actor, requestedAt: now })
    .execute()
}

/** Whether a request of a partner waits; the caller holds the partner's row. */
export async function hasOpenNameRequest(db: Database, partnerId: string): Promise<boolean> {
  const row = await db
    .selectFrom('pmp.organizationNameRequest')
    .select('id')
    .where('partnerId', '=', partnerId)
    .where('status', '=', 'InProgress')
    .executeTakeFirst()
  return row !== undefined
}

export async function findNameRequest(db: Database, id: string) {
  return db
    .selectFrom('pmp.organizationNameRequest')
    .select(['id', 'partnerId'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** A request, held until the transaction ends. */
export async function lockNameRequest(db: Database, id: string) {
  return db
    .selectFrom('pmp.organizationNameRequest')
    .select(['id', 'partnerId', 'newName', 'status'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

interface NameDecision {
  status: 'approved' | 'rejected' | 'withdrawn'
  reason: string | null
  actor: string
  now: Date
}

export async function saveNameDecision(
  db: Database,
  id: string,
  { status, reason, actor, now }: NameDecision,
): Promise<void> {
  await db
    .updateTable('pmp.organizationNameRequest')
    .set({ status, decisionReason: reason, decidedBy: actor, decidedAt: now })
    .where('id', '=', id)
    .execute()
}

/** The requests of a partner that wait; one at most. */
export async function findOpenNameRequests(db: Database, partnerId: string) {
  return db
    .selectFrom('pmp.organizationNameRequest as request')
    .innerJoin('pms.partner as partner', 'partner.id', 'request.partnerId')
    .select(['request.newName as name', 'request.partnerId', 'partner.name as orgName'])
    .select(sql<null>`null`.as('policyName'))
    .where('request.partnerId', '=', partnerId)
    .where('request.status', '=', 'InProgress')
    .execute()
}

/** Rejects what waits for a partner that is held. @returns what that was */
export async function endOpenNameRequests(
  db: Database,
  partnerId: string,
  { reason, actor, now }: Omit<NameDecision, 'status'>,
): Promise<{ id: string; newName: string }[]> {
  return db
    .updateTable('pmp.organizationNameRequest')
    .set({ status: 'rejected', decisionReason: reason, decidedBy: actor, decidedAt: now })
    .where('partnerId', '=', partnerId)
    .where('status', '=', 'InProgress')
    .returning(['id', 'newName'])
    .execute()
}

/**
 * The name as devices, SBIs and their links of a partner repeat it (database.md 3). Snapshots of the
 * past, and what certificates say, keep the name of their time.
 * @returns how many rows of each kind carry the new name now
 */
export async function updateNameCopies(db: Database, partnerId: string, partnerOrgName: string) {
  const [devices, links, interfaces] = [
    await db
      .updateTable('pms.deviceDetail')
      .set({ partnerOrgName })
      .where('dproviderId', '=', partnerId)
      .executeTakeFirst(),
    await db
      .updateTable('pms.deviceDetailSbi')
      .set({ partnerOrgName })
      .where('dproviderId', '=', partnerId)
      .executeTakeFirst(),
    await db
      .updateTable('pms.secureBiometricInterface')
      .set({ partnerOrgName })
      .where('providerId', '=', partnerId)
      .executeTakeFirst(),
  ].map(({ numUpdatedRows }) => Number(numUpdatedRows))
  return { devices, links, interfaces }
}

type NameRequests = typeof contract.listNameRequests

/** One page of requests: of a partner, of a status, or all; newest first unless asked otherwise. */
export async function findNameRequests(
  db: Database,
  { partnerId, status }: { partnerId?: string; status?: string | undefined },
  request: ListRequestOf<NameRequests>,
) {
  const chosen = {
    ofKinds: status === undefined ? [] : [sql<SqlBool>`row.status = ${status}`],
    others: partnerId === undefined ? [] : [sql<SqlBool>`row.partner_id = ${partnerId}`],
  }
  return findRows(db, { list: nameRequests, chosen, request }, (page) =>
    page
      .innerJoin('pmp.organizationNameRequest as request', 'request.id', 'page.key')
      .innerJoin('pms.partner as partner', 'partner.id', 'request.partnerId')
      .select([
        'request.id as requestId',
        'request.partnerId',
        'partner.partnerTypeCode as partnerType',
        'partner.name as organizationName',
        'request.previousName',
        'request.newName',
        'request.reason',
        'request.status',
        'request.requestedBy',
        'request.requestedAt',
        'request.decidedBy',
        'request.decidedAt',
        'request.decisionReason',
      ])
      // The table takes no other status than those of the contract.
      .$narrowType<Pick<RowOf<NameRequests>, 'status'>>(),
  )
}

const nameRequests: SortedRowList<SortFieldOf<NameRequests>> = {
  rows: 'pmp.organizationNameRequest',
  counts: 'pmp.organizationNameRequestCount',
  key: 'id',
  kinds: ['status'],
  sorts: { requestedAt: 'requestedAt' },
  newest: 'requestedAt',
}
