import { Failure } from '@pmp/contract'

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
