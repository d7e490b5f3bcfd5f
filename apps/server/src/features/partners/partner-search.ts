import type { FilterValuesRequest } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { z } from 'zod'
import type { Database } from '../../database/database.ts'
import { findFilterValues, type FilterValuesRules } from '../../database/lists/filter-values.ts'
import {
  findSearchPage,
  findSearchedRows,
  type Search,
  type SearchRules,
} from '../../database/lists/search.ts'
import { holdsUserId, userIdKeyOf } from '../../identity/user-ids.ts'
import { partnerRows } from './partner-rows.ts'

const rowColumn = (name: string) => sql.ref(`row.${name}`)
const kept = (name: string) => ({ column: rowColumn(name), tally: name })

/** Not copied: hardly anybody searches by it. */
const ofPartner = (name: string) =>
  sql`(select ${sql.ref(`partner.${name}`)} from pms.partner where partner.id = row.id)`

/** What partners can be searched by (partner.md 4.2); encrypted columns are refused before. */
export const partnerSearch: FilterValuesRules = {
  columns: {
    id: { column: rowColumn('id'), kind: 'text', keyOf: userIdKeyOf },
    name: { column: rowColumn('name'), kind: 'text' },
    userId: { ...kept('userId'), kind: 'text', keyOf: userIdKeyOf },
    partnerTypeCode: { column: rowColumn('partnerType'), kind: 'text', isOfKind: true },
    policyGroupId: { ...kept('policyGroupId'), kind: 'text', isNullable: true },
    certificateAlias: { column: rowColumn('certificateAlias'), kind: 'text', isNullable: true },
    approvalStatus: { column: rowColumn('approvalStatus'), kind: 'text', isOfKind: true },
    langCode: { ...kept('langCode'), kind: 'text', isNullable: true },
    logoUrl: { column: ofPartner('logoUrl'), kind: 'text', isNullable: true, isFilterOnly: true },
    additionalInfo: {
      column: ofPartner('addlInfo'),
      kind: 'text',
      isNullable: true,
      isFilterOnly: true,
    },
    isActive: { column: rowColumn('isActive'), kind: 'boolean', isOfKind: true },
    isDeleted: { ...kept('isDeleted'), kind: 'boolean', isNullable: true },
    crBy: { ...kept('createdBy'), kind: 'text', keyOf: userIdKeyOf },
    crDtimes: { ...kept('createdAt'), kind: 'instant', isSqlTimestamp: true },
    updBy: { ...kept('updatedBy'), kind: 'text', isNullable: true, keyOf: userIdKeyOf },
    updDtimes: {
      ...kept('updatedAt'),
      kind: 'instant',
      isSqlTimestamp: true,
      isNullable: true,
    },
    delDtimes: {
      ...kept('deletedAt'),
      kind: 'instant',
      isSqlTimestamp: true,
      isNullable: true,
    },
  },
  key: rowColumn('id'),
  code: rowColumn('id'),
  failures: {
    typeMissing: 'filter_type_missing',
    columnUnknown: 'filter_column_unknown',
    typeUnknown: 'filter_type_unknown',
  },
  collectsFailures: true,
}

/** Whose partners somebody sees. */
interface Scope {
  /** Absent: everybody's; null: nobody's. */
  userId: string | null | undefined
  /** A type code in any letter case; absent: every type. */
  type?: string | undefined
}

/** One page of partners, contact data still encrypted. */
export async function findSearchedPartners(db: Database, { userId, type }: Scope, search: Search) {
  const chosen = {
    ofKinds:
      type === undefined ? [] : [sql<SqlBool>`lower(row.partner_type) = ${type.toLowerCase()}`],
    others: userId === undefined ? [] : [holdsUserId(rowColumn('userId'), userId)],
  }
  return findSearchedRows(db, { list: partnerRows, chosen, search }, (page) =>
    page
      .innerJoin('pms.partner as partner', 'partner.id', 'page.key')
      .select([
        'partner.id',
        'partner.address',
        'partner.contactNo',
        'partner.crBy',
        'partner.crDtimes',
        'partner.delDtimes',
        'partner.emailId',
        'partner.isActive',
        'partner.isDeleted',
        'partner.name',
        'partner.policyGroupId',
        'partner.certificateAlias',
        'partner.partnerTypeCode',
        'partner.approvalStatus',
        'partner.updBy',
        'partner.updDtimes',
        'partner.userId',
        'partner.langCode',
      ]),
  )
}

export async function findPartnerValues(
  db: Database,
  { userId }: Pick<Scope, 'userId'>,
  request: z.output<typeof FilterValuesRequest>,
) {
  const partners = db
    .selectFrom('pmp.partnerRow as row')
    .where('row.isListed', '=', true)
    .$if(userId !== undefined, (query) =>
      query.where(holdsUserId(rowColumn('userId'), userId ?? null)),
    )
  return findFilterValues(partnerSearch, request, partners)
}

const typeColumn = (name: string) => sql.ref(`type.${name}`)

export const partnerTypeSearch: SearchRules = {
  columns: {
    code: { column: typeColumn('code'), kind: 'text' },
    partnerDescription: { column: typeColumn('partnerDescription'), kind: 'text' },
    isPolicyRequired: { column: typeColumn('isPolicyRequired'), kind: 'boolean' },
    isActive: { column: typeColumn('isActive'), kind: 'boolean' },
    isDeleted: { column: typeColumn('isDeleted'), kind: 'boolean', isNullable: true },
    crBy: { column: typeColumn('crBy'), kind: 'text' },
    crDtimes: { column: typeColumn('crDtimes'), kind: 'instant', isSqlTimestamp: true },
    updBy: { column: typeColumn('updBy'), kind: 'text', isNullable: true },
    updDtimes: {
      column: typeColumn('updDtimes'),
      kind: 'instant',
      isSqlTimestamp: true,
      isNullable: true,
    },
    delDtimes: {
      column: typeColumn('delDtimes'),
      kind: 'instant',
      isSqlTimestamp: true,
      isNullable: true,
    },
  },
  key: typeColumn('code'),
}

export async function findSearchedTypes(db: Database, search: Search) {
  const types = db
    .selectFrom('pms.partnerType as type')
    .where(sql<boolean>`type.is_deleted is not true`)
  const rows = types.select([
    'type.code',
    'type.crBy',
    'type.crDtimes',
    'type.delDtimes',
    'type.isActive',
    'type.isDeleted',
    'type.partnerDescription',
    'type.updBy',
    'type.updDtimes',
    'type.isPolicyRequired',
  ])
  return findSearchPage(search, { matching: types, rows }, partnerTypeSearch.key)
}
