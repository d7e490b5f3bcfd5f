import type * as contract from '@pmp/contract'
import type { ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { PlatformThumbprints } from '../../certificate-engine/platform-thumbprints.ts'
import { caTypeOfRow } from '../../certificate-engine/queries.ts'
import type { Database } from '../../database/database.ts'
import { findPageAsAsked, type ListOrder } from '../../database/lists/page.ts'
import { whereContains } from '../../database/lists/text-filters.ts'
import { dayMs } from '../../durations.ts'

const isNotDeleted = sql<SqlBool>`is_deleted is not true`

/** By an administrator. */
export const isRevokedRow = sql<boolean>`exists (select 1 from pmp.revocation revoked
  where revoked.kind = 'authority' and revoked.cert_id = keymgr.ca_cert_store.cert_id)`

/** What the list of trust certificates is narrowed by; domain and type in their stored form. */
interface TrustFilters {
  caCertificateType?: string | undefined
  partnerDomain?: string | undefined
  certificateId?: string | undefined
  issuedTo?: string | undefined
  issuedBy?: string | undefined
  /** Only what ends from today to so many days from now, in UTC. */
  expiryPeriod?: number | undefined
  now: Date
  /** Left out, with the partner certificates that its signers issued. */
  platform: PlatformThumbprints
}

const uploaded = sql.ref('crDtimes')

type TrustCertificates = typeof contract.listTrustCertificates

const order: ListOrder<SortFieldOf<TrustCertificates>> = {
  columns: {
    caCertificateType: caTypeOfRow,
    certificateId: sql.ref('certId'),
    partnerDomain: sql.ref('partnerDomain'),
    issuedTo: sql.ref('certSubject'),
    issuedBy: sql.ref('certIssuer'),
    validFrom: sql.ref('certNotBefore'),
    validTill: sql.ref('certNotAfter'),
    uploadedDateTime: uploaded,
  },
  created: uploaded,
  key: sql.ref('certId'),
}

/**
 * One page of the trust store, oldest upload first unless asked otherwise, and how many there are.
 * Left out are the platform's own certificates and the partner certificates that its signers issued
 * (certificates.md A7).
 */
export async function findTrustCertificates(
  db: Database,
  filters: TrustFilters,
  list: ListRequestOf<TrustCertificates>,
) {
  const page = list.page ?? { pageNo: 0, pageSize: 8 }
  const sort = list.sort ?? ({ field: 'uploadedDateTime', direction: 'asc' } as const)
  const matching = visible(db, filters)
  const rows = matching
    .select([
      'certId',
      'partnerDomain',
      'certSubject',
      'certIssuer',
      'certThumbprint',
      'certNotBefore',
      'certNotAfter',
      'crDtimes',
      caTypeOfRow.as('type'),
      isRevokedRow.as('isRevoked'),
    ])
    // Every writer fills these columns.
    .$narrowType<{
      partnerDomain: string
      certThumbprint: string
      certNotBefore: Date
      certNotAfter: Date
      crDtimes: Date
    }>()
  const count = isKnown(filters) ? () => countVisible(db, filters) : undefined
  return findPageAsAsked({ page, sort }, { matching, rows, count }, order)
}

/** Only what is narrowed by domain and type at most has a total that triggers keep. */
function isKnown({ certificateId, issuedTo, issuedBy, expiryPeriod }: TrustFilters): boolean {
  return !certificateId && !issuedTo && !issuedBy && expiryPeriod === undefined
}

/** The total that triggers keep (migration 0011) without the rows that are left out. */
async function countVisible(
  db: Database,
  { caCertificateType: type, partnerDomain: domain, platform }: TrustFilters,
): Promise<number> {
  const { total } = await db
    .selectFrom('pmp.trustCount')
    .select(sql<number>`coalesce(sum(total), 0)::bigint`.as('total'))
    .$if(Boolean(type), (query) => query.where('caType', '=', type ?? ''))
    .$if(Boolean(domain), (query) => query.where('partnerDomain', '=', domain ?? ''))
    .executeTakeFirstOrThrow()
  // Two counts, each by its index: together they would read the table.
  const ofRows = ofDomainAndType(db, { type, domain }).select(sql<number>`count(*)`.as('hidden'))
  const own = await ofRows.where('certThumbprint', 'in', platform.own).executeTakeFirstOrThrow()
  const issued = await ofRows
    .where('certThumbprint', 'not in', platform.own)
    .where('issuerId', 'in', signerRows(db, platform))
    .executeTakeFirstOrThrow()
  return total - own.hidden - issued.hidden
}

/** Rows of the platform's signers in the domains that have met them. */
function signerRows(db: Database, { signers }: PlatformThumbprints) {
  return db
    .selectFrom('keymgr.caCertStore as signer')
    .select('signer.certId')
    .where('signer.certThumbprint', 'in', signers)
}

/** Trust certificates without the platform's own and those that its signers issued. */
export function foreignCertificates(db: Database, platform: PlatformThumbprints) {
  return db
    .selectFrom('keymgr.caCertStore')
    .where(isNotDeleted)
    .where('certThumbprint', 'not in', platform.own)
    .where('issuerId', 'not in', signerRows(db, platform))
}

function ofDomainAndType(
  db: Database,
  { type, domain }: { type: string | undefined; domain: string | undefined },
) {
  return db
    .selectFrom('keymgr.caCertStore')
    .where(isNotDeleted)
    .$if(Boolean(type), (query) => query.where(caTypeOfRow, '=', type ?? ''))
    .$if(Boolean(domain), (query) => query.where('partnerDomain', '=', domain ?? ''))
}

function visible(db: Database, filters: TrustFilters) {
  const { caCertificateType: type, partnerDomain: domain } = filters
  const matching = foreignCertificates(db, filters.platform)
    .$if(Boolean(type), (query) => query.where(caTypeOfRow, '=', type ?? ''))
    .$if(Boolean(domain), (query) => query.where('partnerDomain', '=', domain ?? ''))
  const { certificateId, issuedTo, issuedBy } = filters
  const named = whereContains(
    matching,
    {
      certificateId: sql.ref('certId'),
      issuedTo: sql.ref('certSubject'),
      issuedBy: sql.ref('certIssuer'),
    },
    { certificateId, issuedTo, issuedBy },
  )
  if (filters.expiryPeriod === undefined) return named
  const today = Math.floor(filters.now.getTime() / dayMs) * dayMs
  return named
    .where('certNotAfter', '>=', new Date(today))
    .where('certNotAfter', '<', new Date(today + (filters.expiryPeriod + 1) * dayMs))
}
