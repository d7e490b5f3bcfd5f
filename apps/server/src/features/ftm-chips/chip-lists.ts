import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { findRows, type RowList, type SortedRowList } from '../../database/lists/row-list.ts'
import { findSearchedRows, type Search, type SearchRules } from '../../database/lists/search.ts'
import { containing } from '../../database/lists/text-filters.ts'
import { holdsUserId, ofPartnersOf, userIdKeyOf } from '../../identity/user-ids.ts'

/** Rows of an unpaged list at most: far more than any provider makes kinds of chips. */
const mostChips = 1000
/** Rows of a search, which has no pages, at most. */
const mostFound = 10_000

const isNotDeleted = sql<boolean>`chip.is_deleted is not true`

/** The chips of a user's FTM providers with their certificates, newest first (devices.md 7.6). */
export async function findOwnChips(db: Database, userId: string | null) {
  return db
    .selectFrom('pms.ftpChipDetail as chip')
    .innerJoin('pms.partner as partner', 'partner.id', 'chip.foundationalTrustProviderId')
    .leftJoin(
      'keymgr.partnerCertStore as certificate',
      'certificate.certId',
      'chip.certificateAlias',
    )
    .select([
      'chip.id as ftmId',
      'partner.id as partnerId',
      'partner.approvalStatus as partnerApproval',
      'partner.isActive as isPartnerActive',
      'chip.make',
      'chip.model',
      'chip.approvalStatus as status',
      'chip.isActive',
      'chip.certificateAlias',
      'certificate.certNotAfter as uploadedNotAfter',
      'certificate.signedCertData',
      'chip.crDtimes as createdDateTime',
    ])
    .where(holdsUserId(sql.ref('partner.userId'), userId))
    .where('partner.partnerTypeCode', '=', 'FTM_Provider')
    .where(isNotDeleted)
    .orderBy('chip.crDtimes', 'desc')
    .orderBy('chip.id')
    .limit(mostChips)
    .execute()
}

type Chips = typeof contract.listFtmChips

/** As lists show it: one that was approved and switched off is deactivated (devices.md 3). */
const shownStatus = (table: 'row' | 'chip') => sql<string>`case
  when ${sql.ref(`${table}.approvalStatus`)} = 'approved' and not ${sql.ref(`${table}.isActive`)}
    then 'deactivated'
  else ${sql.ref(`${table}.approvalStatus`)} end`

const textColumns = {
  partnerId: 'partId',
  orgName: 'orgName',
  ftmId: 'id',
  make: 'make',
  model: 'model',
} as const

const chipList: SortedRowList<SortFieldOf<Chips>> = {
  rows: 'pmp.ftmChipRow',
  counts: 'pmp.ftmChipCount',
  key: 'id',
  kinds: ['approvalStatus', 'isActive'],
  sorts: {
    partnerId: 'partOrder',
    orgName: 'orgOrder',
    ftmId: 'idOrder',
    make: 'makeOrder',
    model: 'modelOrder',
    status: shownStatus('row'),
    createdDateTime: 'createdAt',
  },
  newest: 'createdAt',
}

/** One page of all chips, newest first unless sorted otherwise (devices.md 7.9). */
export async function findChips(
  db: Database,
  filters: FiltersOf<Chips>,
  request: ListRequestOf<Chips>,
) {
  const { status } = filters
  const chosen = {
    ofKinds: status === undefined ? [] : [sql<SqlBool>`${shownStatus('row')} = ${status}`],
    others: containing(textColumns, filters),
  }
  return findRows(db, { list: chipList, chosen, request }, (page) =>
    page
      .innerJoin('pms.ftpChipDetail as chip', 'chip.id', 'page.key')
      .select([
        'chip.id as ftmId',
        'chip.foundationalTrustProviderId as partnerId',
        'chip.partnerOrgName as orgName',
        'chip.make',
        'chip.model',
        shownStatus('chip').as('status'),
        'chip.isActive',
        sql<boolean>`chip.certificate_alias is not null`.as('isCertificateAvailable'),
        'chip.crDtimes as createdDateTime',
      ]),
  )
}

const column = (name: string) => sql.ref(`row.${name}`)
const kept = (name: string) => ({ column: column(name), tally: name })

/** What chips can be searched by, under the names of the answer and of upstream's entity. */
export const chipSearch: SearchRules = {
  columns: {
    id: { column: column('id'), kind: 'text' },
    ftpChipDetailId: { column: column('id'), kind: 'text' },
    ftpProviderId: { column: column('partId'), kind: 'text' },
    make: { column: column('make'), kind: 'text', isNullable: true },
    model: { column: column('model'), kind: 'text', isNullable: true },
    certificateAlias: { column: column('certificateAlias'), kind: 'text', isNullable: true },
    partnerOrganizationName: { column: column('orgName'), kind: 'text', isNullable: true },
    approvalStatus: { ...kept('approvalStatus'), kind: 'text', hasFewValues: true },
    isActive: { column: column('isActive'), kind: 'boolean', isOfKind: true },
    isDeleted: { ...kept('isDeleted'), kind: 'boolean', isNullable: true },
    active: { column: column('isActive'), kind: 'boolean', isOfKind: true },
    deleted: { ...kept('isDeleted'), kind: 'boolean', isNullable: true },
    crBy: { ...kept('crBy'), kind: 'text', keyOf: userIdKeyOf, hasFewValues: true },
    crDtimes: { ...kept('crDtimes'), kind: 'instant' },
    updBy: {
      ...kept('updBy'),
      kind: 'text',
      isNullable: true,
      keyOf: userIdKeyOf,
      hasFewValues: true,
    },
    updDtimes: { ...kept('updDtimes'), kind: 'instant', isNullable: true },
    delDtimes: { ...kept('delDtimes'), kind: 'instant', isNullable: true },
  },
  key: column('id'),
}

const searchedChips = {
  rows: 'pmp.searchedChipRow',
  counts: 'pmp.searchedChipCount',
  tallies: 'pmp.searchedChipTally',
  key: 'id',
  kinds: ['isActive'],
} as const satisfies RowList

/**
 * Chips that meet a search, oldest first; its sort and page are not used.
 * @param userId whose providers' chips are searched; absent: everybody's, null: nobody's
 */
export async function findSearchedChips(
  db: Database,
  userId: string | null | undefined,
  search: Search,
) {
  const chosen = { ofKinds: [], others: ofPartnersOf(userId) }
  const order = [{ column: column('crDtimes'), name: 'crDtimes', direction: 'asc' } as const]
  const every = { ...search, order, pageNo: 0, pageSize: mostFound }
  const { data } = await findSearchedRows(
    db,
    { list: searchedChips, chosen, search: every },
    (page) =>
      page
        .innerJoin('pms.ftpChipDetail as chip', 'chip.id', 'page.key')
        .select([
          'chip.id as ftpChipDetailId',
          'chip.foundationalTrustProviderId as ftpProviderId',
          'chip.make',
          'chip.model',
          'chip.certificateAlias',
          'chip.partnerOrgName as partnerOrganizationName',
          'chip.isActive as active',
          'chip.isDeleted as deleted',
          'chip.crBy',
          'chip.crDtimes',
          'chip.delDtimes',
          'chip.updBy',
          'chip.updDtimes',
          'chip.approvalStatus',
        ]),
  )
  return data ?? []
}
