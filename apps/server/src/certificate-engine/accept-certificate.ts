import type { Certificate, KeyFlaw } from '@pmp/x509'
import type { Context } from '../context.ts'
import { accept, judge, type AcceptanceRule, type JudgedRule } from './acceptance.ts'
import { findChain, type TrustChain } from './chain.ts'
import { acceptanceRules, isStrict } from './path-rules.ts'
import { findTrustCertificateId, holdRevocations } from './queries.ts'
import {
  checkAuthorityIsNotRevoked,
  checkCaRemainingValidity,
  checkHasStarted,
  checkIsNew,
  checkIsNotRevoked,
  checkIsNotSelfSigned,
  checkIssuerIsTrusted,
  checkIsValidNow,
  checkKeyLength,
  checkMayIssue,
  checkNamesArePlain,
  checkFits,
  checkOrganization,
  checkRemainingValidity,
  checkRootIsTrusted,
  checkSignatureAlgorithm,
  checkVersion,
  type AuthorityEvidence,
  type OwnerEvidence,
} from './rules.ts'

/** Whose certificate it is to be: what decides which rules count. */
type Holder =
  /** An authority: it is to stand in the trust store. */
  | { kind: 'authority' }
  /** A partner, a chip, or whatever else an organisation answers for. */
  | { kind: 'owner'; organizationName: string; statedName?: string }

/** A certificate that somebody wants accepted. */
interface Offer {
  certificate: Certificate
  domain: string
  holder: Holder
  /** Certificates to treat as if they were in the trust store, for judging a bundle. */
  alsoTrusted?: readonly Certificate[]
  /** When revocation lists must be in date: now by default, also for what is to come. */
  listsAt?: Date
}

/** An offer that passed every rule. */
export interface Accepted extends Offer {
  /** How the certificate hangs below the trust store. */
  trust: TrustChain
}

/**
 * The rules for a certificate of the trust store in the order in which a refusal is told
 * (certificates.md B3). Upstream: basicConstraints, keyUsage, key size and algorithm are not asked
 * for, and its tests rely on a root without CA flag; CERTIFICATE_PATH_RULES=upstream takes it.
 */
export const authorityRules: readonly AcceptanceRule<AuthorityEvidence>[] = [
  { rule: 'not_yet_trusted', check: checkIsNew },
  { rule: 'has_started', check: checkHasStarted },
  { rule: 'is_valid_now', check: checkIsValidNow },
  { rule: 'ca_remaining_validity', check: checkCaRemainingValidity },
  { rule: 'version_3', check: checkVersion },
  { rule: 'not_revoked', check: checkAuthorityIsNotRevoked },
  { rule: 'root_trusted', check: checkRootIsTrusted },
  { rule: 'names_plain', check: checkNamesArePlain },
  { rule: 'names_fit', check: checkFits },
  { rule: 'may_issue', check: checkMayIssue },
]

/** The rules for a certificate of an owner in the order in which a refusal is told (B4). */
export const ownerRules: readonly AcceptanceRule<OwnerEvidence>[] = [
  { rule: 'has_started', check: checkHasStarted },
  { rule: 'is_valid_now', check: checkIsValidNow },
  { rule: 'remaining_validity', check: checkRemainingValidity },
  { rule: 'not_self_signed', check: checkIsNotSelfSigned },
  { rule: 'not_revoked', check: checkIsNotRevoked },
  { rule: 'issuer_trusted', check: checkIssuerIsTrusted },
  { rule: 'version_3', check: checkVersion },
  { rule: 'names_plain', check: checkNamesArePlain },
  { rule: 'organization', check: checkOrganization },
  { rule: 'key_length', check: checkKeyLength },
  { rule: 'signature_algorithm', check: checkSignatureAlgorithm },
  { rule: 'names_fit', check: checkFits },
]

/**
 * The one door for certificates: takes an offer when it keeps every rule for its holder.
 * @throws {Failure} that of the first rule that is broken
 */
export async function acceptCertificate(context: Context, offer: Offer): Promise<Accepted> {
  const { trust } = await examine(context, offer, accept)
  return { ...offer, trust }
}

/** The same door before anything is stored: tells how each rule was judged, and refuses nothing. */
export async function judgeCertificate(
  context: Context,
  offer: Offer,
): Promise<{ judged: JudgedRule[]; trust: TrustChain }> {
  const { outcome, trust } = await examine(context, offer, judge)
  return { judged: outcome, trust }
}

type Apply<Outcome> = <Evidence>(
  rules: readonly AcceptanceRule<Evidence>[],
  evidence: Evidence,
) => Outcome

/** Gathers what the rules for the holder look at, and applies them. */
async function examine<Outcome>(context: Context, offer: Offer, apply: Apply<Outcome>) {
  const { db, config, now } = context
  const { certificate, domain, holder } = offer
  await holdRevocations(db, domain, 'to_accept')
  const trust = await trustOf(context, offer)
  const { path, revoked } = trust
  const keyFlaw = keyFlawOf(certificate, path)
  const shared = { certificate, now, path, isRevoked: revoked.length > 0, keyFlaw }
  if (holder.kind === 'owner') {
    const outcome = apply(ownerRules, {
      ...shared,
      organizationName: holder.organizationName,
      statedName: holder.statedName,
      years: config.PARTNER_CERTIFICATE_YEARS,
      graceDays: config.PARTNER_CERTIFICATE_GRACE_DAYS,
      signatureAlgorithms: config.CERTIFICATE_SIGNATURE_ALGORITHMS,
    })
    return { outcome, trust }
  }
  const storedId = await findTrustCertificateId(db, certificate.thumbprintSha1, domain)
  const outcome = apply(authorityRules, {
    ...shared,
    isTrustedAlready: storedId !== undefined,
    isKeyWeak: trust.path.checks.some(
      ({ rule, outcome }) => rule === 'strong_key' && outcome === 'failed',
    ),
    minimumMonths: config.CA_CERTIFICATE_MIN_MONTHS,
    isStrict: isStrict(config),
  })
  return { outcome, trust }
}

/** A point beside its curve shows only when the path is judged. */
function keyFlawOf({ key }: Certificate, { checks }: TrustChain['path']): KeyFlaw | undefined {
  const own = checks.find(
    ({ position, outcome, reason }) => position === 0 && outcome === 'failed' && reason,
  )
  return key.flaw ?? own?.reason
}

function trustOf({ db, config, now }: Context, offer: Offer): Promise<TrustChain> {
  const { certificate, domain, holder, alsoTrusted = [], listsAt } = offer
  // A root is judged as the anchor that it would be.
  const isOwnAnchor = holder.kind === 'authority' && certificate.isSelfSigned
  return findChain(db, {
    certificate,
    domain,
    at: now,
    rules: acceptanceRules(config),
    alsoTrusted: isOwnAnchor ? [certificate, ...alsoTrusted] : alsoTrusted,
    listsAt,
  })
}
