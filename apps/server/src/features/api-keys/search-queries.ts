import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import type { RowList } from '../../database/lists/row-list.ts'
import { findSearchedRows, type Search, type SearchRules } from '../../database/lists/search.ts'
import { ofPartnersOf } from '../../identity/user-ids.ts'

const column = (name: string) => sql.ref(`row.${name}`)
const kept = (name: string) => ({ column: column(name), tally: name })
const nameOf = (id: string, table: 'pms.partner' | 'pms.authPolicy') => ({
  column: sql`(select name from ${sql.table(table)} as referred where referred.id = ${column(id)})`,
  ofReferred: { by: column(id), table },
})

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
    partnerName: { ...nameOf('partId', 'pms.partner'), kind: 'text', isFilterOnly: true },
    policyId: { column: column('policyId'), kind: 'text' },
    policyName: { ...nameOf('policyId', 'pms.authPolicy'), kind: 'text', isFilterOnly: true },
    validFromDatetime: { ...kept('validFromDatetime'), kind: 'instant' },
    validToDatetime: { ...kept('validToDatetime'), kind: 'instant', isNullable: true },
    isActive: { column: column('isActive'), kind: 'boolean', isOfKind: true },
    isDeleted: { ...kept('isDeleted'), kind: 'boolean', isNullable: true },
    crBy: { ...kept('crBy'), kind: 'text', hasFewValues: true },
    crDtimes: { ...kept('crDtimes'), kind: 'instant' },
    updBy: { ...kept('updBy'), kind: 'text', isNullable: true, hasFewValues: true },
    updDtimes: { ...kept('updDtimes'), kind: 'instant', isNullable: true },
    delDtimes: { ...kept('delDtimes'), kind: 'instant', isNullable: true },
  },
  key: column('policyApiKey'),
}

const searchedKeys = {
  rows: 'pmp.searchedKeyRow',
  counts: 'pmp.searchedKeyCount',
  tallies: 'pmp.searchedKeyTally',
  days: ['crDtimes', 'validFromDatetime'],
  key: 'policyApiKey',
  kinds: ['isActive'],
} as const satisfies RowList

/** @param userId whose keys: undefined for everybody's, null for nobody's */
export async function findSearchedKeys(
  db: Database,
  userId: string | null | undefined,
  search: Search,
) {
  const chosen = { ofKinds: [], others: ofPartnersOf(userId) }
  return findSearchedRows(db, { list: searchedKeys, chosen, search }, (page) =>
    page
      .innerJoin('pms.partnerPolicy as key', 'key.policyApiKey', 'page.key')
      .innerJoin('pms.partner as partner', 'partner.id', 'key.partId')
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
      .select(sql<null>`null`.as('policyName')),
  )
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
