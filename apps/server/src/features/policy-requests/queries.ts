import type * as contract from '@pmp/contract'
import {
  isStoredState,
  stateOf,
  type FiltersOf,
  type ListRequestOf,
  type SortFieldOf,
} from '@pmp/contract'
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { randomDigits, withFreshId } from '../../database/ids.ts'
import { isInState } from '../../database/stored-states.ts'
import {
  findRows,
  ofPartners,
  pageOfOne,
  type KeyPage,
  type SortedRowList,
} from '../../database/lists/row-list.ts'
import {
  containing,
  containsInValue,
  orgName,
  policyGroupName,
  policyName,
} from '../../database/lists/text-filters.ts'

/** The latest word on a pair of partner and policy: its pending and approved requests. */
export async function findOpenRequests(db: Database, partnerId: string, policyId: string) {
  return db
    .selectFrom('pms.partnerPolicyRequest')
    .select(['id', 'statusCode'])
    .where('partId', '=', partnerId)
    .where('policyId', '=', policyId)
    .where(isInState(sql.ref('statusCode'), 'InProgress', 'approved'))
    .execute()
}

/** The states of every request that a partner made for a policy, also rejected ones. */
export async function findRequestStates(
  db: Database,
  partnerId: string,
  policyId: string,
): Promise<string[]> {
  const requests = await db
    .selectFrom('pms.partnerPolicyRequest')
    .select('statusCode')
    .where('partId', '=', partnerId)
    .where('policyId', '=', policyId)
    .execute()
  return requests.map(({ statusCode }) => stateOf(statusCode))
}

