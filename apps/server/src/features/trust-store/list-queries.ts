import type * as contract from '@pmp/contract'
import type { ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import { caTypeOfRow } from '../../certificate-engine/queries.ts'
import type { Database } from '../../database/database.ts'
import { findRowsAsAsked, type SortedRowList } from '../../database/lists/row-list.ts'
import { inSpan } from '../../database/lists/tallies.ts'
import { containing } from '../../database/lists/text-filters.ts'
import { dayMs } from '../../durations.ts'

/** By an administrator. */
const isRevokedRow = sql<boolean>`exists (select 1 from pmp.revocation revoked
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
}

type TrustCertificates = typeof contract.listTrustCertificates

const trustList: SortedRowList<SortFieldOf<TrustCertificates>> = {
  rows: 'pmp.trustRow',
  counts: 'pmp.trustCount',
  tallies: 'pmp.trustTally',
  days: ['notAfter'],
  key: 'certId',
  kinds: ['caType', 'partnerDomain'],
  sorts: {
    caCertificateType: 'caType',
    certificateId: 'idOrder',
    partnerDomain: sql`pmp.sort_key(row.partner_domain)`,
    issuedTo: 'subjectOrder',
    issuedBy: 'issuerOrder',
    validFrom: 'notBefore',
    validTill: 'notAfter',
    uploadedDateTime: 'createdAt',
  },
  newest: 'createdAt',
}

/**
 * One page of the trust store, oldest upload first unless asked otherwise, and how many there are.
 * Left out are the platform's own certificates and the partner certificates that its signers issued
 * (certificates.md A7).
 */
export async function findTrustCertificates(
  db: Database,
  { caCertificateType: type, partnerDomain: domain, expiryPeriod, now, ...texts }: TrustFilters,
  list: ListRequestOf<TrustCertificates>,
) {
  const chosen = {
    ofKinds: [
      ...(type ? [sql<SqlBool>`row.ca_type = ${type}`] : []),
      ...(domain ? [sql<SqlBool>`row.partner_domain = ${domain}`] : []),
    ],
    others: containing(textColumns, texts),
    tallied: expiryPeriod === undefined ? undefined : endsWithin(expiryPeriod, now),
  }
  const request = {
    page: list.page ?? { pageNo: 0, pageSize: 8 },
    sort: list.sort ?? ({ field: 'uploadedDateTime', direction: 'asc' } as const),
  }
  return findRowsAsAsked(db, { list: trustList, chosen, request }, (page) =>
    page
      .innerJoin('keymgr.caCertStore', 'keymgr.caCertStore.certId', 'page.key')
      .select([
        'keymgr.caCertStore.certId',
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
      }>(),
  )
}

const textColumns = { certificateId: 'certId', issuedTo: 'subject', issuedBy: 'issuer' } as const

function endsWithin(days: number, now: Date) {
  const today = Math.floor(now.getTime() / dayMs) * dayMs
  return inSpan('notAfter', { from: new Date(today), till: new Date(today + (days + 1) * dayMs) })
}
