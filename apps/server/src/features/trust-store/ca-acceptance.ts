import type { Certificate } from '@pmp/x509'
import type { Context } from '../../context.ts'
import type { AcceptanceRule } from '../../certificate-engine/acceptance.ts'
import {
  checkHasStarted,
  checkIsValidNow,
  checkNamesFit,
  checkVersion,
} from '../../certificate-engine/rules.ts'
import { holdRevocations } from '../revocations/queries.ts'
import { findChain, type TrustChain } from '../../certificate-engine/chain.ts'
import { acceptanceRules } from '../../certificate-engine/path-rules.ts'
import { findTrustCertificateId } from '../../certificate-engine/queries.ts'
import {
  checkCaRemainingValidity,
  checkIsNew,
  checkIsNotRevoked,
  checkMayIssue,
  checkRootIsTrusted,
  type CaEvidence,
} from './rules.ts'

/**
 * The rules for a CA certificate in the order in which a refusal is told (certificates.md B3).
 * Upstream: basicConstraints, keyUsage, key size and algorithm are not asked for, and its tests
 * rely on a root without CA flag; the setting CERTIFICATE_PATH_RULES asks for them.
 */
export const caRules: readonly AcceptanceRule<CaEvidence>[] = [
  { rule: 'not_yet_trusted', check: checkIsNew },
  { rule: 'has_started', check: checkHasStarted },
  { rule: 'is_valid_now', check: checkIsValidNow },
  { rule: 'ca_remaining_validity', check: checkCaRemainingValidity },
  { rule: 'version_3', check: checkVersion },
  { rule: 'not_revoked', check: checkIsNotRevoked },
  { rule: 'root_trusted', check: checkRootIsTrusted },
  { rule: 'names_fit', check: checkNamesFit },
  { rule: 'may_issue', check: checkMayIssue },
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
  await holdRevocations(db, domain, 'to_accept')
  const chain = await findChain(db, {
    certificate,
    domain,
    at: now,
    rules: acceptanceRules(config),
    // A root is judged as the anchor that it would be.
    alsoTrusted: certificate.isSelfSigned ? [certificate, ...alsoTrusted] : alsoTrusted,
  })
  const storedId = await findTrustCertificateId(db, certificate.thumbprintSha1, domain)
  const evidence = {
    certificate,
    now,
    isTrustedAlready: storedId !== undefined,
    minimumMonths: config.CA_CERTIFICATE_MIN_MONTHS,
    path: chain.path,
    isRevoked: chain.revoked.length > 0,
    isStrict: config.CERTIFICATE_PATH_RULES === 'strict',
  }
  return { evidence, chain }
}
