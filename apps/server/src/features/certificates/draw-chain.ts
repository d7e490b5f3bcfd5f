import type { Certificate } from '@pmp/x509'
import { findChain, type TrustChain } from '../../certificate-engine/chain.ts'
import { acceptanceRules } from '../../certificate-engine/path-rules.ts'
import { findTrustCertificateId } from '../../certificate-engine/queries.ts'
import type { Context } from '../../context.ts'

export interface ChainLink {
  certificate: Certificate
  place: 'file' | 'trustStore'
  /** What is revoked on the whole chain. */
  revoked: readonly Certificate[]
}

interface Drawing {
  /** How the lowest certificate hangs below the trust store alone. */
  trust: TrustChain
  domain: string
  /** Everything that came in the file, lowest first. */
  file: readonly Certificate[]
}

/**
 * The chain from the lowest certificate of a file up. Where the trust store does not lead on, the
 * file may: its links show what the trust store lacks.
 */
export async function drawChain(
  { db, config, now }: Context,
  { trust, domain, file }: Drawing,
): Promise<ChainLink[]> {
  const [lowest, ...alsoTrusted] = file
  if (!lowest) return []
  const { known, revoked } =
    trust.path.ok || alsoTrusted.length === 0
      ? trust
      : await findChain(db, {
          certificate: lowest,
          domain,
          at: now,
          rules: acceptanceRules(config),
          alsoTrusted,
        })
  const links: ChainLink[] = []
  for (const certificate of known) {
    const isOffered = file.some(
      ({ thumbprintSha256 }) => thumbprintSha256 === certificate.thumbprintSha256,
    )
    const isStored =
      !isOffered ||
      (await findTrustCertificateId(db, certificate.thumbprintSha1, domain)) !== undefined
    links.push({ certificate, place: isStored ? 'trustStore' : 'file', revoked })
  }
  return links
}
