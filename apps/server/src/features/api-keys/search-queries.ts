import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { findSearchPage, type Search, type SearchRules } from '../../database/lists/search.ts'
import { holdsUserId } from '../../identity/user-ids.ts'

const column = (name: string) => sql.ref(`key.${name}`)
const ofPartner = sql`(select partner.name from pms.partner where partner.id = key.part_id)`
const ofPolicy = sql`(select policy.name from pms.auth_policy policy where policy.id = key.policy_id)`

/** What keys can be searched by (auth-services.md 4.5); by the key only as a whole. */
export const apiKeySearch: SearchRules = {
  columns: {
    policyApiKey: {
      column: column('policyApiKey'),
      kind: 'text',
      isFilterOnly: true,
      isSecret: true,
    },
    label: { column: column('label'), kind: 'text' },
    partnerId: { column: column('partId'), kind: 'text', isFilterOnly: true },
    partnerName: { column: ofPartner, kind: 'text', isFilterOnly: true },
    policyId: { column: column('policyId'), kind: 'text' },
    policyName: { column: ofPolicy, kind: 'text', isFilterOnly: true },
    validFromDatetime: { column: column('validFromDatetime'), kind: 'instant' },
    validToDatetime: { column: column('validToDatetime'), kind: 'instant', isNullable: true },
    isActive: { column: column('isActive'), kind: 'boolean' },
    isDeleted: { column: column('isDeleted'), kind: 'boolean', isNullable: true },
    crBy: { column: column('crBy'), kind: 'text' },
    crDtimes: { column: column('crDtimes'), kind: 'instant' },
    updBy: { column: column('updBy'), kind: 'text', isNullable: true },
    updDtimes: { column: column('updDtimes'), kind: 'instant', isNullable: true },
    delDtimes: { column: column('delDtimes'), kind: 'instant', isNullable: true },
  },
  key: column('policyApiKey'),
}

/** @param userId whose keys: undefined for everybody's, null for nobody's */
export async function findSearchedKeys(
  db: Database,
  userId: string | null | undefined,
  search: Search,
) {
  const matching = db
    .selectFrom('pms.partnerPolicy as key')
    .innerJoin('pms.partner as partner', 'partner.id', 'key.partId')
    .where(sql<boolean>`key.is_deleted is not true`)
    .$if(userId !== undefined, (query) =>
      query.where(holdsUserId(sql.ref('partner.userId'), userId ?? null)),
    )
  const rows = matching
    .select([
      'key.label',
      'key.partId as partnerId',
      'partner.name as partnerName',
      'key.policyId',
      'key.validFromDatetime',
      'key.validToDatetime',
      'key.isActive',
      'key.isDeleted',
      'key.crBy',
      'key.crDtimes',
      'key.updBy',
      'key.updDtimes',
      'key.delDtimes',
    ])
    .select(sql<null>`null`.as('policyName'))
  return findSearchPage(search, { matching, rows }, apiKeySearch.key)
}

/** The requests of a partner, each with the keys of its pair; only approved ones have keys to show. */
export async function findKeysOfPartner(db: Database, partnerId: string) {
  return db
    .selectFrom('pms.partnerPolicyRequest as request')
    .leftJoin('pms.partnerPolicy as key', (join) =>
      join
        .onRef('key.partId', '=', 'request.partId')
        .onRef('key.policyId', '=', 'request.policyId')
        .on(sql`pmp.request_state(request.status_code)`, '=', 'approved'),
    )
    .select([
      'request.id',
      'request.statusCode',
      'key.label',
      'key.isActive',
      'key.validToDatetime',
    ])
    .where('request.partId', '=', partnerId)
    .orderBy('request.crDtimes')
    .orderBy('request.id')
    .orderBy('key.crDtimes')
    .execute()
}
