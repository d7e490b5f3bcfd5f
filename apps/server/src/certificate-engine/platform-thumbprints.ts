import { readStored } from '@pmp/x509'
import type { Database } from '../database/database.ts'
import { findAuthorityCertificates } from '../keys/queries.ts'

/** SHA-1 thumbprints of the platform's own certificates. */
export interface PlatformThumbprints {
  own: readonly string[]
  /** Those among them that sign partner certificates. */
  signers: readonly string[]
}

/** Read from the database, because another replica may have renewed a key since this one started. */
export async function platformThumbprints(db: Database): Promise<PlatformThumbprints> {
  const own = (await findAuthorityCertificates(db)).flatMap((pem) => readStored(pem) ?? [])
  const signers = own.filter(({ isSelfSigned }) => !isSelfSigned)
  return {
    own: own.map(({ thumbprintSha1 }) => thumbprintSha1),
    signers: signers.map(({ thumbprintSha1 }) => thumbprintSha1),
  }
}
