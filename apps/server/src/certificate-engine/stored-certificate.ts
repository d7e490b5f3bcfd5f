import { Failure } from '@pmp/contract'
import type { Certificate } from '@pmp/x509'
import type { Database } from '../database/database.ts'
import { findStoredCertificate } from './queries.ts'

/**
 * The uploaded and the MOSIP-signed certificate of an owner, as texts.
 * @throws {Failure} certificate_not_found
 */
export async function requireStoredTexts(
  db: Database,
  certificateId: string,
): Promise<{ uploaded: string; signed: string }> {
  const row = await findStoredCertificate(db, certificateId)
  if (!row) throw new Failure('certificate_not_found')
  return { uploaded: row.certData ?? '', signed: row.signedCertData ?? '' }
}

/** The instant at which the first of the given certificates ends. */
export function earlierEnd(...certificates: (Certificate | undefined)[]): Date | undefined {
  const ends = certificates.flatMap((certificate) => certificate?.notAfter.getTime() ?? [])
  return ends.length === 0 ? undefined : new Date(Math.min(...ends))
}
