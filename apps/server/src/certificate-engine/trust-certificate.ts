import { Failure } from '@pmp/contract'
import { readStored } from '@pmp/x509'
import type { Context } from '../context.ts'
import { platformThumbprints } from './platform-thumbprints.ts'
import { findTrustCertificate } from './queries.ts'
import { checkCertificateId } from './rules.ts'

/**
 * A certificate of the trust store with its row; the platform's own are not governed here.
 * @throws {Failure} path_id_malformed · trust_certificate_not_found
 */
export async function requireTrustCertificate({ db }: Pick<Context, 'db'>, certificateId: string) {
  checkCertificateId(certificateId)
  const row = await findTrustCertificate(db, certificateId)
  const certificate = readStored(row?.certData)
  if (!row || !certificate) throw new Failure('trust_certificate_not_found')
  const own = await platformThumbprints(db)
  if (own.includes(certificate.thumbprintSha1)) throw new Failure('trust_certificate_not_found')
  const { thumbprintSha1: certThumbprint } = certificate
  return { ...row, partnerDomain: row.partnerDomain ?? '', certThumbprint, certificate }
}
