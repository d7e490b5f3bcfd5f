import type { InputOf, ResponseOf, listTrustCertificates as contract } from '@pmp/contract'
import { isValidAt } from '@pmp/x509'
import { trustDomain } from '../../certificate-engine/rules.ts'
import type { Context } from '../../context.ts'
import { findTrustCertificates } from './list-queries.ts'
import { caType } from './rules.ts'

/**
 * The CA certificates of the trust store (certificates.md A7). Unlike other lists, an empty page
 * echoes the page that was asked for.
 * @throws {Failure} characters_not_allowed · domain_not_allowed · ca_type_unknown
 */
export async function listTrustCertificates(
  { db, config, now }: Context,
  { list, ...filters }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const domain = filters.partnerDomain?.trim()
  const type = filters.caCertificateType?.trim()
  const narrowed = {
    certificateId: filters.certificateId?.trim(),
    issuedTo: filters.issuedTo?.trim(),
    issuedBy: filters.issuedBy?.trim(),
    expiryPeriod: filters.expiryPeriod,
    partnerDomain: domain ? trustDomain(domain, config.CERTIFICATE_DOMAINS) : undefined,
    caCertificateType: type ? caType(type) : undefined,
    now,
  }
  const page = await findTrustCertificates(db, narrowed, list)
  return {
    ...page,
    data: page.data.map((row) => ({
      caCertificateType: row.type,
      certId: row.certId,
      partnerDomain: row.partnerDomain,
      issuedTo: row.certSubject,
      issuedBy: row.certIssuer,
      certThumbprint: row.certThumbprint,
      validFromDate: row.certNotBefore,
      validTillDate: row.certNotAfter,
      uploadTime: row.crDtimes,
      isRevoked: row.isRevoked,
      status: isValidAt({ notBefore: row.certNotBefore, notAfter: row.certNotAfter }, now),
    })),
  }
}
