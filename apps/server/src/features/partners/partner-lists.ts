import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequest, SortFieldOf } from '@pmp/contract'
import { sql, type Expression } from 'kysely'
import type { Database } from '../../database/database.ts'
import { findRows, type KeyPage, type SortedRowList } from '../../database/lists/row-list.ts'
import { containing, contains, policyGroupName } from '../../database/lists/text-filters.ts'
import { emailHash } from '../../keys/personal-data.ts'
import { partnerRows } from './partner-rows.ts'

/** Rows of an unpaged list at most: more than any country has partners. */
const mostPartners = 10_000

const contactColumns = [
  'partner.id',
  'partner.name',
  'partner.userId',
  'partner.address',
  'partner.contactNo',
  'partner.emailId',
  'partner.partnerTypeCode',
  'partner.approvalStatus',
  'partner.isActive',
  'partner.logoUrl',
  'partner.addlInfo',
] as const

const isNotDeleted = sql<boolean>`partner.is_deleted is not true`

/** A partner with its contact data, still encrypted, and its policy group. */
export async function findPartnerWithGroup(db: Database, id: string) {
  return db
    .selectFrom('pms.partner as partner')
    .leftJoin('pms.policyGroup as group', 'group.id', 'partner.policyGroupId')
    .select(contactColumns)
    .select(['partner.policyGroupId', 'group.name as groupName'])
    .where('partner.id', '=', id)
    .executeTakeFirst()
}

/** Partners of a type, or all, oldest first, with contact data still encrypted. */
export async function findPartnersWithContact(db: Database, partnerType: string | undefined) {
  const partners = db
    .selectFrom('pms.partner as partner')
    .select(contactColumns)
    .where(isNotDeleted)
    .orderBy('partner.crDtimes')
    .orderBy('partner.id')
    .limit(mostPartners)
  return partnerType
    ? partners.where('partner.partnerTypeCode', '=', partnerType).execute()
    : partners.execute()
}

/** Partners of a type in a state, oldest first, as the list of own partners shows them. */
export async function findPartnersOfType(db: Database, type: string, approvalStatus: string) {
  return db
    .selectFrom('pms.partner as partner')
    .select(['partner.id', 'partner.partnerTypeCode', 'partner.policyGroupId'])
    .where('partner.partnerTypeCode', '=', type)
    .where('partner.approvalStatus', '=', approvalStatus)
    .where(isNotDeleted)
    .orderBy('partner.crDtimes')
    .orderBy('partner.id')
    .limit(mostPartners)
    .execute()
}

/** A partner with group, certificate and what its type asks for. */
export async function findPartnerDetails(db: Database, id: string) {
  return db
    .selectFrom('pms.partner as partner')
    .leftJoin('pms.policyGroup as group', 'group.id', 'partner.policyGroupId')
    .leftJoin('pms.partnerType as type', 'type.code', 'partner.partnerTypeCode')
    .leftJoin(
      'keymgr.partnerCertStore as certificate',
      'certificate.certId',
      'partner.certificateAlias',
    )
    .select(contactColumns)
    .select([
      'partner.policyGroupId',
      'partner.certificateAlias',
      'partner.crDtimes',
      'type.isPolicyRequired',
      'group.name as groupName',
      'group.descr as groupDescription',
      'certificate.signedCertData',
    ])
    .where('partner.id', '=', id)
    .executeTakeFirst()
}

type AdminPartners = typeof contract.listAdminPartners
type Filters = FiltersOf<AdminPartners>
/** Addresses are stored encrypted, so nothing is sorted by them. */
type SortField = Exclude<SortFieldOf<AdminPartners>, 'emailAddress'>

type Status = 'active' | 'deactivated' | 'inactive'
type UploadStatus = 'uploaded' | 'not_uploaded'

// Legacy rows say `Activated` for approved (database.md 4.1).
function statusOf(table: 'partner' | 'row') {
  const [approval, isActive] = [sql.ref(`${table}.approvalStatus`), sql.ref(`${table}.isActive`)]
  return sql<Status>`case when ${approval} not in ('approved', 'Activated') then 'inactive'
    when ${isActive} then 'active' else 'deactivated' end`
}

function uploadStatusOf(hasCertificate: Expression<unknown>) {
  return sql<UploadStatus>`case when ${hasCertificate} then 'uploaded' else 'not_uploaded' end`
}

/** One page of all partners, newest first unless sorted otherwise (partner.md 3.1). */
export async function findAdminPartners(
  db: Database,
  filters: Filters,
  request: ListRequest<SortField>,
) {
  const { emailAddress, partnerType = '' } = filters
  const chosen = {
    ofKinds: [
      ...exactConditions(filters),
      ...(partnerType === '' ? [] : [contains(sql.ref('row.partnerType'), partnerType)]),
    ],
    others: [
      ...containing(textColumns, filters),
      ...(emailAddress === undefined ? [] : [hasEmail(emailAddress)]),
    ],
  }
  return findRows(db, { list: partnerList, chosen, request }, showPartners)
}

const showPartners = (page: KeyPage) =>
  page
    .innerJoin('pms.partner as partner', 'partner.id', 'page.key')
    .leftJoin('pms.policyGroup as group', 'group.id', 'partner.policyGroupId')
    .select([
      'partner.id as partnerId',
      'partner.partnerTypeCode as partnerType',
      'partner.name as orgName',
      'partner.policyGroupId',
      'group.name as policyGroupName',
      'partner.emailId as emailAddress',
      uploadStatusOf(sql`partner.certificate_alias is not null`).as('certificateUploadStatus'),
      statusOf('partner').as('status'),
      'partner.isActive',
      'partner.crDtimes as createdDateTime',
      'partner.logoUrl',
      'partner.addlInfo',
    ])

const status = statusOf('row')
const uploadStatus = uploadStatusOf(sql.ref('row.hasCertificate'))

/** Filters that are compared as a whole; an unknown word matches nothing. */
function exactConditions({ certificateUploadStatus, status: wanted, isActive }: Filters) {
  return [
    ...(wanted === undefined ? [] : [sql<boolean>`${status} = ${wanted}`]),
    ...(certificateUploadStatus === undefined
      ? []
      : [sql<boolean>`${uploadStatus} = ${certificateUploadStatus}`]),
    ...(isActive === undefined ? [] : [sql<boolean>`row.is_active = ${isActive}`]),
  ]
}

/** The address is not copied: it is encrypted, and its hash has an index where it is. */
function hasEmail(address: string) {
  const plain = address.toLowerCase()
  return sql<boolean>`row.id = any(array(select id from pms.partner
    where email_id_hash = ${emailHash(address)}
      or (email_id_hash is null and lower(email_id) = ${plain})))`
}

const textColumns = {
  partnerId: 'id',
  orgName: 'name',
  policyGroupName,
} as const

const partnerList: SortedRowList<SortField> = {
  ...partnerRows,
  sorts: {
    partnerId: 'idOrder',
    partnerType: sql`pmp.sort_key(row.partner_type)`,
    orgName: 'nameOrder',
    policyGroupId: 'groupIdOrder',
    policyGroupName: 'groupOrder',
    certificateUploadStatus: uploadStatus,
    status,
    // Upstream: ascending gives active before inactive.
    isActive: sql`not row.is_active`,
    createdDateTime: 'createdAt',
  },
  newest: 'createdAt',
}