/** Every request of a partner, newest first. */
export async function findRequestsOfPartner(db: Database, partnerId: string) {
  return db
    .selectFrom('pms.partnerPolicyRequest')
    .select(['policyId', 'statusCode'])
    .where('partId', '=', partnerId)
    .orderBy('crDtimes', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

export async function isPolicyApproved(
  db: Database,
  partnerId: string,
  policyId: string,
): Promise<boolean> {
  const requests = await findOpenRequests(db, partnerId, policyId)
  return requests.some(({ statusCode }) => stateOf(statusCode) === 'approved')
}

export async function insertPolicyRequest(
  db: Database,
  request: { partnerId: string; policyId: string; detail: string; actor: string; now: Date },
): Promise<string> {
  return withFreshId(
    () => randomDigits(18),
    async (id) => {
      const inserted = await db
        .insertInto('pms.partnerPolicyRequest')
        .values({
          id,
          partId: request.partnerId,
          policyId: request.policyId,
          requestDatetimes: request.now,
          requestDetail: request.detail,
          statusCode: 'InProgress',
          isDeleted: false,
          crBy: request.actor,
          crDtimes: request.now,
        })
        .onConflict((conflict) => conflict.constraint('pk_papr').doNothing())
        .executeTakeFirst()
      return inserted.numInsertedOrUpdatedRows === 1n
    },
  )
}

/** Whose request it is and for which policy, looked at before anything is held. */
export async function findPairOfRequest(db: Database, id: string) {
  return db
    .selectFrom('pms.partnerPolicyRequest')
    .select(['partId', 'policyId'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** A request, held so that two administrators cannot both decide it. */
export async function lockPolicyRequest(db: Database, id: string) {
  return db
    .selectFrom('pms.partnerPolicyRequest')
    .select(['id', 'partId', 'policyId', 'statusCode'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export type PolicyRequestRow = NonNullable<Awaited<ReturnType<typeof lockPolicyRequest>>>

interface Decision {
  status: 'approved' | 'rejected'
  reason: string | null
  actor: string
  now: Date
}

/** Decides requests that are held, all in the same way. */
export async function saveDecisions(
  db: Database,
  ids: readonly string[],
  { status, reason, actor, now }: Decision,
): Promise<void> {
  await db
    .updateTable('pms.partnerPolicyRequest')
    .set({ statusCode: status, updBy: actor, updDtimes: now })
    .where('id', 'in', ids)
    .execute()
  const decision = { decision: status, reason, decidedBy: actor, decidedAt: now }
  await db
    .insertInto('pmp.policyRequestDecision')
    .values(ids.map((requestId) => ({ requestId, ...decision })))
    // A request id of a deleted row may come again in an imported database.
    .onConflict((conflict) => conflict.column('requestId').doUpdateSet(decision))
    .execute()
}

function withNames(page: KeyPage) {
  return page
    .innerJoin('pms.partnerPolicyRequest as request', 'request.id', 'page.key')
    .innerJoin('pms.partner as partner', 'partner.id', 'request.partId')
    .innerJoin('pms.authPolicy as policy', 'policy.id', 'request.policyId')
    .innerJoin('pms.policyGroup as group', 'group.id', 'policy.policyGroupId')
    .leftJoin('pmp.policyRequestDecision as decision', 'decision.requestId', 'request.id')
}

/** Whether an administrator wrote the last message while something of the request waits. */
const awaitsAnswer = sql<boolean>`coalesce((
  select message.side = 'administrator' from pmp.policy_request_message as message
  where message.request_id = request.id order by message.id desc limit 1
), false) and (pmp.request_state(request.status_code) = 'InProgress' or exists (
  select from pmp.mapping_change as change
  where change.request_id = request.id and change.status = 'InProgress'
))`

const rowColumns = [
  'request.id',
  'request.partId as partnerId',
  'partner.name as orgName',
  'partner.partnerTypeCode as partnerType',
  'partner.approvalStatus',
  'partner.isActive',
  'partner.userId',
  'policy.id as policyId',
  'policy.name as policyName',
  'policy.descr as policyDescription',
  'group.id as policyGroupId',
  'group.name as policyGroupName',
  'group.descr as policyGroupDescription',
  'request.requestDetail as partnerComment',
  'request.statusCode as status',
  'request.crDtimes as createdDateTime',
  'request.updDtimes as updatedDateTime',
  'decision.reason as decisionReason',
  awaitsAnswer.as('awaitsAnswer'),
] as const

export async function findPolicyRequest(db: Database, id: string) {
  return withNames(pageOfOne(db, id))
    .leftJoin(
      'keymgr.partnerCertStore as certificate',
      'certificate.certId',
      'partner.certificateAlias',
    )
    .select(rowColumns)
    .select([
      'policy.policyType',
      'policy.policyFileId',
      'certificate.certNotAfter as certificateExpiresAt',
      'certificate.certIssuer as certificateIssuer',
      'partner.certificateAlias',
      'policy.isActive as policyIsActive',
      'policy.validToDate',
      'group.isActive as groupIsActive',
      'decision.decidedBy',
    ])
    .executeTakeFirst()
}

type PolicyRequests = typeof contract.listPolicyRequests

interface RequestsWanted {
  filters: FiltersOf<PolicyRequests>
  /** The partner id that is searched. */
  searched: readonly RawBuilder<SqlBool>[]
  /** Whose requests. */
  partnerIds: readonly string[] | 'all'
}

/** One page of requests, all or of some partners, newest first unless sorted otherwise. */
export async function findPolicyRequests(
  db: Database,
  { filters, searched, partnerIds }: RequestsWanted,
  request: ListRequestOf<PolicyRequests>,
) {
  const { status, partnerType } = filters
  const chosen = {
    tallied: partnerType ? containsInValue('partnerType', partnerType) : undefined,
    ofKinds: status === undefined ? [] : [isInStatus(status)],
    others: [...ofPartners(partnerIds), ...searched, ...containing(textColumns, filters)],
  }
  return findRows(db, { list: requestList, chosen, request }, (page) =>
    withNames(page).select(rowColumns),
  )
}

/** A word that is no state matches nothing. */
function isInStatus(status: string) {
  return isStoredState(status) ? sql<SqlBool>`row.status = ${status}` : sql<SqlBool>`false`
}

const textColumns = {
  partnerComment: 'detail',
  orgName,
  policyId: 'policyId',
  policyName,
  policyGroupName,
} as const

const requestList: SortedRowList<SortFieldOf<PolicyRequests>> = {
  rows: 'pmp.policyRequestRow',
  counts: 'pmp.policyRequestCount',
  tallies: 'pmp.policyRequestTally',
  key: 'id',
  kinds: ['status'],
  sorts: {
    partnerId: 'partOrder',
    partnerType: 'typeOrder',
    orgName: 'orgOrder',
    policyId: 'policyIdOrder',
    policyName: 'policyOrder',
    policyGroupName: 'groupOrder',
    status: sql`pmp.sort_key(row.status)`,
    requestDetail: 'detailOrder',
    createdDateTime: 'createdAt',
  },
  newest: 'createdAt',
}
