import {
  Failure,
  type InputOf,
  type ResponseOf,
  type downloadTrustCertificate as contract,
} from '@pmp/contract'
import { readStored, pkcs7Pem } from '@pmp/x509'
import { findChain } from '../../certificate-engine/chain.ts'
import { plainRules } from '../../certificate-engine/path-rules.ts'
import { findTrustCertificate } from '../../certificate-engine/queries.ts'
import { checkCertificateId } from '../../certificate-engine/rules.ts'
import type { Context } from '../../context.ts'

/**
 * A trust certificate with its path to the root as PKCS#7 file; alone when there is no path, e.g.
 * because an issuer has expired (certificates.md A8).
 * @throws {Failure} path_id_malformed · trust_certificate_not_found
 */
export async function downloadTrustCertificate(
  { db, now }: Context,
  { certificateId }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  checkCertificateId(certificateId)
  const row = await findTrustCertificate(db, certificateId)
  const certificate = readStored(row?.certData)
  if (!row || !certificate) throw new Failure('trust_certificate_not_found')
  const domain = row.partnerDomain ?? ''
  const { path } = await findChain(db, { certificate, domain, at: now, rules: plainRules })
  return { p7bFile: pkcs7Pem(path.ok ? path.path : [certificate]), timestamp: now }
}
