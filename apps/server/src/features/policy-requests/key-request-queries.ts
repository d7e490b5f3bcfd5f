import { sql } from 'kysely'
import type { FilterValuesRequest } from '@pmp/contract'
import type { z } from 'zod'
import type { Database } from '../../database/database.ts'
import { everyRow } from '../../database/every-row.ts'
import { findFilterValues, type FilterValuesRules } from '../../database/lists/filter-values.ts'
import { findSearchPage, type Search } from '../../database/lists/search.ts'
import { holdsUserId } from '../../identity/user-ids.ts'

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

const column = (name: string) => sql.ref(`request.${name}`)
const ofPartner = sql`(select partner.name from pms.partner where partner.id = request.part_id)`
const ofPolicy = sql`(select policy.name from pms.auth_policy policy where policy.id = request.policy_id)`

/** What requests can be searched by (auth-services.md 4.4). */
export const keyRequestSearch: FilterValuesRules = {
  columns: {
    id: { column: column('id'), kind: 'text', isFilterOnly: true },
    apikeyRequestId: { column: column('id'), kind: 'text', isFilterOnly: true },
    partnerId: { column: column('partId'), kind: 'text', isFilterOnly: true },
    partnerName: { column: ofPartner, kind: 'text', isFilterOnly: true },
    policyId: { column: column('policyId'), kind: 'text' },
    policyName: { column: ofPolicy, kind: 'text', isFilterOnly: true },
    requestDetail: { column: column('requestDetail'), kind: 'text' },
    requestDatetimes: { column: column('requestDatetimes'), kind: 'instant' },
    statusCode: { column: column('statusCode'), kind: 'text' },
    crBy: { column: column('crBy'), kind: 'text' },
    crDtimes: { column: column('crDtimes'), kind: 'instant' },
    updBy: { column: column('updBy'), kind: 'text', isNullable: true },
    updDtimes: { column: column('updDtimes'), kind: 'instant', isNullable: true },
    isDeleted: { column: column('isDeleted'), kind: 'boolean', isNullable: true },
    delDtimes: { column: column('delDtimes'), kind: 'instant', isNullable: true },
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
  const matching = seenBy(db, userId)
  const rows = matching
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
    .select(sql<string | null>`${ofPolicy}`.as('policyName'))
  return findSearchPage(search, { matching, rows }, keyRequestSearch.key)
}

export async function findKeyRequestValues(
  db: Database,
  userId: string | null | undefined,
  request: z.output<typeof FilterValuesRequest>,
) {
  return findFilterValues(keyRequestSearch, request, seenBy(db, userId))
}
