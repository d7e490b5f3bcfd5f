import type { Certificate } from '../certificate.ts'
import type { CheckResult } from './judge-path.ts'
import { type PathPolicy, STRICT_POLICY } from './path-policy.ts'
import type { Revocation } from './path-rules.ts'
import { searchPath } from './path-search.ts'
import type { FindSubjects } from './trust-source.ts'

/** What a path is asked for. */
interface ValidationRequest {
  readonly target: Certificate
  readonly at: Date
  /** `STRICT_POLICY` by default. */
  readonly policy?: PathPolicy | undefined
  /** Without it nothing is known of revoked certificates, and nothing asked. */
  readonly revocation?: Revocation | undefined
}

/** Whether there is a path, which, and what every rule says about it. */
export interface PathVerdict {
  readonly ok: boolean
  /** Target first, anchor last; when `ok` is false the path that came closest, perhaps unfinished. */
  readonly path: readonly Certificate[]
  /** Every rule applied to every certificate of the path, target first. */
  readonly checks: readonly CheckResult[]
  /** The checks that failed, which is none exactly when `ok`. */
  readonly failed: readonly CheckResult[]
  /** Paths judged until then. */
  readonly pathsTried: number
}

/**
 * Finds a path from the target to an anchor and validates it, from certificates in memory. RFC
 * 5280 §6.1, RFC 4158. Never throws for what certificates contain.
 * @param find `indexSubjects` of a pool, or a look-up that answers at once
 */
export function validatePath(
  { target, at, policy = STRICT_POLICY, revocation }: ValidationRequest,
  find: FindSubjects,
): PathVerdict {
  const { best, pathsTried } = searchPath({ target, at, policy, revocation, find })
  const failed = best.checks.filter(({ outcome }) => outcome === 'failed')
  const ok = best.isAnchored && failed.length === 0
  return { ok, path: best.path, checks: best.checks, failed, pathsTried }
}
