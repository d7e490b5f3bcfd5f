import type { InputOf, ResponseOf, listCertificatesBelow as contract } from '@pmp/contract'
import { requireTrustCertificate } from '../../certificate-engine/trust-certificate.ts'
import type { Context } from '../../context.ts'
import { findLeavesBelow } from './tree-queries.ts'

/**
 * The partner certificates whose chain leads through a trust certificate, newest first.
 * @throws {Failure} path_id_malformed · trust_certificate_not_found
 */
export async function listCertificatesBelow(
  context: Context,
  { certificateId, pageNo, pageSize }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  await requireTrustCertificate(context, certificateId)
  const rows = await findLeavesBelow(context.db, certificateId, { pageNo, pageSize })
  return { data: rows.slice(0, pageSize), hasMore: rows.length > pageSize }
}
