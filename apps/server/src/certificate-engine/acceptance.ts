import { Failure } from '@pmp/contract'
import {
  checkHasStarted,
  checkIsNotRevoked,
  checkIsNotSelfSigned,
  checkIsValidNow,
  checkIssuerIsTrusted,
  checkKeyLength,
  checkNamesFit,
  checkOrganization,
  checkRemainingValidity,
  checkSignatureAlgorithm,
  checkVersion,
  type PartnerEvidence,
} from './rules.ts'

/** A rule by its name in the portal; the check throws a Failure when the evidence breaks it. */
export interface AcceptanceRule<Evidence> {
  rule: string
  check: (evidence: Evidence) => void
}

/** How one rule was judged. `failureCode` is null when it passed, and for mere advice. */
export interface JudgedRule {
  rule: string
  passed: boolean
  failureCode: string | null
  /** What was found and what was wanted, where the rule compares two things. */
  details: Readonly<Record<string, string | number>>
}

/** The rules for a partner's certificate in the order in which a refusal is told (B4). */
export const partnerRules: readonly AcceptanceRule<PartnerEvidence>[] = [
  { rule: 'has_started', check: checkHasStarted },
  { rule: 'is_valid_now', check: checkIsValidNow },
  { rule: 'remaining_validity', check: checkRemainingValidity },
  { rule: 'not_self_signed', check: checkIsNotSelfSigned },
  { rule: 'not_revoked', check: checkIsNotRevoked },
  { rule: 'issuer_trusted', check: checkIssuerIsTrusted },
  { rule: 'version_3', check: checkVersion },
  { rule: 'organization', check: checkOrganization },
  { rule: 'key_length', check: checkKeyLength },
  { rule: 'signature_algorithm', check: checkSignatureAlgorithm },
  { rule: 'names_fit', check: checkNamesFit },
]

/**
 * Applies rules in their order.
 * @throws {Failure} that of the first rule that is broken
 */
export function accept<Evidence>(
  rules: readonly AcceptanceRule<Evidence>[],
  evidence: Evidence,
): void {
  for (const { check } of rules) check(evidence)
}

/** Applies every rule and tells how each was judged, instead of refusing. */
export function judge<Evidence>(
  rules: readonly AcceptanceRule<Evidence>[],
  evidence: Evidence,
): JudgedRule[] {
  return rules.map(({ rule, check }) => {
    const refusal = refusalOf(() => check(evidence))
    return {
      rule,
      passed: refusal === null,
      failureCode: refusal?.code ?? null,
      details: refusal?.details ?? {},
    }
  })
}

/** A rule that only advises: broken, it stands in the way of nothing. */
export function advice(rule: string, passed: boolean): JudgedRule {
  return { rule, passed, failureCode: null, details: {} }
}

function refusalOf(check: () => void): Failure | null {
  try {
    check()
    return null
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}
