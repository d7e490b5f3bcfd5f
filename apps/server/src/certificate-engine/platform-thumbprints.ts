import type { Database } from '../database/database.ts'
import { findAuthorityCertificates } from '../keys/queries.ts'
import { readStored } from './chain.ts'
import type { PlatformThumbprints } from '../features/trust-store/list-queries.ts'

/** Read from the database, because another replica may have renewed a key since this one started. */
export async function platformThumbprints(db: Database): Promise<PlatformThumbprints> {
  const own = (await findAuthorityCertificates(db)).flatMap((pem) => readStored(pem) ?? [])
  const signers = own.filter(({ isSelfSigned }) => !isSelfSigned)
  return {
    own: own.map(({ thumbprintSha1 }) => thumbprintSha1),
    signers: signers.map(({ thumbprintSha1 }) => thumbprintSha1),
  }
}
