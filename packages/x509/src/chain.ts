import type { Certificate } from './certificate.ts'
import type { CheckResult } from './path/judge-path.ts'
import { UPSTREAM_POLICY } from './path/path-policy.ts'
import { PATH_RULES, type PathRule } from './path/path-rules.ts'
import { indexSubjects } from './path/trust-source.ts'
import { validatePath } from './path/validate-path.ts'

/** What a path is asked for. Lists may be in any order and hold duplicates. */
export interface PathRequest {
  readonly target: Certificate
  /** Trusted as they are; those out of date at `at` are passed over. */
  readonly anchors: readonly Certificate[]
  readonly intermediates: readonly Certificate[]
  readonly at: Date
}

/** One rule applied to one certificate. */
export interface PathCheck {
  readonly rule: PathRule
  readonly passed: boolean
  /** The formatted subject of the certificate that was judged. */
  readonly subject: string
  /** Where the rule is written. */
  readonly source: string
}

/** A path from the target to an anchor, or why there is none. */
export type Path =
  | {
      readonly ok: true
      /** Leaf first, root last; the target alone when it is an anchor itself. */
      readonly path: readonly Certificate[]
      readonly checks: readonly PathCheck[]
    }
  | { readonly ok: false; readonly checks: readonly PathCheck[] }

/**
 * Finds a path by the rules upstream applies (`UPSTREAM_POLICY`), from lists in memory. Revocation
 * is not checked. certificates.md B5; `validatePath` judges by other policies.
 * @returns the checks of the path, or of the one that came closest
 */
export function buildPath({ target, anchors, intermediates, at }: PathRequest): Path {
  const find = indexSubjects({ anchors, intermediates })
  const verdict = validatePath({ target, at, policy: UPSTREAM_POLICY }, find)
  const checks = verdict.checks.filter(({ outcome }) => outcome !== 'not_reached').map(pathCheck)
  return verdict.ok ? { ok: true, path: verdict.path, checks } : { ok: false, checks }
}

const pathCheck = ({ rule, outcome, subject }: CheckResult): PathCheck => ({
  rule,
  passed: outcome === 'passed',
  subject,
  source: PATH_RULES[rule],
})
