import { readStored } from '@pmp/x509'
import type { Database } from '../database/database.ts'
import { findAuthorityCertificates } from '../keys/queries.ts'

/**
 * SHA-1 thumbprints of the platform's own certificates. Read from the database, because another replica
 * may have renewed a key since this one started.
 */
export async function platformThumbprints(db: Database): Promise<string[]> {
  const own = (await findAuthorityCertificates(db)).flatMap((pem) => readStored(pem) ?? [])
  return own.map(({ thumbprintSha1 }) => thumbprintSha1)
}
