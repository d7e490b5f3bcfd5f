import type { Certificate } from '../certificate.ts'
import { issuerRules } from './issuer-rules.ts'
import { keyRules } from './key-rules.ts'
import type { KeyFlaw } from '../key-flaws.ts'
import type { PathPolicy } from './path-policy.ts'
import { PATH_RULES, type PathRule } from './path-rules.ts'
import { NOT_REACHED, type PathStep, type Rule } from './path-step.ts'
import { wellFormedRules } from './well-formed-rules.ts'

/** One rule applied to one certificate. */
export interface CheckResult {
  readonly rule: PathRule
  /**
   * `not_reached` when what the rule looks at is missing, such as the key of an unknown issuer;
   * `warned` for a breach that the policy forgives.
   */
  readonly outcome: 'passed' | 'failed' | 'warned' | 'not_reached'
  /** The formatted subject of the certificate that was judged. */
  readonly subject: string
  /** Its SHA-256 thumbprint, upper-case hexadecimal. */
  readonly thumbprintSha256: string
  /** Its place on the path, the target being 0. */
  readonly position: number
  /** Where the rule is written. */
  readonly source: string
  /** What is wrong, for logs; only with `failed` and `warned`. */
  readonly detail?: string
  /** Which flaw of the key it is; only with `strong_key`. */
  readonly reason?: KeyFlaw
}

/** A path, finished or not, with what its rules are judged by. */
interface PathToJudge extends Pick<PathStep, 'path' | 'at' | 'policy' | 'revocation' | 'isSigned'> {
  /** The uppermost certificate is trusted. */
  readonly isAnchored: boolean
}

/** The rules that judge certificates; those that are missing are stated by the search. */
const RULES: Partial<Record<PathRule, Rule>> = { ...keyRules, ...issuerRules, ...wellFormedRules }

/** Applies every rule of the policy to every certificate of a path, target first. */
export function judgePath(asked: PathToJudge): CheckResult[] {
  return asked.path.flatMap((certificate, index) => judgeStep(asked, certificate, index))
}

function judgeStep(asked: PathToJudge, certificate: Certificate, index: number): CheckResult[] {
  const { path, at, policy, revocation, isSigned } = asked
  const issuer = path[index + 1]
  const step: PathStep = { certificate, issuer, path, index, at, policy, revocation, isSigned }
  const judge = (breach: 'failed' | 'warned') => (rule: PathRule) => {
    const judgement = RULES[rule]?.(step)
    if (judgement === NOT_REACHED) return result(step, rule, { outcome: 'not_reached' })
    if (judgement === undefined) return result(step, rule, { outcome: 'passed' })
    return typeof judgement === 'string'
      ? result(step, rule, { outcome: breach, detail: judgement })
      : result(step, rule, { outcome: breach, ...judgement })
  }
  const { refusing, warning } = rulesFor(asked, index)
  return [...refusing.map(judge('failed')), ...warning.map(judge('warned'))]
}

interface RulesFor {
  readonly refusing: readonly PathRule[]
  readonly warning: readonly PathRule[]
}

/** An anchor that is the target itself is judged as both, except by what would need an issuer. */
function rulesFor({ path, policy, isAnchored }: PathToJudge, index: number): RulesFor {
  const isAnchor = isAnchored && index === path.length - 1
  if (!isAnchor) return { refusing: index === 0 ? policy.target : policy.authority, warning: [] }
  const { anchor, anchorWarnings: warning } = policy
  if (index > 0) return { refusing: anchor, warning }
  const refusing = policy.target.filter(
    (rule) => !NEEDS_ISSUER.has(rule) && !warning.includes(rule),
  )
  return { refusing, warning }
}

const NEEDS_ISSUER: ReadonlySet<PathRule> = new Set([
  'signature',
  'name_chaining',
  'key_identifiers',
  'strong_algorithm',
])

/** States the outcome of a rule. */
export function result(
  { certificate, index }: Pick<PathStep, 'certificate' | 'index'>,
  rule: PathRule,
  { outcome, detail, reason }: Pick<CheckResult, 'outcome' | 'detail' | 'reason'>,
): CheckResult {
  return {
    rule,
    outcome,
    subject: certificate.subject.formatted,
    thumbprintSha256: certificate.thumbprintSha256,
    position: index,
    source: PATH_RULES[rule],
    ...(detail !== undefined && { detail }),
    ...(reason !== undefined && { reason }),
  }
}

/** Counts what does not fit in one certificate alone, to try the promising ones first. */
export function countFlaws(certificate: Certificate, policy: PathPolicy, at: Date): number {
  const alone = { path: [certificate], at, policy, revocation: undefined, isSigned: () => true }
  const results = policy.authority
    .filter((rule) => rule in keyRules || rule in wellFormedRules)
    .map((rule) => RULES[rule]?.({ ...alone, certificate, issuer: undefined, index: 0 }))
  return results.filter((judgement) => judgement !== undefined && judgement !== NOT_REACHED).length
}
