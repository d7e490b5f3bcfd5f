import type * as contract from '@pmp/contract'
import type { ListRequestOf, RowOf, SortFieldOf } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { hangsOn, type Hanging, type Holder } from '../../database/holder.ts'
import { findRows, type SortedRowList } from '../../database/lists/row-list.ts'
import type { Mapping } from './rules.ts'

interface NewChange {
  id: string
  requestId: string
  reason: string
  wanted: Mapping
  previous: Mapping
  actor: string
  now: Date
}

// Written by `insertChange` alone.
const wanted = sql<Mapping>`change.wanted`.as('wanted')
const previous = sql<Mapping>`change.previous`.as('previous')

export async function insertChange(db: Database, change: NewChange): Promise<void> {
  const { wanted: asked, previous: before, actor, now, ...columns } = change
  await db
    .insertInto('pmp.mappingChange')
    .values({
      ...columns,
      wanted: JSON.stringify(asked),
      previous: JSON.stringify(before),
      requestedBy: actor,
      requestedAt: now,
    })
    .execute()
}

/** Whether a change of a request waits. */
export async function hasOpenChange(db: Database, requestId: string): Promise<boolean> {
  const row = await db
    .selectFrom('pmp.mappingChange')
    .select('id')
    .where('requestId', '=', requestId)
    .where('status', '=', 'InProgress')
    .executeTakeFirst()
  return row !== undefined
}

/** Whose change it is, looked at before anything is held. */
export async function findChangedRequest(db: Database, id: string) {
  return db
    .selectFrom('pmp.mappingChange as change')
    .innerJoin('pms.partnerPolicyRequest as request', 'request.id', 'change.requestId')
    .select(['request.id', 'request.partId', 'request.policyId', 'request.statusCode'])
    .where('change.id', '=', id)
    .executeTakeFirst()
}

/** A change, held until the transaction ends. */
export async function lockChange(db: Database, id: string) {
  return db
    .selectFrom('pmp.mappingChange as change')
    .select(['change.id', 'change.requestId', 'change.status', wanted, previous])
    .where('change.id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

interface Decision {
  id: string
  status: 'approved' | 'rejected'
  reason: string | null
  actor: string
  now: Date
}

export async function saveChangeDecision(
  db: Database,
  { id, status, reason, actor, now }: Decision,
): Promise<void> {
  await db
    .updateTable('pmp.mappingChange')
    .set({ status, decisionReason: reason, decidedBy: actor, decidedAt: now })
    .where('id', '=', id)
    .execute()
}

function openChangesOn(db: Database, holder: Holder) {
  return db
    .selectFrom('pmp.mappingChange as change')
    .innerJoin('pms.partnerPolicyRequest as request', 'request.id', 'change.requestId')
    .where('change.status', '=', 'InProgress')
    .where(hangsOn(holder, { partner: 'request.partId', policy: 'request.policyId' }))
}

export async function countOpenChangesOn(db: Database, holder: Holder): Promise<number> {
  const { total } = await openChangesOn(db, holder)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return total
}

/** Changes that wait and hang on something, oldest first; their policy names them. */
export async function findOpenChangesOn(
  db: Database,
  holder: Holder,
  limit: number,
): Promise<Hanging[]> {
  return openChangesOn(db, holder)
    .innerJoin('pms.partner as partner', 'partner.id', 'request.partId')
    .innerJoin('pms.authPolicy as policy', 'policy.id', 'request.policyId')
    .select(['policy.name', 'request.partId as partnerId'])
    .select(['partner.name as orgName', 'policy.name as policyName'])
    .orderBy('change.requestedAt')
    .orderBy('change.id')
    .limit(limit)
    .execute()
}

/** Some of them, held. */
export async function lockOpenChangesOn(db: Database, holder: Holder, limit: number) {
  return openChangesOn(db, holder)
    .select(['change.id', 'change.requestId', 'request.partId', 'request.policyId'])
    .orderBy('change.id')
    .limit(limit)
    .forUpdate('change')
    .execute()
}

/** Rejects changes that are held. */
export async function endChanges(
  db: Database,
  ids: readonly string[],
  { reason, actor, now }: Omit<Decision, 'id' | 'status'>,
): Promise<void> {
  await db
    .updateTable('pmp.mappingChange')
    .set({ status: 'rejected', decisionReason: reason, decidedBy: actor, decidedAt: now })
    .where('id', 'in', ids)
    .execute()
}

const columns = [
  'change.id as changeId',
  'change.requestId',
  'change.reason',
  'change.status',
  wanted,
  previous,
  'change.requestedBy',
  'change.requestedAt',
  'change.decidedBy',
  'change.decidedAt',
  'change.decisionReason',
] as const

type Changes = typeof contract.listMappingChanges
type Narrowed = Pick<RowOf<Changes>, 'status'>

/** The last changes of a request, newest first. */
export async function findChangesOf(db: Database, requestId: string) {
  return (
    db
      .selectFrom('pmp.mappingChange as change')
      .select(columns)
      .where('change.requestId', '=', requestId)
      .orderBy('change.requestedAt', 'desc')
      .orderBy('change.id')
      .limit(20)
      // The table takes no other status.
      .$narrowType<Narrowed>()
      .execute()
  )
}

const changes: SortedRowList<SortFieldOf<Changes>> = {
  rows: 'pmp.mappingChange',
  counts: 'pmp.mappingChangeCount',
  key: 'id',
  kinds: ['status'],
  sorts: { requestedAt: 'requestedAt' },
  newest: 'requestedAt',
}

/** One page of changes, of a status or all; newest first unless asked otherwise. */
export async function findChanges(
  db: Database,
  status: string | undefined,
  request: ListRequestOf<Changes>,
) {
  const ofKinds = status === undefined ? [] : [sql<SqlBool>`row.status = ${status}`]
  return findRows(db, { list: changes, chosen: { ofKinds, others: [] }, request }, (page) =>
    page
      .innerJoin('pmp.mappingChange as change', 'change.id', 'page.key')
      .innerJoin('pms.partnerPolicyRequest as request', 'request.id', 'change.requestId')
      .innerJoin('pms.partner as partner', 'partner.id', 'request.partId')
      // Nothing keeps the policy of a request from being deleted by other programs.
      .leftJoin('pms.authPolicy as policy', 'policy.id', 'request.policyId')
      .select(columns)
      .select([
        'request.partId as partnerId',
        'partner.name as orgName',
        'request.policyId',
        sql<string>`coalesce(policy.name, request.policy_id)`.as('policyName'),
      ])
      .$narrowType<Narrowed>(),
  )
}
