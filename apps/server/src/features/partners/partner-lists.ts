import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequest, SortFieldOf } from '@pmp/contract'
import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { findPage, type ListOrder } from '../../database/lists/page.ts'
import { whereContains } from '../../database/lists/text-filters.ts'
import { emailHash } from '../../keys/personal-data.ts'

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
const status = sql<Status>`case
  when partner.approval_status not in ('approved', 'Activated') then 'inactive'
  when partner.is_active then 'active'
  else 'deactivated' end`

const uploadStatus = sql<UploadStatus>`case
  when partner.certificate_alias is null then 'not_uploaded' else 'uploaded' end`

/** One page of all partners, newest first unless sorted otherwise (partner.md 3.1). */
export async function findAdminPartners(
  db: Database,
  filters: Filters,
  list: ListRequest<SortField>,
) {
  const matching = db
    .selectFrom('pms.partner as partner')
    .leftJoin('pms.policyGroup as group', 'group.id', 'partner.policyGroupId')
    .where(isNotDeleted)
    .where((eb) => eb.and(exactConditions(filters)))
  const found = whereContains(matching, textColumns, filters)
  const page = await findPage(list, { matching: found, rows: found.select('partner.id') }, order)
  const rows = await findAdminRows(
    db,
    page.data.map(({ id }) => id),
  )
  return { ...page, data: page.data.flatMap(({ id }) => rows.get(id) ?? []) }
}

/** The rows of a page, read only now: to sort and count, an index with the narrow columns does. */
async function findAdminRows(db: Database, ids: readonly string[]) {
  const rows = await db
    .selectFrom('pms.partner as partner')
    .leftJoin('pms.policyGroup as group', 'group.id', 'partner.policyGroupId')
    .select([
      'partner.id as partnerId',
      'partner.partnerTypeCode as partnerType',
      'partner.name as orgName',
      'partner.policyGroupId',
      'group.name as policyGroupName',
      'partner.emailId as emailAddress',
      uploadStatus.as('certificateUploadStatus'),
      status.as('status'),
      'partner.isActive',
      'partner.crDtimes as createdDateTime',
      'partner.logoUrl',
      'partner.addlInfo',
    ])
    .where('partner.id', 'in', [...ids, ''])
    .execute()
  return new Map(rows.map((row) => [row.partnerId, row]))
}

/** Filters that are compared as a whole; an unknown word matches nothing. */
function exactConditions({
  emailAddress,
  certificateUploadStatus,
  status: wanted,
  isActive,
}: Filters) {
  return [
    ...(wanted === undefined ? [] : [sql<boolean>`${status} = ${wanted}`]),
    ...(certificateUploadStatus === undefined
      ? []
      : [sql<boolean>`${uploadStatus} = ${certificateUploadStatus}`]),
    ...(isActive === undefined ? [] : [sql<boolean>`partner.is_active = ${isActive}`]),
    ...(emailAddress === undefined ? [] : [hasEmail(emailAddress)]),
  ]
}

function hasEmail(address: string) {
  const plain = address.toLowerCase()
  return sql<boolean>`(partner.email_id_hash = ${emailHash(address)}
    or (partner.email_id_hash is null and lower(partner.email_id) = ${plain}))`
}

const textColumns = {
  partnerId: sql.ref('partner.id'),
  partnerType: sql.ref('partner.partnerTypeCode'),
  orgName: sql.ref('partner.name'),
  policyGroupName: sql.ref('group.name'),
}

const created = sql.ref('partner.crDtimes')

const order: ListOrder<SortField> = {
  columns: {
    ...textColumns,
    policyGroupId: sql.ref('partner.policyGroupId'),
    certificateUploadStatus: uploadStatus,
    status,
    // Upstream: ascending gives active before inactive.
    isActive: sql`not partner.is_active`,
    createdDateTime: created,
  },
  created,
  key: sql.ref('partner.id'),
}
