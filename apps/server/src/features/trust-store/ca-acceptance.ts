import type { Certificate } from '@pmp/x509'
import type { Context } from '../../context.ts'
import type { AcceptanceRule } from '../certificates/acceptance.ts'
import {
  checkHasStarted,
  checkIsValidNow,
  checkNamesFit,
  checkVersion,
} from '../certificates/rules.ts'
import { findChain, type TrustChain } from './chain.ts'
import { findTrustCertificateId } from './queries.ts'
import {
  checkCaRemainingValidity,
  checkIsNew,
  checkRootIsTrusted,
  type CaEvidence,
} from './rules.ts'

/**
 * The rules for a CA certificate in the order in which a refusal is told (certificates.md B3).
 * Upstream: basicConstraints, keyUsage, key size and algorithm are not asked for, and its tests
 * rely on a root without CA flag.
 */
export const caRules: readonly AcceptanceRule<CaEvidence>[] = [
  { rule: 'not_yet_trusted', check: checkIsNew },
  { rule: 'has_started', check: checkHasStarted },
  { rule: 'is_valid_now', check: checkIsValidNow },
  { rule: 'ca_remaining_validity', check: checkCaRemainingValidity },
  { rule: 'version_3', check: checkVersion },
  { rule: 'root_trusted', check: checkRootIsTrusted },
  { rule: 'names_fit', check: checkNamesFit },
]

/**
 * Gathers what the rules look at.
 * @param alsoTrusted certificates to treat as if they were in the store, for judging a bundle
 */
export async function gatherCaEvidence(
  { db, config, now }: Context,
  certificate: Certificate,
  domain: string,
  alsoTrusted: readonly Certificate[] = [],
): Promise<{ evidence: CaEvidence; chain: TrustChain }> {
  const chain = await findChain(db, { certificate, domain, at: now, alsoTrusted })
  const storedId = await findTrustCertificateId(db, certificate.thumbprintSha1, domain)
  const evidence = {
    certificate,
    now,
    isTrustedAlready: storedId !== undefined,
    minimumMonths: config.CA_CERTIFICATE_MIN_MONTHS,
    path: chain.path,
  }
  return { evidence, chain }
}
