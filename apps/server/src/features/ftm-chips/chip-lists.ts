import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { findRows, type SortedRowList } from '../../database/lists/row-list.ts'
import { whereAll, type Search, type SearchRules } from '../../database/lists/search.ts'
import { containing } from '../../database/lists/text-filters.ts'
import { holdsUserId, userIdKeyOf } from '../../identity/user-ids.ts'

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

const column = (name: string) => sql.ref(`chip.${name}`)

/** What chips can be searched by, under the names of the answer and of upstream's entity. */
export const chipSearch: SearchRules = {
  columns: {
    id: { column: column('id'), kind: 'text' },
    ftpChipDetailId: { column: column('id'), kind: 'text' },
    ftpProviderId: { column: column('foundationalTrustProviderId'), kind: 'text' },
    make: { column: column('make'), kind: 'text', isNullable: true },
    model: { column: column('model'), kind: 'text', isNullable: true },
    certificateAlias: { column: column('certificateAlias'), kind: 'text', isNullable: true },
    partnerOrganizationName: { column: column('partnerOrgName'), kind: 'text', isNullable: true },
    approvalStatus: { column: column('approvalStatus'), kind: 'text' },
    isActive: { column: column('isActive'), kind: 'boolean' },
    isDeleted: { column: column('isDeleted'), kind: 'boolean', isNullable: true },
    active: { column: column('isActive'), kind: 'boolean' },
    deleted: { column: column('isDeleted'), kind: 'boolean', isNullable: true },
    crBy: { column: column('crBy'), kind: 'text', keyOf: userIdKeyOf },
    crDtimes: { column: column('crDtimes'), kind: 'instant' },
    updBy: { column: column('updBy'), kind: 'text', isNullable: true, keyOf: userIdKeyOf },
    updDtimes: { column: column('updDtimes'), kind: 'instant', isNullable: true },
    delDtimes: { column: column('delDtimes'), kind: 'instant', isNullable: true },
  },
  key: column('id'),
}

/** @param userId whose providers' chips are searched; absent: everybody's, null: nobody's */
export async function findSearchedChips(
  db: Database,
  userId: string | null | undefined,
  conditions: Search['conditions'],
) {
  const chips = db
    .selectFrom('pms.ftpChipDetail as chip')
    .leftJoin('pms.partner as partner', 'partner.id', 'chip.foundationalTrustProviderId')
    .where(isNotDeleted)
    .$if(userId !== undefined, (query) =>
      query.where(holdsUserId(sql.ref('partner.userId'), userId ?? null)),
    )
  const rows = chips.select([
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
  ])
  return whereAll(rows, conditions)
    .orderBy('chip.crDtimes')
    .orderBy('chip.id')
    .limit(mostFound)
    .execute()
}
