import { sql } from 'kysely'
import type { FilterValuesRequest } from '@pmp/contract'
import type { z } from 'zod'
import type { Database } from '../../database/database.ts'
import { everyRow } from '../../database/every-row.ts'
import { findFilterValues, type FilterValuesRules } from '../../database/lists/filter-values.ts'
import type { RowList } from '../../database/lists/row-list.ts'
import { findSearchedRows, type Search } from '../../database/lists/search.ts'
import { holdsUserId, ofPartnersOf } from '../../identity/user-ids.ts'

function keyRequests(db: Database) {
  return db
    .selectFrom('pms.partnerPolicyRequest as request')
    .innerJoin('pms.partner as partner', 'partner.id', 'request.partId')
    .leftJoin('pms.authPolicy as policy', 'policy.id', 'request.policyId')
    .select([
      'request.id',
      'request.partId',
      'request.statusCode',
      'request.policyId',
      'partner.name as organizationName',
      'policy.descr as policyDesc',
    ])
}

/** Every request with its partner, by id. */
export async function findKeyRequests(db: Database) {
  return everyRow((after, limit) =>
    keyRequests(db).where('request.id', '>', after).orderBy('request.id').limit(limit).execute(),
  )
}

export async function findKeyRequest(db: Database, id: string) {
  return keyRequests(db).where('request.id', '=', id).executeTakeFirst()
}

const ofPolicy = sql`(select policy.name from pms.auth_policy policy where policy.id = request.policy_id)`

/** What requests can be searched by (auth-services.md 4.4), of the table or of the rows of the search. */
function keyRequestRules(of: 'request' | 'row'): FilterValuesRules {
  const column = (name: string) => sql.ref(`${of}.${name}`)
  const kept = (name: string) => ({ column: column(name), tally: name })
  const nameOf = (id: string, table: 'pms.partner' | 'pms.authPolicy') => ({
    column: sql`(select name from ${sql.table(table)} as referred where referred.id = ${column(id)})`,
    ofReferred: { by: column(id), table },
  })
  const detailStart = of === 'row' ? { order: column('detailStart') } : {}
  return {
    columns: {
      id: { column: column('id'), kind: 'text', isFilterOnly: true },
      apikeyRequestId: { column: column('id'), kind: 'text', isFilterOnly: true },
      partnerId: { column: column('partId'), kind: 'text', isFilterOnly: true },
      partnerName: { ...nameOf('partId', 'pms.partner'), kind: 'text', isFilterOnly: true },
      policyId: { column: column('policyId'), kind: 'text' },
      policyName: { ...nameOf('policyId', 'pms.authPolicy'), kind: 'text', isFilterOnly: true },
      requestDetail: { column: column('requestDetail'), ...detailStart, kind: 'text' },
      requestDatetimes: { ...kept('requestDatetimes'), kind: 'instant' },
      statusCode: { column: column('statusCode'), kind: 'text', isOfKind: true },
      crBy: { ...kept('crBy'), kind: 'text', hasFewValues: true },
      crDtimes: { ...kept('crDtimes'), kind: 'instant' },
      updBy: { ...kept('updBy'), kind: 'text', isNullable: true, hasFewValues: true },
      updDtimes: { ...kept('updDtimes'), kind: 'instant', isNullable: true },
      isDeleted: { ...kept('isDeleted'), kind: 'boolean', isNullable: true },
      delDtimes: { ...kept('delDtimes'), kind: 'instant', isNullable: true },
    },
    key: column('id'),
    code: column('id'),
    failures: {
      typeMissing: 'filter_type_missing',
      columnUnknown: 'filter_column_unknown',
      typeUnknown: 'filter_type_unknown',
    },
    collectsFailures: true,
  }
}

export const keyRequestSearch = keyRequestRules('row')
const keyRequestValues = keyRequestRules('request')

const searchedRequests = {
  rows: 'pmp.searchedRequestRow',
  counts: 'pmp.searchedRequestCount',
  tallies: 'pmp.searchedRequestTally',
  days: ['crDtimes', 'requestDatetimes'],
  key: 'id',
  kinds: ['statusCode'],
} as const satisfies RowList

/** @param userId whose requests: undefined for everybody's, null for nobody's */
function seenBy(db: Database, userId: string | null | undefined) {
  return db
    .selectFrom('pms.partnerPolicyRequest as request')
    .innerJoin('pms.partner as partner', 'partner.id', 'request.partId')
    .where(sql<boolean>`request.is_deleted is not true`)
    .$if(userId !== undefined, (query) =>
      query.where(holdsUserId(sql.ref('partner.userId'), userId ?? null)),
    )
}

export async function findSearchedKeyRequests(
  db: Database,
  userId: string | null | undefined,
  search: Search,
) {
  const chosen = { ofKinds: [], others: ofPartnersOf(userId) }
  return findSearchedRows(db, { list: searchedRequests, chosen, search }, (page) =>
    page
      .innerJoin('pms.partnerPolicyRequest as request', 'request.id', 'page.key')
      .innerJoin('pms.partner as partner', 'partner.id', 'request.partId')
      .select([
        'request.id as apikeyRequestId',
        'request.partId as partnerId',
        'partner.name as partnerName',
        'request.policyId',
        'request.requestDatetimes',
        'request.requestDetail',
        'request.statusCode',
        'request.crBy',
        'request.crDtimes',
        'request.updBy',
        'request.updDtimes',
        'request.isDeleted',
        'request.delDtimes',
      ])
      .select(sql<string | null>`${ofPolicy}`.as('policyName')),
  )
}

export async function findKeyRequestValues(
  db: Database,
  userId: string | null | undefined,
  request: z.output<typeof FilterValuesRequest>,
) {
  return findFilterValues(keyRequestValues, request, seenBy(db, userId))
}
