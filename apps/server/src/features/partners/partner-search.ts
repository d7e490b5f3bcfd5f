import type { FilterValuesRequest } from '@pmp/contract'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Database } from '../../database/database.ts'
import { findFilterValues, type FilterValuesRules } from '../../database/lists/filter-values.ts'
import { findSearchPage, type Search, type SearchRules } from '../../database/lists/search.ts'
import { holdsUserId, userIdKeyOf } from '../../identity/user-ids.ts'

const partnerColumn = (name: string) => sql.ref(`partner.${name}`)

/** What partners can be searched by (partner.md 4.2); encrypted columns are refused before. */
export const partnerSearch: FilterValuesRules = {
  columns: {
    id: { column: partnerColumn('id'), kind: 'text', keyOf: userIdKeyOf },
    name: { column: partnerColumn('name'), kind: 'text' },
    userId: { column: partnerColumn('userId'), kind: 'text', keyOf: userIdKeyOf },
    partnerTypeCode: { column: partnerColumn('partnerTypeCode'), kind: 'text' },
    policyGroupId: { column: partnerColumn('policyGroupId'), kind: 'text', isNullable: true },
    certificateAlias: { column: partnerColumn('certificateAlias'), kind: 'text', isNullable: true },
    approvalStatus: { column: partnerColumn('approvalStatus'), kind: 'text' },
    langCode: { column: partnerColumn('langCode'), kind: 'text', isNullable: true },
    logoUrl: {
      column: partnerColumn('logoUrl'),
      kind: 'text',
      isNullable: true,
      isFilterOnly: true,
    },
    additionalInfo: {
      column: partnerColumn('addlInfo'),
      kind: 'text',
      isNullable: true,
      isFilterOnly: true,
    },
    isActive: { column: partnerColumn('isActive'), kind: 'boolean' },
    isDeleted: { column: partnerColumn('isDeleted'), kind: 'boolean', isNullable: true },
    crBy: { column: partnerColumn('crBy'), kind: 'text', keyOf: userIdKeyOf },
    crDtimes: { column: partnerColumn('crDtimes'), kind: 'instant' },
    updBy: { column: partnerColumn('updBy'), kind: 'text', isNullable: true, keyOf: userIdKeyOf },
    updDtimes: { column: partnerColumn('updDtimes'), kind: 'instant', isNullable: true },
    delDtimes: { column: partnerColumn('delDtimes'), kind: 'instant', isNullable: true },
  },
  key: partnerColumn('id'),
  code: partnerColumn('id'),
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

function partnersIn(db: Database, { userId, type }: Scope) {
  return db
    .selectFrom('pms.partner as partner')
    .where(sql<boolean>`partner.is_deleted is not true`)
    .$if(userId !== undefined, (query) =>
      query.where(holdsUserId(sql.ref('partner.userId'), userId ?? null)),
    )
    .$if(type !== undefined, (query) =>
      query.where(sql`lower(partner.partner_type_code)`, '=', type?.toLowerCase() ?? ''),
    )
}

/** One page of partners, contact data still encrypted. */
export async function findSearchedPartners(db: Database, scope: Scope, search: Search) {
  const partners = partnersIn(db, scope)
  const rows = partners.select([
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
  ])
  return findSearchPage(search, { matching: partners, rows }, partnerSearch.key)
}

export async function findPartnerValues(
  db: Database,
  scope: Scope,
  request: z.output<typeof FilterValuesRequest>,
) {
  return findFilterValues(partnerSearch, request, partnersIn(db, scope))
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
    crDtimes: { column: typeColumn('crDtimes'), kind: 'instant' },
    updBy: { column: typeColumn('updBy'), kind: 'text', isNullable: true },
    updDtimes: { column: typeColumn('updDtimes'), kind: 'instant', isNullable: true },
    delDtimes: { column: typeColumn('delDtimes'), kind: 'instant', isNullable: true },
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
